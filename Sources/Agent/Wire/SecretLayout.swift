import ByteCoding
import SecretMemory

/// What a body tells of the secrets that follow it: their names and lengths, in their order.
struct SecretLayout: WireValue {
  /// A setting or staging has one secret for each field of a key. The limit keeps whoever looks
  /// fields up one by one from being slowed down by somebody who sends very many.
  static let greatestCount = 256

  private let entries: [(name: String, length: Int)]

  init(_ fields: borrowing SecretFields) { entries = fields.layout }

  init(from reader: inout CBORReader) throws(CBORError) {
    let count = try reader.array()
    var entries: [(name: String, length: Int)] = []
    var names: Set<String> = []
    for _ in 0..<count {
      try reader.tuple(2)
      let name = try reader.text()
      guard names.insert(name).inserted else { throw .duplicateKey }
      guard let length = UInt32(exactly: try reader.unsigned()) else { throw .unsupported }
      entries.append((name, Int(length)))
    }
    self.entries = entries
  }

  func write(to writer: inout CBORWriter) {
    writer.array(entries.count)
    for entry in entries {
      writer.array(2)
      writer.text(entry.name)
      writer.unsigned(UInt64(entry.length))
    }
  }

  var count: Int { entries.count }

  /// The secrets themselves, which must be just as long as they are said to be.
  func fields(in secret: consuming SecretBytes?) throws(WireError) -> SecretFields {
    let expected = entries.reduce(0) { $0 + $1.length }
    guard let secret = secret.take() else {
      guard expected == 0 else { throw .secrets }
      return SecretFields(entries, in: try emptySecret())
    }
    guard secret.count == expected else { throw .secrets }
    return SecretFields(entries, in: secret)
  }
}

/// A secret of no bytes.
func emptySecret() throws(WireError) -> SecretBytes {
  do throws(SecretMemoryError) { return try SecretBytes(count: 0) } catch { throw .outOfMemory }
}

/// The secret part of a message that carries this one: nil when it has no bytes.
func secretPart(_ secret: consuming SecretBytes) -> SecretBytes? {
  guard secret.count > 0 else { return nil }
  return .some(secret)
}

extension CBORWriter {
  /// Writes what a body tells of these secrets, and returns their bytes.
  mutating func secrets(_ fields: consuming SecretFields) throws(WireError) -> SecretBytes? {
    SecretLayout(fields).write(to: &self)
    do throws(SecretMemoryError) { return secretPart(try fields.joined()) } catch {
      throw .outOfMemory
    }
  }
}
