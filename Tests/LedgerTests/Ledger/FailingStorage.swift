import Ledger
import Platform

/// A storage whose next append fails in a given way.
final class FailingStorage: LedgerStorage {
  enum Failure: Sendable { case nothingWritten, unknown(written: Bool), conflict }

  let inner: MemoryStorage
  var failure: Failure?
  /// Appends that succeed before the one that fails.
  var patience = 0
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
  func lock(waiting: Bool) throws(StorageError) -> Bool { try inner.lock(waiting: waiting) }
  func unlock() { inner.unlock() }
  func cutBack(to length: Int) throws(StorageError) { inner.cutBack(to: length) }

  func append(_ frames: [[UInt8]], expecting position: LedgerPosition) throws(StorageError) {
    guard failure == nil || patience == 0 else {
      patience -= 1
      return try inner.append(frames, expecting: position)
    }
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
