internal import CLinux
internal import Glibc
import SecretMemory

/// The programs that run on this machine, one after the other, each with the environment that it
/// was started with. Environments may hold the secrets of others: they are read into one guarded
/// block, which the next one overwrites and the end of the table wipes.
///
/// This process, kernel threads and processes that have ended are left out. What a process changes
/// in its environment later is not seen.
package struct ProcessTable: ~Copyable {
  /// How many processes there were.
  package struct Count: Equatable, Sendable {
    /// Environments that were read.
    package var read = 0

    /// Environments that this user may not read.
    package var denied = 0

    /// Environments larger than any that is read.
    package var oversized = 0

    package init(read: Int = 0, denied: Int = 0, oversized: Int = 0) {
      self.read = read
      self.denied = denied
      self.oversized = oversized
    }
  }

  /// A process can enlarge its environment at will, and memory that is locked is scarce.
  package static let longestEnvironment = 2 << 20

  package private(set) var count = Count()

  private let root: Directory
  private var identifiers: [Int32]
  private var environment: SecretBytes
  private var length = 0

  private init(root: consuming Directory, identifiers: [Int32]) throws(SystemError) {
    self.root = root
    self.identifiers = identifiers
    environment = try guardedBlock(count: 32 << 10)
  }

  /// The processes that there are now, by ascending identifier. `root` is where proc(5) is mounted.
  package static func open(_ root: String = "/proc") throws(SystemError) -> ProcessTable {
    let directory = try Directory.open(root)
    let all = try directory.entries().compactMap { Int32($0) }
    let others = all.filter { $0 > 0 && $0 != CurrentProcess.identifier }
    return try ProcessTable(root: directory, identifiers: others.sorted(by: >))
  }

  /// The next process whose environment could be read; nil when there are no more. Processes that
  /// end meanwhile count as if they had never been there.
  package mutating func next() throws(SystemError) -> RunningProcess? {
    while let identifier = identifiers.popLast() {
      do throws(SystemError) {
        guard let process = try read(identifier) else { continue }
        count.read += 1
        return process
      } catch {
        switch error.errno {
        case ENOENT, ESRCH: continue
        case EACCES, EPERM: count.denied += 1
        case EFBIG: count.oversized += 1
        default: throw error
        }
      }
    }
    return nil
  }

  /// Lends the environment of the process that `next` returned last: entries such as `NAME=value`,
  /// each ended by a zero byte.
  package borrowing func withEnvironment<R: ~Copyable, E: Error>(
    _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    let used = 0..<length
    return try environment.withSpan { (all) throws(E) in try body(all.extracting(used)) }
  }

  /// The processes that have led to this one: the shell in which it was typed, and what started that.
  package borrowing func ancestors() -> Set<Int32> {
    var found: Set<Int32> = []
    var next = CurrentProcess.identifier
    while let line = try? root.openDirectory(String(next)).statusLine(),
      line.parent > 0, found.insert(line.parent).inserted
    {
      next = line.parent
    }
    return found
  }

  /// Everything is looked up in one directory held open: another process that gets the same
  /// identifier meanwhile has another one.
  private mutating func read(_ identifier: Int32) throws(SystemError) -> RunningProcess? {
    let directory = try root.openDirectory(String(identifier))
    guard let line = try directory.statusLine(), line.isProgram else { return nil }
    let table = try directory.openFile("status", .read).readAll(limit: 64 << 10)
    guard let user = Self.effectiveUser(String(decoding: table, as: UTF8.self)) else { return nil }
    try readEnvironment(try directory.openFile("environ", .read))
    // A process that loses its program in between has no environment any more either.
    guard length > 0 else { return nil }
    return RunningProcess(
      identifier: identifier, command: line.command, program: try? directory.programName(),
      user: user, age: max(0, Clock.boot() - line.startedAfterBoot))
  }

  private mutating func readEnvironment(_ file: borrowing OwnedFile) throws(SystemError) {
    length = 0
    while true {
      let got = try readSecretBlock(from: file.descriptor, into: &environment, at: length)
      guard got > 0 else { return }
      length += got
      guard length <= Self.longestEnvironment else {
        length = 0
        throw SystemError(errno: EFBIG, operation: "read")
      }
      if length == environment.count {
        environment = try grown(
          environment, to: min(length * 2, Self.longestEnvironment + 1))
      }
    }
  }

  /// From the line with the real, effective, saved and file system user.
  private static func effectiveUser(_ table: String) -> UInt32? {
    let line = table.split(separator: "\n").first { $0.hasPrefix("Uid:") }
    let words = line?.split(whereSeparator: { $0 == " " || $0 == "\t" }) ?? []
    return words.count > 2 ? UInt32(words[2]) : nil
  }
}

extension Directory {
  fileprivate borrowing func statusLine() throws(SystemError) -> ProcessStatusLine? {
    ProcessStatusLine(try openFile("stat", .read).readAll(limit: 64 << 10))
  }

  /// The last component of what `exe` leads to, also when that file has been replaced meanwhile.
  fileprivate borrowing func programName() throws(SystemError) -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let handle = descriptor
    let length = try systemCall("readlinkat", path: "exe") {
      unsafe buffer.withUnsafeMutableBufferPointer {
        unsafe linux_readlinkat(handle, "exe", $0.baseAddress, $0.count)
      }
    }
    let path = String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let deleted = " (deleted)"
    return FileSystem.split(
      path.hasSuffix(deleted) ? String(path.dropLast(deleted.count)) : path
    ).name
  }
}
