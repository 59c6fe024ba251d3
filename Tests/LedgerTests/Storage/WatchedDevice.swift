import Ledger
import Platform

/// Another device, with something that happens before each of its system calls: an error, a signal,
/// another process that gets its turn.
struct WatchedDevice: StorageDevice {
  let base: any StorageDevice
  let before: @Sendable (DiskOperation) throws(SystemError) -> Void

  func resolve(_ path: String) throws(SystemError) -> String { try base.resolve(path) }
  func isSuitable(_ path: String) throws(SystemError) -> Bool { try base.isSuitable(path) }
  func pause(milliseconds: Int) { base.pause(milliseconds: milliseconds) }
  func makeDirectories(_ path: String) throws(SystemError) { try base.makeDirectories(path) }

  func status(of path: String) throws(SystemError) -> DeviceFileStatus {
    try before(.status)
    return try base.status(of: path)
  }

  func open(_ path: String, _ access: DeviceAccess) throws(SystemError) -> any DeviceFile {
    try before(.open)
    return WatchedFile(base: try base.open(path, access), before: before)
  }

  func rename(_ path: String, to target: String, replacing: Bool) throws(SystemError) {
    try before(.rename)
    try base.rename(path, to: target, replacing: replacing)
  }

  func remove(_ path: String) throws(SystemError) {
    try before(.remove)
    try base.remove(path)
  }

  func entries(of directory: String) throws(SystemError) -> [String] {
    try before(.list)
    return try base.entries(of: directory)
  }

  func syncDirectory(_ path: String) throws(SystemError) {
    try before(.syncDirectory)
    try base.syncDirectory(path)
  }
}

private final class WatchedFile: DeviceFile {
  private let base: any DeviceFile
  private let before: @Sendable (DiskOperation) throws(SystemError) -> Void

  init(
    base: any DeviceFile, before: @escaping @Sendable (DiskOperation) throws(SystemError) -> Void
  ) {
    self.base = base
    self.before = before
  }

  func status() throws(SystemError) -> DeviceFileStatus {
    try before(.status)
    return try base.status()
  }

  func read(at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
    try before(.read)
    return try base.read(at: offset, count: count)
  }

  func write(_ bytes: [UInt8], at offset: Int) throws(SystemError) {
    try before(.write)
    try base.write(bytes, at: offset)
  }

  func truncate(to length: Int) throws(SystemError) {
    try before(.truncate)
    try base.truncate(to: length)
  }

  func setOwner(_ owner: DeviceFileStatus.Owner) throws(SystemError) { try base.setOwner(owner) }

  func sync() throws(SystemError) {
    try before(.sync)
    try base.sync()
  }

  func tryLock() throws(SystemError) -> Bool {
    try before(.lock)
    return try base.tryLock()
  }

  func unlock() { base.unlock() }
}
