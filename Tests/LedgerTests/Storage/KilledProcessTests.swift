import Foundation
import Ledger
import Platform
import Synchronization
import TestSupport
import Testing

/// A process of its own that is killed before one of its system calls, on the file system of this
/// machine.
struct KilledProcessTests {
  private static let start = [UInt8](repeating: 9, count: 700)

  private static func work(_ path: String, before: @escaping @Sendable (Int) -> Void) throws {
    let calls = CallCounter(before)
    let storage = try FileStorage(
      opening: path, on: WatchedDevice(base: LocalDevice()) { _ in calls.next() })
    try storage.appendLocked([[1], [2]])
    try storage.lock()
    let new = try storage.replacement()
    try new.write(start + [1, 2])
    try new.write([3])
    try new.commit()
    try storage.append([[4]], expecting: position(start.count + 3))
    storage.unlock()
  }

  @Test func leavesAPrefixOfItsWorkAndNoLock() async throws {
    let directory = try TemporaryDirectory()
    let whole = directory.path("whole")
    let count = Mutex(0)
    _ = try createFile(Self.start, at: whole, on: LocalDevice())
    try Self.work(whole) { call in count.withLock { $0 = call + 1 } }
    for call in 0..<count.withLock(\.self) {
      let path = directory.path("vault-\(call)")
      _ = try createFile(Self.start, at: path, on: LocalDevice())
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [path = path as String, call = call as Int] in
        try Self.work(path) { if $0 == call { kill(getpid(), SIGKILL) } }
      }
      let storage = try FileStorage(opening: path, patience: 0)
      let bytes = try storage.read(at: 0, count: 1 << 20)
      #expect(bytes.starts(with: Self.start))
      #expect([1, 2, 3, 4].starts(with: bytes.dropFirst(Self.start.count)))
      try storage.appendLocked([[5]])
    }
  }

  @Test func takesBackWhatExceedsTheLimitOfAFile() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("vault")
    _ = try createFile(Self.start, at: path, on: LocalDevice())
    await #expect(processExitsWith: .success) { [path = path as String] in
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 1000, rlim_max: 1000)
      try #require(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      let storage = try FileStorage(opening: path)
      let error = #expect(throws: StorageError.self) {
        try storage.appendLocked([[UInt8](repeating: 2, count: 600)])
      }
      guard case .failed(let cause) = error, cause.name == "EFBIG" else { throw Unexpected(error) }
      try storage.appendLocked([[3]])
    }
    #expect(try FileStorage(opening: path).read(at: 0, count: 2000) == Self.start + [3])
  }
}

/// Numbers system calls from 0.
private final class CallCounter: Sendable {
  private let count = Mutex(0)
  private let before: @Sendable (Int) -> Void

  init(_ before: @escaping @Sendable (Int) -> Void) { self.before = before }

  func next() {
    let call = count.withLock { count in
      defer { count += 1 }
      return count
    }
    before(call)
  }
}
