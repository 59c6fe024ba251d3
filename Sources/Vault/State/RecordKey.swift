import ByteCoding

/// The keys of records: a letter for the kind, then what tells them apart. The letter `b` is the
/// ledger's.
enum RecordKey {
  static let vault: [UInt8] = [UInt8(ascii: "v")]
  static let allKeys: [UInt8] = [UInt8(ascii: "k")]
  static let allTools: [UInt8] = [UInt8(ascii: "t")]
  static let allConnections: [UInt8] = [UInt8(ascii: "c")]
  static let allNames: [UInt8] = [UInt8(ascii: "n")]
  static let allRotations: [UInt8] = [UInt8(ascii: "r")]
  static let allSettings: [UInt8] = [UInt8(ascii: "s")]
  static let allSlots: [UInt8] = [UInt8(ascii: "S")]

  /// Length of a letter and one identifier: the prefix under which the records of one subject
  /// stand together.
  static let scopeLength = 1 + Identifier.length

  static func key(_ id: Identifier) -> [UInt8] { allKeys + id.bytes }
  static func tool(_ id: Identifier) -> [UInt8] { allTools + id.bytes }
  static func rotation(ofKey id: Identifier) -> [UInt8] { allRotations + id.bytes }
  static func name(_ folded: String) -> [UInt8] { allNames + Array(folded.utf8) }
  static func setting(_ name: String) -> [UInt8] { allSettings + Array(name.utf8) }
  static func slot(_ id: Identifier) -> [UInt8] { allSlots + id.bytes }

  static func connections(ofKey key: Identifier) -> [UInt8] { allConnections + key.bytes }
  static func connection(_ id: Identifier, ofKey key: Identifier) -> [UInt8] {
    connections(ofKey: key) + id.bytes
  }

  /// The key and the connection of such a record key.
  static func ends(
    ofConnection record: [UInt8]
  ) -> (key: Identifier, connection: Identifier)? {
    guard record.count == scopeLength + Identifier.length else { return nil }
    return (
      Identifier(Array(record[1..<scopeLength])), Identifier(Array(record[scopeLength...]))
    )
  }

  static func uses(ofTool tool: Identifier) -> [UInt8] { [UInt8(ascii: "u")] + tool.bytes }
  static func use(_ connection: Connection) -> [UInt8] {
    uses(ofTool: connection.tool) + connection.key.bytes + connection.id.bytes
  }

  /// The key and the connection that such a record key ends with.
  static func ends(ofUse record: [UInt8]) -> (key: Identifier, connection: Identifier)? {
    guard record.count == scopeLength + 2 * Identifier.length else { return nil }
    return (
      Identifier(Array(record[scopeLength..<scopeLength + Identifier.length])),
      Identifier(Array(record.suffix(Identifier.length)))
    )
  }

  static func adoptions(ofKey key: Identifier) -> [UInt8] { [UInt8(ascii: "a")] + key.bytes }
  static func adoption(ofKey key: Identifier, by tool: Identifier) -> [UInt8] {
    adoptions(ofKey: key) + tool.bytes
  }

  static func place(_ path: String, on machine: String) -> [UInt8] {
    [UInt8(ascii: "p")] + Array(machine.utf8) + [0] + Array(path.utf8)
  }

  /// Before all others, so that a checkpoint's index tells without any of its pages that there is none.
  static let usesFirst: [UInt8] = [UInt8(ascii: "!")]

  static func use(ofKey key: Identifier, by tool: Identifier?) -> [UInt8] {
    [UInt8(ascii: "o")] + key.bytes + (tool ?? .zero).bytes
  }

  static func use(ofTool tool: Identifier) -> [UInt8] { [UInt8(ascii: "O")] + tool.bytes }

  static func user(_ number: UInt32) -> [UInt8] {
    [UInt8(ascii: "i")] + (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  static func group(_ folded: String) -> [UInt8] { [UInt8(ascii: "g")] + Array(folded.utf8) }

  static func operation(ofTool tool: Identifier, target: Identifier) -> [UInt8] {
    [UInt8(ascii: "q")] + tool.bytes + target.bytes
  }

  static func madeKeys(from key: Identifier) -> [UInt8] { [UInt8(ascii: "m")] + key.bytes }
  static func madeKey(_ made: Identifier, from key: Identifier) -> [UInt8] {
    madeKeys(from: key) + made.bytes
  }

  static func replacements(ofKey key: Identifier) -> [UInt8] { [UInt8(ascii: "x")] + key.bytes }
  static func replacement(ofKey key: Identifier, by connection: Identifier) -> [UInt8] {
    replacements(ofKey: key) + connection.bytes
  }

  /// The identifier that a record key ends with.
  static func lastIdentifier(of key: [UInt8]) -> Identifier? {
    guard key.count > Identifier.length else { return nil }
    return Identifier(Array(key.suffix(Identifier.length)))
  }
}
