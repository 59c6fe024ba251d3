import ByteCoding
import Ledger
import Platform

extension LedgerError: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    switch try reader.variant() {
    case (0, 3):
      self = .damaged(
        try reader.word(), sequence: try reader.optional(), offset: try reader.next())
    case (1, 0): self = .wrongFactor
    case (2, 1): self = .storage(try reader.next())
    case (3, 1): self = .state(try reader.next())
    case (4, 1): self = .stateDamaged(try reader.next())
    case (5, 1): self = .rolledBack(try reader.next())
    case (6, 1): self = .forked(try reader.next())
    case (7, 1): self = .unknownCriticalEvent(kind: try reader.next())
    case (8, 0): self = .unknownEvents
    case (9, 0): self = .readOnly
    case (10, 1): self = .limit(try reader.next())
    case (11, 2):
      self = .valueMissing(BlobAddress(version: try reader.next(), field: try reader.next()))
    case (12, 0): self = .outOfMemory
    default: throw .unsupported
    }
  }

  func write(to writer: inout CBORWriter) {
    switch self {
    case .damaged(let reason, let sequence, let offset):
      writer.variant(0, items: 3)
      writer.text(reason.rawValue)
      writer.optional(sequence)
      offset.write(to: &writer)
    case .wrongFactor: writer.variant(1)
    case .storage(let error): writer.variant(2, error)
    case .state(let error): writer.variant(3, error)
    case .stateDamaged(let name): writer.variant(4, name)
    case .rolledBack(let conflict): writer.variant(5, conflict)
    case .forked(let conflict): writer.variant(6, conflict)
    case .unknownCriticalEvent(let kind): writer.variant(7, kind)
    case .unknownEvents: writer.variant(8)
    case .readOnly: writer.variant(9)
    case .limit(let limit): writer.variant(10, limit)
    case .valueMissing(let address):
      writer.variant(11, items: 2)
      writer.identifier(address.version)
      writer.identifier(address.field)
    case .outOfMemory: writer.variant(12)
    }
  }
}

extension StorageError: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    switch try reader.variant() {
    case (0, 1): self = .notFound(path: try reader.next())
    case (1, 1): self = .exists(path: try reader.next())
    case (2, 1): self = .notAVault(path: try reader.next())
    case (3, 1): self = .failed(try reader.next())
    case (4, 1): self = .ambiguous(try reader.next())
    case (5, 0): self = .conflict
    case (6, 0): self = .locked
    case (7, 1): self = .readOnly(try reader.next())
    case (8, 1): self = .unsuitableFileSystem(path: try reader.next())
    default: throw .unsupported
    }
  }

  func write(to writer: inout CBORWriter) {
    switch self {
    case .notFound(let path): writer.variant(0, path)
    case .exists(let path): writer.variant(1, path)
    case .notAVault(let path): writer.variant(2, path)
    case .failed(let error): writer.variant(3, error)
    case .ambiguous(let error): writer.variant(4, error)
    case .conflict: writer.variant(5)
    case .locked: writer.variant(6)
    case .readOnly(let error): writer.variant(7, error)
    case .unsuitableFileSystem(let path): writer.variant(8, path)
    }
  }
}

extension LimitExceeded: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    switch try reader.variant() {
    case (0, 1): self = .valueLength(try reader.next())
    case (1, 1): self = .textLength(try reader.next())
    case (2, 0): self = .payload
    case (3, 0): self = .slots
    case (4, 0): self = .lastSlot
    case (5, 0): self = .noEvents
    default: throw .unsupported
    }
  }

  func write(to writer: inout CBORWriter) {
    switch self {
    case .valueLength(let length): writer.variant(0, length)
    case .textLength(let length): writer.variant(1, length)
    case .payload: writer.variant(2)
    case .slots: writer.variant(3)
    case .lastSlot: writer.variant(4)
    case .noEvents: writer.variant(5)
    }
  }
}

extension WitnessConflict: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(3)
    self.init(writer: try reader.optional(), seen: try reader.next(), found: try reader.next())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(3)
    writer.optional(self.writer)
    writer.unsigned(seen)
    writer.unsigned(found)
  }
}
