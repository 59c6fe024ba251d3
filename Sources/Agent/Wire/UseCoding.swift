import ByteCoding
import Vault

extension UseSum: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(3)
    self.init(count: try reader.next(), lastAt: try reader.next(), kind: try reader.word())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(3)
    writer.unsigned(count)
    writer.integer(lastAt)
    writer.text(kind.rawValue)
  }
}

extension ObservedUse: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(5)
    kind = try reader.word()
    count = try reader.next()
    firstAt = try reader.next()
    lastAt = try reader.next()
    by = try reader.optional()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(5)
    writer.text(kind.rawValue)
    writer.unsigned(count)
    writer.integer(firstAt)
    writer.integer(lastAt)
    writer.optional(by)
  }
}

extension RollView: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(2)
    lines = try reader.list()
    use = try reader.optional()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(2)
    writer.list(lines)
    writer.optional(use)
  }
}
