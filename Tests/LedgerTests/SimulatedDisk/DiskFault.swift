/// System calls of a simulated disk.
enum DiskOperation: CaseIterable, Sendable {
  case status, open, read, write, truncate, sync, lock, rename, remove, list, syncDirectory
}

/// A system call that is to fail.
struct DiskFault: Sendable {
  /// How many calls still succeed, of those that count.
  var calls: Int
  /// Which calls count; nil means all.
  var operation: DiskOperation?
  var errno: Int32
  /// Whether later calls of the kind that failed fail as well.
  var isPersistent = false
  /// Of a write that fails, how much of it is done.
  var writtenShare = 0.5

  init(
    after calls: Int, of operation: DiskOperation? = nil, errno: Int32, isPersistent: Bool = false
  ) {
    self.calls = calls
    self.operation = operation
    self.errno = errno
    self.isPersistent = isPersistent
  }

  /// Whether a call fails, once it is counted.
  mutating func hits(_ operation: DiskOperation) -> Bool {
    guard self.operation == nil || self.operation == operation else { return false }
    calls -= 1
    guard calls < 0 else { return false }
    if isPersistent { self.operation = operation }
    return calls == -1 || isPersistent
  }

  static let inputOutputError: Int32 = 5
  static let noSpace: Int32 = 28
  static let readOnly: Int32 = 30
}
