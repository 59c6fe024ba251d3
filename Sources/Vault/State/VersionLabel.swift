/// Where a version stands in the life of its key.
package enum VersionLabel: String, CaseIterable, Sendable {
  /// Stored, not yet in use.
  case pending
  /// The one to use.
  case current
  /// Was current, may still be in use.
  case previous
  /// Not to be used by anyone.
  case revoked
  /// Given up before it came into use.
  case discarded
  /// Its value is that of a later version, by which it lives or ends.
  case reissued

  /// Those that a reference may name; there can be many of the others.
  package static let selectable: [VersionLabel] = [.pending, .current, .previous]

  /// Whether the value may be in use somewhere.
  package var isLive: Bool { Self.selectable.contains(self) }
}
