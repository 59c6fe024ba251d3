package import ByteCoding
import Cryptography

/// A transaction's body as its writer signed it, byte for byte.
package struct SignedBody: Equatable, Sendable {
  package let bytes: [UInt8]
  package let signature: [UInt8]
}

/// Which value of which version a blob holds.
package struct BlobAddress: Hashable, Comparable, Sendable {
  package let version: Identifier
  package let field: Identifier

  package init(version: Identifier, field: Identifier) {
    self.version = version
    self.field = field
  }

  init(_ bytes: [UInt8]) {
    self.init(version: Identifier(Array(bytes[..<16])), field: Identifier(Array(bytes[16...])))
  }

  static let length = 2 * Identifier.length
  /// 32 bytes: the version, then the field.
  package var bytes: [UInt8] { version.bytes + field.bytes }

  package static func < (a: BlobAddress, b: BlobAddress) -> Bool {
    (a.version, a.field) < (b.version, b.field)
  }
}

/// A sealed value.
package struct SealedBlob: Equatable, Sendable {
  package let address: BlobAddress
  package let bytes: [UInt8]
}

/// One line of a checkpoint: a piece of state under its key.
package struct StateRecord: Equatable, Sendable {
  package let key: [UInt8]
  package let value: [UInt8]
}

/// What the frames of one payload carry.
package enum Payload: Equatable, Sendable {
  case transactions([SignedBody], blobs: [SealedBlob])
  case page([StateRecord])
  case index([UInt8], mac: [UInt8])
}
