import ByteCoding
package import Cryptography

/// What one hash of a passphrase takes. Slots share blocks, so that unlocking hashes once.
package struct KDFBlock: Hashable, Sendable {
  package let parameters: KDFParameters
  /// 16 bytes.
  package let salt: [UInt8]

  /// Argon2id version 1.3, one lane, 32 bytes.
  static let algorithm: UInt64 = 1
  /// How a passphrase is made bytes: the one way that there is.
  static let preparation: UInt64 = 1

  func encode(number: Int, to writer: inout CBORWriter) {
    writer.map {
      $0.put(0, UInt64(number))
      $0.put(1, Self.algorithm)
      $0.put(2, parameters.operations)
      $0.put(3, parameters.memoryBytes)
      $0.put(4, salt)
      $0.put(5, Self.preparation)
    }
  }

  /// Reads a block and its number.
  static func decode(_ reader: inout CBORReader) throws(CBORError) -> (
    number: UInt64, block: KDFBlock
  ) {
    var keys = try reader.keys()
    try keys.expect(0, in: &reader)
    let number = try reader.unsigned()
    try keys.expect(1, in: &reader)
    guard try reader.unsigned() == algorithm else { throw .unsupported }
    try keys.expect(2, in: &reader)
    let operations = try reader.unsigned()
    try keys.expect(3, in: &reader)
    let memory = try reader.unsigned()
    try keys.expect(4, in: &reader)
    let salt = try reader.bytes(count: PassphraseKDF.saltLength)
    try keys.expect(5, in: &reader)
    guard try reader.unsigned() == preparation else { throw .unsupported }
    try keys.finish(in: &reader)
    let parameters = KDFParameters(operations: operations, memoryBytes: memory)
    return (number, KDFBlock(parameters: parameters, salt: salt))
  }
}
