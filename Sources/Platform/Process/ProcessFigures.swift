internal import CLinux

/// How much this process uses, to be asked again and again. What that takes is opened once, so that
/// it can still be asked when no file of /proc may be opened any more.
package struct ProcessFigures: ~Copyable, Sendable {
  private let status: OwnedFile
  private let descriptors: Directory

  package init() throws(SystemError) {
    let status = try OwnedFile.open("/proc/self/status", .read)
    self.init(status: status, descriptors: try Directory.open("/proc/self/fd"))
  }

  private init(status: consuming OwnedFile, descriptors: consuming Directory) {
    self.status = status
    self.descriptors = descriptors
  }

  package borrowing func memory() throws(SystemError) -> MemoryStatus {
    let table = try status.read(at: 0, count: 16 << 10)
    return MemoryStatus(parsing: String(decoding: table, as: UTF8.self))
  }

  /// The number of open descriptors, those of this value included.
  package borrowing func openDescriptors() throws(SystemError) -> Int {
    let handle = descriptors.descriptor
    return try systemCall("getdents64") { linux_count_entries(handle) } - 2
  }
}
