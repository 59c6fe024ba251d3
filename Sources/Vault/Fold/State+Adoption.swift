import ByteCoding

extension State {
  mutating func fold(_ event: EmissionIntended, _ stamp: Stamp) throws(RecordError) {
    guard let tool = try tool(event.tool), tool.target(event.target) != nil else { return }
    for item in event.versions {
      try change(event.tool, item.key, item.version) { adoption in
        adoption.changeTarget(event.target, at: stamp.time) { $0.intended = item.version }
      }
    }
  }

  mutating func fold(_ event: Emitted, _ stamp: Stamp) throws(RecordError) {
    guard let tool = try tool(event.tool), tool.target(event.target) != nil else { return }
    for item in event.versions {
      try change(event.tool, item.key, item.version) { adoption in
        adoption.changeTarget(event.target, at: stamp.time) { target in
          // The same values again need no reloading; a fingerprint tells.
          if target.fingerprint != item.fingerprint { target.level = .emitted }
          target.rise(to: .emitted)
          target.version = item.version
          target.fingerprint = item.fingerprint
          target.intended = nil
          target.at = stamp.time
        }
        adoption.changeVersion(item.version, at: stamp.time) { version in
          version.failures.removeAll { $0.target == event.target }
          if !version.emitted.contains(event.target) { version.emitted.append(event.target) }
        }
        adoption.settle(item.version, in: tool)
      }
    }
  }

  mutating func fold(_ event: EmissionFailed, _ stamp: Stamp) throws(RecordError) {
    guard let kind = try tool(event.tool)?.target(event.target)?.kind else { return }
    for item in event.versions {
      try change(event.tool, item.key, item.version) { adoption in
        adoption.changeTarget(event.target, at: stamp.time) { target in
          // A file is as it was before; what a program did until it failed is not known.
          target.intended = kind == .command ? item.version : nil
        }
        adoption.changeVersion(item.version, at: stamp.time) { version in
          version.failures.removeAll { $0.target == event.target && $0.step == .deliver }
          guard !version.emitted.contains(event.target) else { return }
          version.failures.append(
            .init(target: event.target, step: .deliver, reason: event.reason))
        }
      }
    }
  }

  mutating func fold(_ event: Adopted, _ stamp: Stamp) throws(RecordError) {
    try change(event.tool, event.key, event.version) { adoption in
      adoption.changeVersion(event.version, at: stamp.time) { version in
        version.failures.removeAll { $0.step != .deliver }
        version.rise(
          to: AdoptionLevel(event.level), evidence: event.evidence, note: event.note)
      }
    }
  }

  mutating func fold(_ event: Waived, _ stamp: Stamp) throws(RecordError) {
    try change(event.tool, event.key, event.version) { adoption in
      adoption.changeVersion(event.version, at: stamp.time) { $0.waiver = event.reason }
    }
  }

  /// Changes what is known of a tool and a key, if the two are connected and the key has the
  /// version; drops what is known of versions that nobody may use.
  mutating func change(
    _ tool: Identifier, _ key: Identifier, _ version: Identifier,
    _ change: (inout Adoption) -> Void
  ) throws(RecordError) {
    guard var adoption = try adoption(tool: tool, key: key), let key = try self.key(key),
      key.version(version) != nil
    else { return }
    change(&adoption)
    adoption.versions.removeAll { key.version($0.version)?.label.isLive != true }
    put(adoption)
  }
}

extension Adoption {
  mutating func changeTarget(
    _ id: Identifier, at time: Int64, _ change: (inout TargetAdoption) -> Void
  ) {
    if target(id) == nil { targets.append(TargetAdoption(target: id, at: time)) }
    guard let place = targets.firstIndex(where: { $0.target == id }) else { return }
    change(&targets[place])
  }

  mutating func changeVersion(
    _ id: Identifier, at time: Int64, _ change: (inout VersionAdoption) -> Void
  ) {
    if version(id) == nil { versions.append(VersionAdoption(version: id, at: time)) }
    guard let place = versions.firstIndex(where: { $0.version == id }) else { return }
    versions[place].at = time
    change(&versions[place])
  }

  /// Drops failures of these steps; whether there were any.
  mutating func forgive(_ steps: [Step], of target: Identifier) -> Bool {
    let before = versions
    for place in versions.indices {
      versions[place].failures.removeAll { $0.target == target && steps.contains($0.step) }
    }
    return versions != before
  }

  mutating func forget(target id: Identifier) {
    targets.removeAll { $0.target == id }
    for place in versions.indices {
      versions[place].emitted.removeAll { $0 == id }
      versions[place].failures.removeAll { $0.target == id }
    }
  }

  /// Raises a version to `emitted` once every target of the tool that Keyroll writes has had it.
  mutating func settle(_ id: Identifier, in tool: Tool) {
    let written = tool.writtenTargets.map(\.id)
    guard !written.isEmpty, let place = versions.firstIndex(where: { $0.version == id }),
      written.allSatisfy(versions[place].emitted.contains)
    else { return }
    versions[place].rise(to: .emitted)
  }
}
