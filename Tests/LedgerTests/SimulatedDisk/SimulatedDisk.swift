import Ledger
import Platform
import Synchronization

/// A disk that forgets what was not synced. Storages that share one are processes of one machine.
///
/// `history` holds the disk after each call that changes it, so that a test can let the power fail
/// at any of them once the workload is done, and knows what had been acknowledged by then.
final class SimulatedDisk: StorageDevice {
  struct Moment {
    var state: DiskState
    var acknowledged: Int
    var operation: DiskOperation
  }

  struct Contents {
    var state: DiskState
    var locks: [Int: Int] = [:]
    var nextHandle = 0
    var calls: [DiskOperation: Int] = [:]
    var fault: DiskFault?
    var acknowledged = 0
    var recordsHistory = false
    var history: [Moment] = []
    var defects: Set<Defect> = []
  }

  /// Ways in which a disk, or a program that uses it, may be wrong: positive controls of the
  /// suites.
  enum Defect: Sendable {
    /// fsync of a file does nothing.
    case ignoresSync
    /// fsync of a directory does nothing.
    case ignoresDirectorySync
    /// An fsync that failed is reported as done.
    case hidesFailedSync
    /// Two open files may hold the lock of one inode.
    case sharesLocks
  }

  let contents: Mutex<Contents>

  init(_ state: DiskState = DiskState(), defects: Set<Defect> = []) {
    var contents = Contents(state: state)
    contents.defects = defects
    self.contents = Mutex(contents)
  }

  /// The disk after a power failure: nothing is in doubt any more.
  convenience init(after tree: [String: [UInt8]], directories: Set<String>) {
    self.init(DiskState(files: tree, directories: directories))
  }

  /// Which transaction a client was last told to be durable, for `history`.
  func acknowledge(_ transaction: Int) {
    contents.withLock { $0.acknowledged = transaction }
  }

  var acknowledged: Int { contents.withLock { $0.acknowledged } }
  var state: DiskState { contents.withLock { $0.state } }
  var callsByOperation: [DiskOperation: Int] { contents.withLock { $0.calls } }
  var calls: Int { callsByOperation.values.reduce(0, +) }

  var fault: DiskFault? {
    get { contents.withLock { $0.fault } }
    set { contents.withLock { $0.fault = newValue } }
  }

  func recordHistory() { contents.withLock { $0.recordsHistory = true } }
  var history: [Moment] { contents.withLock { $0.history } }
}

extension SimulatedDisk.Contents {
  /// Counts a call and decides whether it fails.
  mutating func call(_ operation: DiskOperation, _ path: String? = nil) -> SystemError? {
    calls[operation, default: 0] += 1
    guard let errno = fault?.errno, fault?.hits(operation) == true else { return nil }
    return SystemError(errno: errno, operation: "\(operation)", path: path)
  }

  mutating func changed(by operation: DiskOperation) {
    guard recordsHistory else { return }
    history.append(.init(state: state, acknowledged: acknowledged, operation: operation))
  }

  func inode(of path: String) throws(SystemError) -> Int {
    guard let inode = state.names.current[path] else { throw .missing(path) }
    return inode
  }
}

extension SystemError {
  static func missing(_ path: String) -> SystemError {
    SystemError(errno: 2, operation: "openat", path: path)
  }

  static func taken(_ path: String) -> SystemError {
    SystemError(errno: 17, operation: "openat", path: path)
  }
}
