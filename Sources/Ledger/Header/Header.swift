package import ByteCoding

/// What stands before the frames: who may open the vault, and which generation and epoch it is in.
package struct Header: Equatable, Sendable {
  package let vault: Identifier
  /// From 1; one more for each file that takes the place of another.
  package let generation: UInt64
  /// From 1; one more for each root key.
  package let epoch: UInt32
  /// One to 32.
  package let slots: [GrantedSlot]

  static let magic = Array("keyroll\n".utf8)
  static let format: UInt16 = 1
  /// Bytes before the body and after it.
  static let prefixLength = 16
  static let suffixLength = 64
  /// Lengths that one copy may have.
  static let lengths = 144...Limits.header

  /// The KDF blocks of the slots, each once, in the order of their numbers from 1.
  package var blocks: [KDFBlock] {
    var blocks: [KDFBlock] = []
    for case .passphrase(let block) in slots.flatMap(\.slot.factors)
    where !blocks.contains(block) {
      blocks.append(block)
    }
    return blocks
  }

  /// The body as the one valid CBOR.
  func encodedBody() -> [UInt8] {
    let blocks = blocks
    var writer = CBORWriter()
    writer.map {
      $0.put(0, vault)
      $0.put(1, generation)
      $0.put(2, UInt64(epoch))
      $0.put(3) { writer in
        writer.array(blocks.count)
        for (index, block) in blocks.enumerated() { block.encode(number: index + 1, to: &writer) }
      }
      $0.put(4, slots) { $1.encode(blocks: blocks, to: &$0) }
    }
    return writer.bytes
  }
}

extension GrantedSlot {
  fileprivate func encode(blocks: [KDFBlock], to writer: inout CBORWriter) {
    writer.map {
      $0.put(0, slot.id)
      $0.put(1, slot.grant.rawValue)
      $0.put(2, slot.factors) { writer, factor in
        writer.map {
          $0.put(0, factor.kind.rawValue)
          guard case .passphrase(let block) = factor else { return }
          $0.put(1, UInt64((blocks.firstIndex(of: block) ?? 0) + 1))
        }
      }
      $0.put(3, slot.publicKey)
      if let identity = slot.sealedIdentity { $0.put(4, identity) }
      $0.put(5, sealedGrant)
    }
  }
}
