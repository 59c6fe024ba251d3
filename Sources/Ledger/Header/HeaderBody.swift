import ByteCoding
import Cryptography

extension Header {
  /// Reads a body. Whether the numbers of the KDF blocks are those that we would give does not
  /// matter, because a header is never written again from what was read but its slots.
  static func decode(body: [UInt8]) throws(ReadFault) -> Header {
    let header = try decoding(body, as: .headerBody) { (reader) throws(CBORError) in
      var keys = try reader.keys()
      try keys.expect(0, in: &reader)
      let vault = try reader.identifier()
      try keys.expect(1, in: &reader)
      let generation = try reader.unsigned()
      try keys.expect(2, in: &reader)
      let epoch = try reader.unsigned32()
      guard generation >= 1, epoch >= 1 else { throw .unsupported }
      try keys.expect(3, in: &reader)
      let blocks = try decodeBlocks(&reader)
      try keys.expect(4, in: &reader)
      let slots = try reader.elements { (reader) throws(CBORError) in
        try GrantedSlot.decode(&reader, blocks: blocks)
      }
      try keys.finish(in: &reader)
      guard (1...Limits.slots).contains(slots.count) else { throw .unsupported }
      guard Set(slots.map(\.slot.id)).count == slots.count else { throw .duplicateKey }
      let used = Header(vault: vault, generation: generation, epoch: epoch, slots: slots)
      return (used, blocks)
    }
    guard header.1.values.allSatisfy(\.parameters.isAccepted) else { throw .damage(.kdfLimits) }
    return header.0
  }

  private static func decodeBlocks(
    _ reader: inout CBORReader
  ) throws(CBORError) -> [UInt64: KDFBlock] {
    let pairs = try reader.elements { (reader) throws(CBORError) in try KDFBlock.decode(&reader) }
    var blocks: [UInt64: KDFBlock] = [:]
    var last: UInt64 = 0
    for (number, block) in pairs {
      guard number > last else { throw .unsortedKeys }
      last = number
      blocks[number] = block
    }
    return blocks
  }
}

extension GrantedSlot {
  fileprivate static func decode(
    _ reader: inout CBORReader, blocks: [UInt64: KDFBlock]
  ) throws(CBORError) -> GrantedSlot {
    var keys = try reader.keys()
    try keys.expect(0, in: &reader)
    let id = try reader.identifier()
    try keys.expect(1, in: &reader)
    guard let grant = Grant(rawValue: try reader.unsigned()) else { throw .unsupported }
    try keys.expect(2, in: &reader)
    let factors = try reader.elements { (reader) throws(CBORError) in
      try SlotFactor.decode(&reader, blocks: blocks)
    }
    let kinds = factors.map(\.kind.rawValue)
    guard zip(kinds, kinds.dropFirst()).allSatisfy({ $0 < $1 }) else { throw .unsortedKeys }
    try keys.expect(3, in: &reader)
    let publicKey = try reader.bytes(count: AgreementKey.length)
    var identity: [UInt8]?
    if !factors.isEmpty {
      try keys.expect(4, in: &reader)
      identity = try reader.bytes(count: AgreementKey.length + SealedBox.overhead)
    }
    try keys.expect(5, in: &reader)
    let sealedGrant = try reader.bytes(count: 2 * AgreementKey.length + SealedBox.overhead)
    try keys.finish(in: &reader)
    let slot = Slot(
      id: id, grant: grant, factors: factors, publicKey: publicKey, sealedIdentity: identity)
    return GrantedSlot(slot: slot, sealedGrant: sealedGrant)
  }
}

extension SlotFactor {
  fileprivate static func decode(
    _ reader: inout CBORReader, blocks: [UInt64: KDFBlock]
  ) throws(CBORError) -> SlotFactor {
    var keys = try reader.keys()
    try keys.expect(0, in: &reader)
    let factor: SlotFactor
    switch FactorKind(rawValue: try reader.unsigned()) {
    case .passphrase:
      try keys.expect(1, in: &reader)
      guard let block = blocks[try reader.unsigned()] else { throw .unsupported }
      factor = .passphrase(block)
    case .keyFile: factor = .keyFile
    case .recovery: factor = .recovery
    case nil: throw .unsupported
    }
    try keys.finish(in: &reader)
    return factor
  }
}
