import ByteCoding
import SecretMemory

/// `--stdin-json`: an object whose members are the fields, each a string.
extension ValueInput {
  func readObject(_ wanted: [WantedField]) throws(CommandError) -> SecretFields {
    // Escapes make the text longer than the values in it.
    let text = try SecretSource.input(limit: Self.limit * 6, session.surroundings)
    return try text.withSpan { (bytes) throws(CommandError) in
      try Self.fields(of: try Self.members(bytes), in: bytes, wanted)
    }
  }

  private static func members(_ text: Span<UInt8>) throws(CommandError) -> [JSONMember] {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue.read(text)
    } catch {
      throw .input(.notAnObject(offset: error.offset))
    }
    guard case .object(let members) = value else { throw .input(.notAnObject(offset: 0)) }
    return members
  }

  private static func fields(
    of members: [JSONMember], in text: Span<UInt8>, _ wanted: [WantedField]
  ) throws(CommandError) -> SecretFields {
    let names = wanted.map(\.name)
    for member in members where !names.contains(member.name) {
      throw .input(.surplusField(member.name, fields: names))
    }
    var fields = SecretFields()
    for name in names {
      guard let member = members.first(where: { $0.name == name }) else {
        throw .input(.missingField(name, given: members.map(\.name)))
      }
      guard case .string(let string) = member.value else {
        throw .input(.notAnObject(offset: 0))
      }
      try append(string, named: name, from: text, to: &fields)
    }
    return fields
  }

  private static func append(
    _ string: JSONString, named name: String, from text: Span<UInt8>, to fields: inout SecretFields
  ) throws(CommandError) {
    guard !string.range.isEmpty else { throw .input(.emptyValue(field: name)) }
    do throws(SecretMemoryError) {
      var sink = SecretBuilder()
      try string.write(from: text, into: &sink)
      guard sink.count <= limit else { throw .outOfMemory }
      try sink.withSpan { (value) throws(SecretMemoryError) in
        try fields.append(name: name, value: value)
      }
    } catch {
      throw .outOfMemory
    }
  }
}
