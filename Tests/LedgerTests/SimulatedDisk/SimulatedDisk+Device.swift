import Ledger
import Platform
import Synchronization

extension SimulatedDisk {
  func resolve(_ path: String) -> String { path }
  func isSuitable(_ path: String) -> Bool { true }
  func pause(milliseconds: Int) {}

  func makeDirectories(_ path: String) {
    contents.withLock { _ = $0.state.directories.insert(path) }
  }

  func status(of path: String) throws(SystemError) -> DeviceFileStatus {
    try contents.withLock { (contents) throws(SystemError) in
      if let error = contents.call(.status, path) { throw error }
      return contents.status(of: try contents.inode(of: path))
    }
  }

  func open(_ path: String, _ access: DeviceAccess) throws(SystemError) -> any DeviceFile {
    try contents.withLock { (contents) throws(SystemError) in
      if let error = contents.call(.open, path) { throw error }
      contents.nextHandle += 1
      if case .create = access { try contents.create(path) }
      return SimulatedFile(
        on: self, inode: try contents.inode(of: path), handle: contents.nextHandle)
    }
  }

  func rename(_ path: String, to target: String, replacing: Bool) throws(SystemError) {
    try contents.withLock { (contents) throws(SystemError) in
      if let error = contents.call(.rename, target) { throw error }
      let inode = try contents.inode(of: path)
      guard replacing || contents.state.names.current[target] == nil else { throw .taken(target) }
      contents.state.names.change([path: nil, target: inode], in: directory(of: target))
      contents.changed(by: .rename)
    }
  }

  func remove(_ path: String) throws(SystemError) {
    try contents.withLock { (contents) throws(SystemError) in
      if let error = contents.call(.remove, path) { throw error }
      _ = try contents.inode(of: path)
      contents.state.names.change([path: nil], in: directory(of: path))
      contents.changed(by: .remove)
    }
  }

  func entries(of directory: String) throws(SystemError) -> [String] {
    try contents.withLock { (contents) throws(SystemError) in
      if let error = contents.call(.list, directory) { throw error }
      return contents.state.names.current.keys.compactMap {
        $0.hasPrefix(directory + "/") ? String($0.dropFirst(directory.count + 1)) : nil
      }
    }
  }

  func syncDirectory(_ path: String) throws(SystemError) {
    try contents.withLock { (contents) throws(SystemError) in
      if let error = contents.call(.syncDirectory, path) {
        if !contents.defects.contains(.hidesFailedSync) { throw error }
      } else if !contents.defects.contains(.ignoresDirectorySync) {
        contents.state.names.sync(path)
        contents.changed(by: .syncDirectory)
      }
    }
  }
}

extension SimulatedDisk.Contents {
  func status(of inode: Int) -> DeviceFileStatus {
    DeviceFileStatus(
      identity: .init(device: 1, inode: UInt64(inode)),
      size: state.files[inode]?.current.count ?? 0, mode: 0o600, owner: .init(user: 0, group: 0),
      isRegular: true)
  }

  fileprivate mutating func create(_ path: String) throws(SystemError) {
    guard state.names.current[path] == nil else { throw .taken(path) }
    state.files[state.nextInode] = DiskFile()
    state.names.change([path: state.nextInode], in: directory(of: path))
    state.nextInode += 1
    changed(by: .open)
  }
}

func directory(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
