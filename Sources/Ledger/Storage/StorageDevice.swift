package import Platform

/// What a storage asks about a file.
package struct DeviceFileStatus: Equatable, Sendable {
  /// Device and inode: two names with the same identity are one file.
  package struct Identity: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64

    package init(device: UInt64, inode: UInt64) {
      self.device = device
      self.inode = inode
    }
  }

  package struct Owner: Equatable, Sendable {
    let user: UInt32
    let group: UInt32

    package init(user: UInt32, group: UInt32) {
      self.user = user
      self.group = group
    }
  }

  package var identity: Identity
  package var size: Int
  /// Permission bits.
  package var mode: UInt32
  package var owner: Owner
  package var isRegular: Bool

  package init(identity: Identity, size: Int, mode: UInt32, owner: Owner, isRegular: Bool) {
    self.identity = identity
    self.size = size
    self.mode = mode
    self.owner = owner
    self.isRegular = isRegular
  }
}

package enum DeviceAccess: Sendable {
  case read
  case readWrite
  /// A new file, mode 0600; fails when the name is taken.
  case create
}

/// The file operations that vaults and state files are made durable with, one system call each.
///
/// `FileStorage` decides their order and nothing below it does, so that the order itself can be
/// tested on a device that loses whatever was not synced.
package protocol StorageDevice: Sendable {
  /// The path without symbolic links; of a missing file, that of its directory resolved.
  func resolve(_ path: String) throws(SystemError) -> String
  func status(of path: String) throws(SystemError) -> DeviceFileStatus
  func open(_ path: String, _ access: DeviceAccess) throws(SystemError) -> any DeviceFile
  /// Atomic. Unless `replacing`, a taken `target` is an error (EEXIST).
  func rename(_ path: String, to target: String, replacing: Bool) throws(SystemError)
  func remove(_ path: String) throws(SystemError)
  /// The names in a directory, in any order.
  func entries(of directory: String) throws(SystemError) -> [String]
  /// Makes a directory, mode 0700, and those above it; one that exists is as good.
  func makeDirectories(_ path: String) throws(SystemError)
  /// Waits until names in the directory are on the medium as they are now.
  func syncDirectory(_ path: String) throws(SystemError)
  /// Whether flock and fsync are known to work between all processes that can see the file.
  func isSuitable(_ path: String) throws(SystemError) -> Bool
  /// Lets other processes run.
  func pause(milliseconds: Int)
}

/// An open file of a device. Closed when it is let go.
package protocol DeviceFile: AnyObject {
  func status() throws(SystemError) -> DeviceFileStatus
  /// Fewer than `count` bytes when the file ends before.
  func read(at offset: Int, count: Int) throws(SystemError) -> [UInt8]
  /// All of `bytes`, or an error with any part of them written.
  func write(_ bytes: [UInt8], at offset: Int) throws(SystemError)
  func truncate(to length: Int) throws(SystemError)
  func setOwner(_ owner: DeviceFileStatus.Owner) throws(SystemError)
  /// Waits until content and length are on the medium. Not the name.
  func sync() throws(SystemError)
  /// Takes the exclusive lock of the inode unless another open file holds it.
  func tryLock() throws(SystemError) -> Bool
  func unlock()
}
