import ByteCoding
import Cryptography
import Ledger
import Platform
import SecretMemory
import Synchronization

/// A generator that always gives the same bytes.
struct ConstantRandom: RandomSource {
  func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 7, count: count) }

  func secret(_ count: Int) throws(CryptographyError) -> SecretBytes {
    try RandomBytes.secret(count)
  }
}

/// A generator that repeats its sequence from a seed, as a restored snapshot would.
final class SeededRandom: RandomSource {
  private let state: Mutex<UInt64>

  init(_ seed: UInt64) { state = Mutex(seed) }

  func bytes(_ count: Int) -> [UInt8] {
    state.withLock { state in
      (0..<count).map { _ in
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        return UInt8(truncatingIfNeeded: word ^ (word >> 27))
      }
    }
  }

  func secret(_ count: Int) throws(CryptographyError) -> SecretBytes {
    do throws(SecretMemoryError) { return try SecretBytes(copying: bytes(count).span) } catch {
      throw .outOfMemory
    }
  }
}

/// One vault in memory, with as many processes and machines as a test wants.
struct Fixture {
  static let keyFile = [UInt8](repeating: 0x6b, count: 32)
  static let otherKeyFile = [UInt8](repeating: 0x6c, count: 32)
  static let domain = DomainFold(version: 1) { (16...63).contains($0) }
  static let writer = WriterIdentity(machine: "host", user: "ana")

  let vault = MemoryVault()
  let state = MemoryState()
  let id = Identifier((0..<16).map { UInt8($0) })
  var random: any RandomSource = SystemRandom()

  static func factors(_ file: [UInt8] = keyFile) throws -> Factors {
    Factors(keyFile: try SecretBytes(copying: file.span))
  }

  static func draft(_ number: UInt8, events: [RawEvent] = [], blobs: [SealedBlob] = [])
    -> TransactionDraft
  {
    TransactionDraft(
      id: Identifier([UInt8](repeating: number, count: 16)), time: 1_000 + Int64(number),
      actor: "test", reason: nil, events: events.isEmpty ? [event(number)] : events, blobs: blobs)
  }

  static func event(_ number: UInt8, kind: UInt64 = 20, critical: Bool = true) -> RawEvent {
    RawEvent(kind: kind, critical: critical, payload: [0x18, max(24, number)])
  }

  func slot(
    _ number: UInt8 = 1, grant: Grant = .root, keyFile: [UInt8] = keyFile
  ) throws -> Slot {
    try Slot.make(
      SlotRequest(id: Identifier([UInt8](repeating: number, count: 16)), grant: grant),
      factors: try Self.factors(keyFile), vault: id, random: random)
  }

  @discardableResult
  func create(slots: [Slot]? = nil) throws -> Ledger {
    let slots = try slots ?? [slot()]
    return try Ledger.create(
      MemoryStorage(vault), states: state, vault: id, slots: slots, writer: Self.writer,
      domain: Self.domain, random: random
    ) { _ in Self.draft(0) }
  }

  func open(
    _ file: [UInt8] = keyFile, on state: MemoryState? = nil, domain: DomainFold = domain,
    acceptingRollback: Bool = false
  ) throws -> Ledger {
    try Ledger.open(
      MemoryStorage(vault), states: state ?? self.state, factors: Self.factors(file),
      writer: Self.writer, domain: domain, acceptingRollback: acceptingRollback, random: random)
  }
}

extension Ledger {
  /// Writes a draft and tells which transactions were applied on the way.
  @discardableResult
  func write(_ draft: TransactionDraft) throws -> [Identifier] {
    var applied: [Identifier] = []
    let result: Bool? = try transact(reset: { applied = [] }, apply: { applied.append($0.id) }) {
      () throws(Never) in (draft, true)
    }
    return result == true ? applied : []
  }

  /// The transactions after the checkpoint, by the bytes of their ids.
  func tail() -> [UInt8] {
    var ids: [UInt8] = []
    replayTail { ids.append($0.id.bytes[0]) }
    return ids
  }

  func everything() throws -> [UInt8] {
    var ids: [UInt8] = []
    try history { body in
      ids.append(body.id.bytes[0])
      return true
    }
    return ids
  }
}

extension SecretBytes {
  borrowing func copy() -> [UInt8] {
    withSpan { span in span.indices.map { span[$0] } }
  }
}

extension Fixture {
  /// Puts other bytes in the vault's place, as a restored backup would.
  func restore(_ bytes: [UInt8]) {
    let storage = MemoryStorage(vault)
    storage.cutBack(to: 0)
    try? storage.append(
      [bytes], expecting: LedgerPosition(generation: 0, nextSequence: 0, length: 0))
  }
}

extension MemoryState {
  /// Another machine that knows the same, as after cloning a disk.
  func copy(of vault: Identifier) -> MemoryState {
    let copy = MemoryState()
    for name in ["witness", "writer"] {
      if let bytes = read(name, of: vault) { copy.write(bytes, to: name, of: vault) }
    }
    return copy
  }
}
