import ByteCoding
import Ledger
import Platform

extension SystemError: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(3)
    guard let errno = Int32(exactly: try reader.integer()) else { throw .unsupported }
    self.init(errno: errno, operation: try reader.next(), path: try reader.optional())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(3)
    writer.integer(Int64(errno))
    writer.text(operation)
    writer.optional(path)
  }
}

extension StorageWarning: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    switch try reader.variant() {
    case (0, 1):
      guard let mode = UInt32(exactly: try reader.unsigned()) else { throw .unsupported }
      self = .openToOthers(mode: mode)
    default: throw .unsupported
    }
  }

  func write(to writer: inout CBORWriter) {
    switch self {
    case .openToOthers(let mode): writer.variant(0, UInt64(mode))
    }
  }
}

extension SlotError: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    switch try reader.variant() {
    case (0, 0): self = .noFactor
    case (1, 1):
      guard let kind = FactorKind(rawValue: try reader.unsigned()) else { throw .unsupported }
      self = .factorLength(kind)
    case (2, 0): self = .kdfLimits
    case (3, 0): self = .weakPoint
    case (4, 0): self = .outOfMemory
    default: throw .unsupported
    }
  }

  func write(to writer: inout CBORWriter) {
    switch self {
    case .noFactor: writer.variant(0)
    case .factorLength(let kind): writer.variant(1, kind.rawValue)
    case .kdfLimits: writer.variant(2)
    case .weakPoint: writer.variant(3)
    case .outOfMemory: writer.variant(4)
    }
  }
}
