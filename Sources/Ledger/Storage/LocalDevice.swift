package import Platform

/// The file systems of this machine.
package struct LocalDevice: StorageDevice {
  package init() {}

  package func resolve(_ path: String) throws(SystemError) -> String {
    if let resolved = try? FileSystem.realPath(path) { return resolved }
    let (directory, name) = FileSystem.split(path)
    let resolved = try FileSystem.realPath(directory)
    return resolved == "/" ? "/\(name)" : "\(resolved)/\(name)"
  }

  package func status(of path: String) throws(SystemError) -> DeviceFileStatus {
    DeviceFileStatus(try FileSystem.linkStatus(path))
  }

  package func open(_ path: String, _ access: DeviceAccess) throws(SystemError) -> any DeviceFile {
    let access: Access =
      switch access {
      case .read: .read
      case .readWrite: .readWrite
      case .create: .create(mode: 0o600, exclusive: true)
      }
    // A FIFO at the path must be found out, not waited for.
    return LocalFile(
      try OwnedFile.open(path, access, followingSymlinks: false, waiting: false))
  }

  package func rename(
    _ path: String, to target: String, replacing: Bool
  ) throws(SystemError) {
    let (directory, name) = FileSystem.split(path)
    let newName = FileSystem.split(target).name
    try Directory.open(directory).rename(name, to: newName, replacing: replacing)
  }

  package func remove(_ path: String) throws(SystemError) {
    let (directory, name) = FileSystem.split(path)
    try Directory.open(directory).unlink(name)
  }

  package func entries(of directory: String) throws(SystemError) -> [String] {
    try Directory.open(directory).entries()
  }

  package func makeDirectories(_ path: String) throws(SystemError) {
    try FileSystem.makeDirectories(path, mode: 0o700)
  }

  package func syncDirectory(_ path: String) throws(SystemError) {
    try Directory.open(path).sync()
  }

  package func isSuitable(_ path: String) throws(SystemError) -> Bool {
    let directory = FileSystem.split(path).directory
    return try Directory.open(directory).fileSystemKind() != .network
  }

  package func pause(milliseconds: Int) { Clock.pause(milliseconds: milliseconds) }
}

private final class LocalFile: DeviceFile {
  private let file: OwnedFile

  init(_ file: consuming OwnedFile) { self.file = file }

  func status() throws(SystemError) -> DeviceFileStatus { DeviceFileStatus(try file.status()) }

  func read(at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
    try file.read(at: offset, count: count)
  }

  func write(_ bytes: [UInt8], at offset: Int) throws(SystemError) {
    try file.write(bytes, at: offset)
  }

  func truncate(to length: Int) throws(SystemError) { try file.truncate(to: length) }

  func setOwner(_ owner: DeviceFileStatus.Owner) throws(SystemError) {
    try file.setOwner(owner.user, group: owner.group)
  }

  func sync() throws(SystemError) { try file.sync() }
  func tryLock() throws(SystemError) -> Bool { try file.lock(exclusive: true, wait: false) }
  func unlock() { try? file.unlock() }
}

extension DeviceFileStatus {
  fileprivate init(_ status: FileStatus) {
    self.init(
      identity: Identity(device: status.device, inode: status.inode), size: status.size,
      mode: status.mode, owner: Owner(user: status.owner, group: status.group),
      isRegular: status.kind == .regular)
  }
}
