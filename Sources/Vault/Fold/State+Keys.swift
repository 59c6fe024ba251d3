extension State {
  mutating func fold(_ event: KeyAdded, _ stamp: Stamp) throws(RecordError) {
    guard try key(event.key) == nil else { return }
    put(
      Key(
        id: event.key, name: try claim(event.name, forKey: event.key), fields: event.fields,
        attributes: Attributes().edited(by: event.attributes), addedAt: stamp.time,
        editedAt: stamp.time))
    move(event.key, fromSources: [], toSources: event.attributes.madeFrom)
  }

  mutating func fold(_ event: KeyEdited, _ stamp: Stamp) throws(RecordError) {
    guard var key = try key(event.key) else { return }
    let sources = key.attributes.madeFrom
    key.attributes = key.attributes.edited(by: event.changes)
    move(key.id, fromSources: sources, toSources: key.attributes.madeFrom)
    key.editedAt = stamp.time
    put(key)
  }

  mutating func fold(_ event: KeyRenamed, _ stamp: Stamp) throws(RecordError) {
    guard var key = try key(event.key) else { return }
    try release(key)
    key.name = try claim(event.name, forKey: event.key)
    key.editedAt = stamp.time
    put(key)
  }

  mutating func fold(_ event: KeyRemoved) throws(RecordError) {
    guard let key = try key(event.key) else { return }
    for connection in try connections(ofKey: key.id) {
      remove(connection)
      leave(connection)
    }
    try forgetDependents(of: key)
    for adoption in try adoptions(ofKey: key.id) {
      set(RecordKey.adoption(ofKey: key.id, by: adoption.tool), nil)
      forgetUse(ofKey: key.id, by: adoption.tool)
    }
    forgetUse(ofKey: key.id, by: nil)
    try release(key)
    set(RecordKey.rotation(ofKey: key.id), nil)
    set(RecordKey.key(key.id), nil)
  }

  mutating func fold(_ event: VersionStaged, _ stamp: Stamp) throws(RecordError) {
    guard var key = try key(event.key), key.version(event.version) == nil else { return }
    key.versions.append(
      Version(
        number: UInt64(key.versions.count) + 1, id: event.version, stagedAt: stamp.time,
        expires: event.expires, origin: event.origin, values: event.values))
    put(key)
  }

  mutating func fold(_ event: VersionPromoted, _ stamp: Stamp) throws(RecordError) {
    guard var key = try key(event.key), let version = key.version(event.version),
      version.label == .pending || version.label == .previous
    else { return }
    let rotation = try openRotation(ofKey: key.id)
    let repeated = rotation?.to == version.id ? rotation?.plan.repeats : nil
    for other in key.versions where other.label == .current {
      key.change(other.id) { $0.label = .previous }
    }
    if let repeated, repeated != version.id, key.version(repeated)?.label.isLive == true {
      key.change(repeated) { $0.label = .reissued }
    }
    key.change(version.id) { version in
      version.label = .current
      version.promotedAt = stamp.time
    }
    put(key)
  }

  mutating func fold(_ event: VersionRevoked, _ stamp: Stamp) throws(RecordError) {
    guard var key = try key(event.key), let version = key.version(event.version),
      version.label.isLive
    else { return }
    key.change(version.id) { version in
      version.label = .revoked
      version.revokedAt = stamp.time
    }
    put(key)
  }

  mutating func fold(_ event: VersionDiscarded) throws(RecordError) {
    guard var key = try key(event.key), let version = key.version(event.version),
      version.label.isLive
    else { return }
    key.change(version.id) { $0.label = .discarded }
    put(key)
  }

  mutating func fold(_ event: ValuesPurged) throws(RecordError) {
    guard var key = try key(event.key) else { return }
    for version in event.versions { key.change(version) { $0.purged = true } }
    put(key)
  }
}
