import ByteCoding
import Ledger
import Platform

extension Note: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    switch try reader.variant() {
    case (0, 2):
      self = .tornTailDropped(
        bytes: try reader.next(), mayHaveBeenAcknowledged: try reader.next())
    case (1, 0): self = .headerCopyDamaged
    case (2, 1): self = .storage(try reader.next())
    case (3, 0): self = .noWitness
    case (4, 1): self = .stateUnavailable(try reader.next())
    case (5, 0): self = .memoryNotLocked
    case (6, 2): self = .promoted(key: try reader.next(), version: try reader.next())
    case (7, 0): self = .oldSecretsStillOpenCopies
    case (8, 3):
      self = .providerAdvice(
        key: try reader.next(), provider: try reader.next(), advice: try reader.next())
    case (9, 4):
      self = .providerRetired(
        key: try reader.next(), provider: try reader.next(), since: try reader.next(),
        advice: try reader.next())
    case (10, 0): self = .recoveryNeverTested
    case (11, 1): self = .checkpointFailed(try reader.next())
    case (12, 0): self = .alreadySo
    case (13, 1): self = .usesNotRecorded(try reader.next())
    case (14, 1): self = .usesDropped(bytes: try reader.next())
    default: throw .unsupported
    }
  }

  func write(to writer: inout CBORWriter) {
    switch self {
    case .tornTailDropped(let bytes, let acknowledged):
      writer.variant(0, items: 2)
      bytes.write(to: &writer)
      writer.bool(acknowledged)
    case .headerCopyDamaged: writer.variant(1)
    case .storage(let warning): writer.variant(2, warning)
    case .noWitness: writer.variant(3)
    case .stateUnavailable(let error): writer.variant(4, error)
    case .memoryNotLocked: writer.variant(5)
    case .promoted(let key, let version):
      writer.variant(6, key, version)
    case .oldSecretsStillOpenCopies: writer.variant(7)
    case .providerAdvice(let key, let provider, let advice):
      writer.variant(8, texts: key, provider, advice)
    case .providerRetired(let key, let provider, let since, let advice):
      writer.variant(9, texts: key, provider, since, advice)
    case .recoveryNeverTested: writer.variant(10)
    case .checkpointFailed(let error): writer.variant(11, error)
    case .alreadySo: writer.variant(12)
    case .usesNotRecorded(let error): writer.variant(13, error)
    case .usesDropped(let bytes): writer.variant(14, bytes)
    }
  }
}
