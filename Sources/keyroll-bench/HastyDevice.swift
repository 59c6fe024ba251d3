import Ledger
import Platform

/// The local file systems without waiting for the medium: for what is made only to be measured.
struct HastyDevice: StorageDevice {
  private let device = LocalDevice()

  func resolve(_ path: String) throws(SystemError) -> String { try device.resolve(path) }
  func status(of path: String) throws(SystemError) -> DeviceFileStatus {
    try device.status(of: path)
  }
  func open(_ path: String, _ access: DeviceAccess) throws(SystemError) -> any DeviceFile {
    HastyFile(try device.open(path, access))
  }
  func rename(_ path: String, to target: String, replacing: Bool) throws(SystemError) {
    try device.rename(path, to: target, replacing: replacing)
  }
  func remove(_ path: String) throws(SystemError) { try device.remove(path) }
  func entries(of directory: String) throws(SystemError) -> [String] {
    try device.entries(of: directory)
  }
  func makeDirectories(_ path: String) throws(SystemError) { try device.makeDirectories(path) }
  func syncDirectory(_ path: String) throws(SystemError) {}
  func isSuitable(_ path: String) throws(SystemError) -> Bool { true }
  func pause(milliseconds: Int) { device.pause(milliseconds: milliseconds) }
}

private final class HastyFile: DeviceFile {
  private let file: any DeviceFile

  init(_ file: any DeviceFile) { self.file = file }

  func status() throws(SystemError) -> DeviceFileStatus { try file.status() }
  func read(at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
    try file.read(at: offset, count: count)
  }
  func write(_ bytes: [UInt8], at offset: Int) throws(SystemError) {
    try file.write(bytes, at: offset)
  }
  func truncate(to length: Int) throws(SystemError) { try file.truncate(to: length) }
  func setOwner(_ owner: DeviceFileStatus.Owner) throws(SystemError) { try file.setOwner(owner) }
  func sync() throws(SystemError) {}
  func tryLock() throws(SystemError) -> Bool { try file.tryLock() }
  func unlock() { file.unlock() }
}
