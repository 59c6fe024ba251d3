extension State {
  mutating func fold(_ event: Connected, _ stamp: Stamp) throws(RecordError) {
    guard let key = try key(event.key), key.field(event.field) != nil,
      try tool(event.tool) != nil,
      try connection(event.connection, ofKey: event.key) == nil
    else { return }
    var attributes = Attributes().edited(by: event.attributes)
    attributes[Attributes.Name.required] = nil
    let connection = Connection(
      id: event.connection, tool: event.tool, key: event.key, field: event.field,
      variable: event.variable, required: event.isRequired, attributes: attributes,
      connectedAt: stamp.time)
    put(connection)
    enter(connection)
    var adoption =
      try adoption(tool: event.tool, key: event.key)
      ?? Adoption(key: event.key, tool: event.tool, connections: 0)
    adoption.connections += 1
    put(adoption)
  }

  mutating func fold(_ event: ConnectionEdited) throws(RecordError) {
    guard var connection = try connection(event.connection, ofKey: event.key),
      connection.tool == event.tool
    else { return }
    leave(connection)
    connection.attributes = connection.attributes.edited(by: event.changes)
    switch connection.attributes.first(Attributes.Name.required) {
    case "yes": connection.required = true
    case "no": connection.required = false
    default: break
    }
    connection.attributes[Attributes.Name.required] = nil
    put(connection)
    enter(connection)
  }

  mutating func fold(_ event: Disconnected) throws(RecordError) {
    guard let connection = try connection(event.connection, ofKey: event.key),
      connection.tool == event.tool
    else { return }
    remove(connection)
    leave(connection)
    guard var adoption = try adoption(tool: event.tool, key: event.key) else { return }
    adoption.connections -= 1
    if adoption.connections > 0 {
      put(adoption)
    } else {
      set(RecordKey.adoption(ofKey: event.key, by: event.tool), nil)
      forgetUse(ofKey: event.key, by: event.tool)
    }
  }

  mutating func fold(_ event: RotationStarted, _ stamp: Stamp) throws(RecordError) {
    guard try key(event.key) != nil, try openRotation(ofKey: event.key) == nil else { return }
    let rotation = Rotation(
      id: event.rotation, key: event.key, from: event.from, to: event.to, startedAt: stamp.time,
      attributes: Attributes().edited(by: event.attributes))
    set(RecordKey.rotation(ofKey: event.key)) { rotation.write(to: &$0) }
  }

  mutating func fold(_ event: RotationEnded) throws(RecordError) {
    guard let open = try openRotation(ofKey: event.key), open.id == event.rotation else { return }
    set(RecordKey.rotation(ofKey: event.key), nil)
  }
}
