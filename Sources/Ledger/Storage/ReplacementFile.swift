import Cryptography
package import Platform

/// A new file that takes a name when it is complete. Every durable replacement of a file goes
/// through these steps, in this order:
///
/// 1. a file with a random name in the same directory, mode 0600, and the owner of its predecessor;
/// 2. `write`, as often as needed;
/// 3. `sync`: content before name, so that the name never leads to half a file;
/// 4. whatever must hold before others can open it, such as a lock;
/// 5. `rename`;
/// 6. `syncDirectory`: only now the name survives a crash.
final class ReplacementFile {
  let file: any DeviceFile
  private let device: any StorageDevice
  private let path: StoragePath
  private let temporary: String
  private var length = 0
  private var isPending = true

  init(
    of path: StoragePath, on device: any StorageDevice, owner: DeviceFileStatus.Owner? = nil
  ) throws(SystemError) {
    self.device = device
    self.path = path
    temporary = path.temporary(RandomBytes.bytes(16))
    file = try device.open(temporary, .create)
    guard let owner else { return }
    do throws(SystemError) {
      if try file.status().owner != owner { try file.setOwner(owner) }
    } catch {
      discard()
      throw error
    }
  }

  deinit { discard() }

  func write(_ bytes: [UInt8]) throws(SystemError) {
    try file.write(bytes, at: length)
    length += bytes.count
  }

  func sync() throws(SystemError) { try file.sync() }

  func rename(replacing: Bool) throws(SystemError) {
    try device.rename(temporary, to: path.full, replacing: replacing)
    isPending = false
  }

  func syncDirectory() throws(SystemError) { try device.syncDirectory(path.directory) }

  /// Removes the file unless it has its name already.
  func discard() {
    guard isPending else { return }
    isPending = false
    try? device.remove(temporary)
  }
}

/// A path, and the names of files that are to replace it.
struct StoragePath {
  let full: String
  let directory: String
  let name: Substring

  init(_ path: String) {
    full = path
    guard let slash = path.lastIndex(of: "/") else {
      directory = "."
      name = path[...]
      return
    }
    directory = slash == path.startIndex ? "/" : String(path[..<slash])
    name = path[path.index(after: slash)...]
  }

  /// What the names of unfinished replacements begin with.
  var temporaryPrefix: String { ".\(name).new-" }

  func temporary(_ random: [UInt8]) -> String {
    "\(directory)/\(temporaryPrefix)\(random.map(hexadecimal).joined())"
  }

  private func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return byte < 16 ? "0" + digits : digits
  }
}

extension StorageDevice {
  /// Durably gives `path` the content `bytes`, or leaves what was there.
  package func replaceContents(of path: String, with bytes: [UInt8]) throws(SystemError) {
    let new = try ReplacementFile(of: StoragePath(path), on: self)
    try new.write(bytes)
    try new.sync()
    try new.rename(replacing: true)
    try new.syncDirectory()
  }

  /// Durably makes a file at `path`; fails when there is one (EEXIST).
  package func createContents(of path: String, with bytes: [UInt8]) throws(SystemError) {
    let new = try ReplacementFile(of: StoragePath(path), on: self)
    try new.write(bytes)
    try new.sync()
    try new.rename(replacing: false)
    try new.syncDirectory()
  }

  /// The content of a small file, at most `limit` bytes of it.
  package func contents(of path: String, limit: Int) throws(SystemError) -> [UInt8] {
    let file = try open(path, .read)
    return try file.read(at: 0, count: min(limit, try file.status().size))
  }

  /// Keeps the bytes of a torn tail, whose first frame would have had that sequence, for whoever
  /// wants to look at them. They are sealed.
  /// - Returns: the path of the file that holds them.
  package func keepAside(
    _ bytes: [UInt8], sequence: UInt64, in directory: String
  ) throws(SystemError) -> String {
    let random = RandomBytes.bytes(4).map { String($0, radix: 16) }.joined()
    let path = "\(directory)/torn-\(sequence)-\(random)"
    try createContents(of: path, with: bytes)
    return path
  }
}
