import Ledger
import Platform
import Synchronization

/// The local file systems, where the test counts how often the vault is waited for, and may let it
/// take long or fail.
final class CountingDevice: StorageDevice {
  struct Counts {
    var syncs = 0
    var failsNext = false
    /// Milliseconds that each sync takes besides.
    var delay = 0
  }

  let counts = Mutex(Counts())
  private let device = LocalDevice()

  func resolve(_ path: String) throws(SystemError) -> String { try device.resolve(path) }
  func status(of path: String) throws(SystemError) -> DeviceFileStatus {
    try device.status(of: path)
  }
  func open(_ path: String, _ access: DeviceAccess) throws(SystemError) -> any DeviceFile {
    CountingFile(try device.open(path, access), self)
  }
  func rename(_ path: String, to target: String, replacing: Bool) throws(SystemError) {
    try device.rename(path, to: target, replacing: replacing)
  }
  func remove(_ path: String) throws(SystemError) { try device.remove(path) }
  func entries(of directory: String) throws(SystemError) -> [String] {
    try device.entries(of: directory)
  }
  func makeDirectories(_ path: String) throws(SystemError) { try device.makeDirectories(path) }
  func syncDirectory(_ path: String) throws(SystemError) { try device.syncDirectory(path) }
  func isSuitable(_ path: String) throws(SystemError) -> Bool { true }
  func pause(milliseconds: Int) { device.pause(milliseconds: milliseconds) }

  fileprivate func sync(_ file: any DeviceFile) throws(SystemError) {
    let (fails, delay) = counts.withLock { counts in
      counts.syncs += 1
      defer { counts.failsNext = false }
      return (counts.failsNext, counts.delay)
    }
    if delay > 0 { Clock.pause(milliseconds: delay) }
    if fails { throw SystemError(errno: 5, operation: "fsync") }
    try file.sync()
  }
}

private final class CountingFile: DeviceFile {
  private let file: any DeviceFile
  private let device: CountingDevice

  init(_ file: any DeviceFile, _ device: CountingDevice) {
    self.file = file
    self.device = device
  }

  func status() throws(SystemError) -> DeviceFileStatus { try file.status() }
  func read(at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
    try file.read(at: offset, count: count)
  }
  func write(_ bytes: [UInt8], at offset: Int) throws(SystemError) {
    try file.write(bytes, at: offset)
  }
  func truncate(to length: Int) throws(SystemError) { try file.truncate(to: length) }
  func setOwner(_ owner: DeviceFileStatus.Owner) throws(SystemError) { try file.setOwner(owner) }
  func sync() throws(SystemError) { try device.sync(file) }
  func tryLock() throws(SystemError) -> Bool { try file.tryLock() }
  func unlock() { file.unlock() }
}
