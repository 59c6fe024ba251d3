import Ledger
import Platform
import Synchronization

/// An open file of a simulated disk.
final class SimulatedFile: DeviceFile {
  private let disk: SimulatedDisk
  private let inode: Int
  private let handle: Int

  init(on disk: SimulatedDisk, inode: Int, handle: Int) {
    self.disk = disk
    self.inode = inode
    self.handle = handle
  }

  deinit { unlock() }

  func status() throws(SystemError) -> DeviceFileStatus {
    try call(.status) { contents in contents.status(of: inode) }
  }

  func read(at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
    try call(.read) { contents in
      guard let bytes = contents.state.files[inode]?.current, offset < bytes.count else {
        return []
      }
      return Array(bytes[offset..<min(offset + count, bytes.count)])
    }
  }

  func write(_ bytes: [UInt8], at offset: Int) throws(SystemError) {
    try disk.contents.withLock { (contents) throws(SystemError) in
      let error = contents.call(.write)
      let share = error == nil ? 1 : contents.fault?.writtenShare ?? 0
      let written = bytes.prefix(Int(Double(bytes.count) * share))
      contents.state.files[inode]?.write(written, at: offset)
      contents.changed(by: .write)
      if let error { throw error }
    }
  }

  func truncate(to length: Int) throws(SystemError) {
    try call(.truncate) { contents in
      contents.state.files[inode]?.truncate(to: length)
      contents.changed(by: .truncate)
    }
  }

  func setOwner(_ owner: DeviceFileStatus.Owner) {}

  func sync() throws(SystemError) {
    try disk.contents.withLock { (contents) throws(SystemError) in
      if let error = contents.call(.sync) {
        contents.state.files[inode]?.failToSync()
        contents.changed(by: .sync)
        if !contents.defects.contains(.hidesFailedSync) { throw error }
      } else if !contents.defects.contains(.ignoresSync) {
        contents.state.files[inode]?.sync()
        contents.changed(by: .sync)
      }
    }
  }

  func tryLock() throws(SystemError) -> Bool {
    try call(.lock) { contents in
      let holder = contents.locks[inode]
      guard holder == nil || holder == handle || contents.defects.contains(.sharesLocks) else {
        return false
      }
      contents.locks[inode] = handle
      return true
    }
  }

  func unlock() {
    disk.contents.withLock { contents in
      if contents.locks[inode] == handle { contents.locks[inode] = nil }
    }
  }

  private func call<R>(
    _ operation: DiskOperation, _ body: (inout SimulatedDisk.Contents) -> R
  ) throws(SystemError) -> R {
    let (result, error) = disk.contents.withLock { contents -> (R?, SystemError?) in
      if let error = contents.call(operation) { return (nil, error) }
      return (body(&contents), nil)
    }
    guard let result else { throw error ?? .missing("") }
    return result
  }
}
