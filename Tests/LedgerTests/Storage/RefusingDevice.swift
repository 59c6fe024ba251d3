import Ledger
import Platform

/// A simulated disk that is mounted for reading only, or on another machine.
struct RefusingDevice: StorageDevice {
  static let refusal = SystemError(
    errno: DiskFault.readOnly, operation: "openat", path: "/d/vault")

  let disk = SimulatedDisk()
  var isSuitable = true

  func isSuitable(_ path: String) -> Bool { isSuitable }

  func open(_ path: String, _ access: DeviceAccess) throws(SystemError) -> any DeviceFile {
    guard case .read = access else { throw Self.refusal }
    return try disk.open(path, access)
  }

  func resolve(_ path: String) -> String { path }
  func status(of path: String) throws(SystemError) -> DeviceFileStatus {
    try disk.status(of: path)
  }
  func rename(_ path: String, to target: String, replacing: Bool) throws(SystemError) {
    throw Self.refusal
  }
  func remove(_ path: String) throws(SystemError) { throw Self.refusal }
  func entries(of directory: String) throws(SystemError) -> [String] {
    try disk.entries(of: directory)
  }
  func makeDirectories(_ path: String) throws(SystemError) { throw Self.refusal }
  func syncDirectory(_ path: String) throws(SystemError) { throw Self.refusal }
  func pause(milliseconds: Int) {}
}
