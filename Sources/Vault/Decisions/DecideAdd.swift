package import ByteCoding

/// A key to be made; its identifiers were drawn before its values were sealed.
package struct NewKey: Sendable {
  package var id: Identifier
  package var name: KeyName
  package var fields: [Field]
  package var attributes: Attributes

  package init(id: Identifier, name: KeyName, fields: [Field], attributes: Attributes) {
    self.id = id
    self.name = name
    self.fields = fields
    self.attributes = attributes
  }
}

/// A version to be made, whose values are sealed already.
package struct NewVersion: Sendable {
  package var id: Identifier
  package var values: [FieldCommitment]
  /// Milliseconds since 1970.
  package var expires: Int64?

  package init(id: Identifier, values: [FieldCommitment], expires: Int64? = nil) {
    self.id = id
    self.values = values
    self.expires = expires
  }
}

extension State {
  /// A new key with its first version in use, and connections to a tool where one is named.
  package func decideAdd(
    _ new: NewKey, _ version: NewVersion, origin: VersionOrigin = .set,
    connecting request: ConnectionRequest? = nil, _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    try checkFree(new.name)
    try Self.check(new.attributes)
    try checkSources(of: new.id, new.attributes.madeFrom)
    let key = Key(
      id: new.id, name: new.name.text, fields: new.fields, attributes: new.attributes,
      addedAt: context.now, editedAt: context.now)
    var events: [Event] = [
      .keyAdded(
        KeyAdded(
          key: new.id, name: new.name.text, fields: new.fields, attributes: new.attributes)),
      try Self.staging(version, of: key, origin),
      .versionPromoted(VersionPromoted(key: new.id, version: version.id)),
    ]
    if let request { events += try connecting(request, to: key, &context) }
    return events
  }

  /// A new value for an existing key. Without connections the new version is in use at once and
  /// the old one is `previous`; with connections only a rotation may change the value. `fix`
  /// replaces the version that was staged last, while no tool may hold it.
  package func decideNewValue(
    key id: Identifier, _ version: NewVersion, fix: Bool = false, origin: VersionOrigin = .set,
    _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    let key = try existing(key: id)
    let rotation = try reading { s throws(RecordError) in try s.openRotation(ofKey: id) }
    if fix { return try fixing(key, version, rotation, &context) }
    let tools = try toolNames(ofKey: id)
    guard tools.isEmpty else { throw .connected(key: key.name, tools: tools) }
    if let rotation { throw Self.refusal(of: key, rotation) }
    return [
      try Self.staging(version, of: key, origin),
      .versionPromoted(VersionPromoted(key: id, version: version.id)),
    ]
  }

  private func fixing(
    _ key: Key, _ version: NewVersion, _ rotation: Rotation?, _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    // A rollback repeats a value; there is nothing in it to correct.
    if let rotation, rotation.plan.repeats != nil { throw Self.refusal(of: key, rotation) }
    guard let wrong = rotation.flatMap({ key.version($0.to) }) ?? key.current else {
      throw .noCurrentVersion(key: key.name)
    }
    let holders = try roll(ofKey: key.id).filter { $0.adoption.mayHold(wrong.id) }
    guard holders.isEmpty else {
      throw .alreadyTaken(
        key: key.name, number: wrong.number, tools: holders.map(\.tool.text))
    }
    var events = [try Self.staging(version, of: key, .fix)]
    if wrong.label == .current {
      events.append(.versionPromoted(VersionPromoted(key: key.id, version: version.id)))
    }
    events.append(.versionDiscarded(VersionDiscarded(key: key.id, version: wrong.id)))
    guard let rotation else { return events }
    let ended = RotationEnded(rotation: rotation.id, key: key.id, outcome: .aborted)
    let started = RotationStarted(
      rotation: context.ids.draw(), key: key.id, from: rotation.from, to: version.id,
      attributes: rotation.attributes)
    return events + [.rotationEnded(ended), .rotationStarted(started)]
  }

  /// The event that stages a version, once it is known to have a value for each field.
  static func staging(
    _ version: NewVersion, of key: Key, _ origin: VersionOrigin
  ) throws(Refusal) -> Event {
    let given = Set(version.values.map(\.field))
    let missing = key.fields.filter { !given.contains($0.id) }
    guard missing.isEmpty else {
      throw .fieldsMissing(key: key.name, fields: missing.map(\.name))
    }
    if let unknown = given.first(where: { key.field($0) == nil }) {
      throw .noSuchField(key: key.name, field: unknown.hex, fields: key.fields.map(\.name))
    }
    return .versionStaged(
      VersionStaged(
        key: key.id, version: version.id, values: version.values, expires: version.expires,
        origin: origin))
  }

  static func refusal(of key: Key, _ rotation: Rotation) -> Refusal {
    .rotationOpen(
      key: key.name, from: rotation.from.flatMap { key.version($0)?.number },
      to: key.version(rotation.to)?.number)
  }

  /// Throws when a key or a tool has the name; `id` may have it itself.
  func checkFree(_ name: KeyName, for id: Identifier? = nil) throws(Refusal) {
    let holders = try reading { s throws(RecordError) in try s.names(name.folded) }
    if let key = holders.key, key != id { throw .keyExists(name: name.text) }
    guard holders.tools.isEmpty else { throw .nameTakenByTool(name: name.text) }
  }

  /// Throws when a text is longer than a body of a transaction may hold.
  static func check(_ attributes: Attributes) throws(Refusal) {
    for entry in attributes.entries {
      guard entry.values.allSatisfy({ $0.utf8.count <= maximumTextLength }) else {
        throw .textTooLong(attribute: entry.name, maximum: maximumTextLength)
      }
    }
  }

  /// Bytes of UTF-8.
  static let maximumTextLength = 4096
}
