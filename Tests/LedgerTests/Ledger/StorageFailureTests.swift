import ByteCoding
import Ledger
import Platform
import SecretMemory
import Testing

/// A storage whose next append fails in a given way.
private final class FailingStorage: LedgerStorage {
  enum Failure { case nothingWritten, unknown(written: Bool), conflict }

  let inner: MemoryStorage
  var failure: Failure?
  private(set) var mustBeReplaced = false

  init(_ vault: MemoryVault) { inner = MemoryStorage(vault) }

  var description: String { "failing" }
  var warnings: [StorageWarning] { [] }
  func length() throws(StorageError) -> Int { inner.length() }
  func read(at offset: Int, count: Int) throws(StorageError) -> [UInt8] {
    inner.read(at: offset, count: count)
  }
  func refresh() throws(StorageError) -> Bool { inner.refresh() }
  func sync() throws(StorageError) {}
  func lock() throws(StorageError) -> Bool { try inner.lock() }
  func unlock() { inner.unlock() }
  func cutBack(to length: Int) throws(StorageError) { inner.cutBack(to: length) }

  func append(_ frames: [[UInt8]], expecting position: LedgerPosition) throws(StorageError) {
    defer { failure = nil }
    let error = SystemError(errno: 5, operation: "fsync")
    switch failure {
    case nil: try inner.append(frames, expecting: position)
    case .nothingWritten: throw .failed(error)
    case .conflict: throw .conflict
    case .unknown(let written):
      if written { try inner.append(frames, expecting: position) }
      mustBeReplaced = true
      throw .ambiguous(error)
    }
  }

  func replacement() throws(StorageError) -> any LedgerReplacement {
    Replacement(inner: inner.replacement()) { self.mustBeReplaced = false }
  }

  private final class Replacement: LedgerReplacement {
    let inner: any LedgerReplacement
    let done: () -> Void

    init(inner: any LedgerReplacement, done: @escaping () -> Void) {
      self.inner = inner
      self.done = done
    }
    func write(_ bytes: [UInt8]) throws(StorageError) { try inner.write(bytes) }
    func commit() throws(StorageError) {
      try inner.commit()
      done()
    }
    func discard() { inner.discard() }
  }
}

@Suite struct StorageFailureTests {
  let fixture = Fixture()

  private func open() throws -> (Ledger, FailingStorage) {
    try fixture.create()
    let storage = FailingStorage(fixture.vault)
    let ledger = try Ledger.open(
      storage, states: fixture.state, factors: Fixture.factors(), writer: Fixture.writer,
      domain: Fixture.domain)
    return (ledger, storage)
  }

  @Test func aFailedAppendLeavesTheLedgerAsItWas() throws {
    let (ledger, storage) = try open()
    storage.failure = .nothingWritten
    #expect(throws: TransactionFailure<Never>.self) { try ledger.write(Fixture.draft(1)) }
    #expect(ledger.nextSequence == 2)
    try ledger.write(Fixture.draft(2))
    #expect(try fixture.open().everything() == [0, 2])
  }

  @Test func afterAConflictItDecidesAgain() throws {
    let (ledger, storage) = try open()
    storage.failure = .conflict
    try ledger.write(Fixture.draft(1))
    #expect(try fixture.open().everything() == [0, 1])
  }

  @Test(arguments: [true, false])
  func anUnknownOutcomeIsCopiedForward(_ written: Bool) throws {
    let (ledger, storage) = try open()
    storage.failure = .unknown(written: written)
    #expect(throws: TransactionFailure<Never>.self) { try ledger.write(Fixture.draft(1)) }
    try ledger.write(Fixture.draft(1))
    let opened = try fixture.open()
    #expect(opened.generation == 2)
    #expect(try opened.everything().filter { $0 == 1 }.count == 1)
    #expect(!storage.mustBeReplaced)
    try ledger.write(Fixture.draft(2))
    #expect(ledger.generation == 2)
    #expect(try opened.catchUp(reset: {}, apply: { _ in }) == .advanced)
  }
}
