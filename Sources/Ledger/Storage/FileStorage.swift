import Platform

/// A vault in a file that several processes share.
///
/// Writers lock the inode of the vault and make sure that the path still names it; readers lock
/// nothing. A write whose outcome is unknown is the last one of its handle: what the kernel shows
/// afterwards need not be on the medium, so the next write of this storage goes to a new file.
package final class FileStorage: LedgerStorage {
  let device: any StorageDevice
  let path: StoragePath
  /// Milliseconds that `lock` waits for other writers.
  let patience: Int
  private let allowsAnyFileSystem: Bool
  /// Nil while the vault is only to be created.
  var file: (any DeviceFile)? { didSet { identity = nil } }
  /// Of `file`, once it was asked for: it cannot change while the file is open.
  private var identity: DeviceFileStatus.Identity?
  var isLocked = false
  /// Why the file could be opened for reading only.
  var refusal: SystemError?
  /// Whether the directory was synced since this handle found the file under its name: whoever put
  /// it there may have died before.
  var nameIsDurable = false
  /// Whether another file took the path's place and nobody was told yet.
  var wasReplaced = false
  /// Why nobody can know what of the file is on the medium.
  var doubt: SystemError?
  package private(set) var warnings: [StorageWarning] = []

  /// Opens the vault at `path`, for reading only when nothing else is allowed.
  /// - Parameter patience: milliseconds that `lock` waits for other writers.
  /// - Parameter allowsAnyFileSystem: also those where locks and fsync may mean nothing.
  package convenience init(
    opening path: String, on device: any StorageDevice = LocalDevice(), patience: Int = 10_000,
    allowsAnyFileSystem: Bool = false
  ) throws(StorageError) {
    try self.init(path, device, patience, allowsAnyFileSystem)
    try reopen()
  }

  /// Prepares a vault at `path`, where no file may be. The first replacement creates it.
  package convenience init(
    creating path: String, on device: any StorageDevice = LocalDevice(), patience: Int = 10_000,
    allowsAnyFileSystem: Bool = false
  ) throws(StorageError) {
    try self.init(path, device, patience, allowsAnyFileSystem)
    guard (try? device.status(of: self.path.full)) == nil else { throw .exists(path: path) }
    try requireSuitable(self.path.directory)
  }

  private init(
    _ path: String, _ device: any StorageDevice, _ patience: Int, _ allowsAnyFileSystem: Bool
  ) throws(StorageError) {
    self.device = device
    self.patience = patience
    self.allowsAnyFileSystem = allowsAnyFileSystem
    self.path = StoragePath(try reported { () throws(SystemError) in try device.resolve(path) })
  }

  package var description: String { path.full }
  package var mustBeReplaced: Bool { doubt != nil }

  package func length() throws(StorageError) -> Int {
    guard let file else { return 0 }
    return try reported { () throws(SystemError) in try file.status().size }
  }

  package func read(at offset: Int, count: Int) throws(StorageError) -> [UInt8] {
    guard let file else { return [] }
    return try reported { () throws(SystemError) in try file.read(at: offset, count: count) }
  }

  package func refresh() throws(StorageError) -> Bool {
    if !isLocked, let file, try !hasName(file) { try followReplacement() }
    return takeNews()
  }

  package func look() throws(StorageError) -> (replaced: Bool, length: Int) {
    guard !isLocked, let file else { return (try refresh(), try length()) }
    let status = try reported { () throws(SystemError) in try device.status(of: path.full) }
    if try status.identity == identity(of: file) { return (takeNews(), status.size) }
    try followReplacement()
    return (takeNews(), try length())
  }

  private func identity(of file: any DeviceFile) throws(StorageError) -> DeviceFileStatus.Identity {
    if let identity { return identity }
    let found = try reported { () throws(SystemError) in try file.status().identity }
    identity = found
    return found
  }

  func followReplacement() throws(StorageError) {
    try reopen()
    wasReplaced = true
  }

  func takeNews() -> Bool {
    defer { wasReplaced = false }
    return wasReplaced
  }

  package func sync() throws(StorageError) {
    guard let file else { return }
    if let doubt { throw .ambiguous(doubt) }
    do { try file.sync() } catch {
      doubt = error
      throw .ambiguous(error)
    }
    try makeNameDurable()
  }

  func reopen() throws(StorageError) {
    try requireSuitable(path.full)
    let (file, refusal) = try openFile()
    let status = try reported { () throws(SystemError) in try file.status() }
    guard status.isRegular else { throw .notAVault(path: path.full) }
    self.file = file
    self.refusal = refusal
    nameIsDurable = false
    doubt = nil
    warnings = status.mode & 0o077 == 0 ? [] : [.openToOthers(mode: status.mode)]
  }

  private func openFile() throws(StorageError) -> (any DeviceFile, refusal: SystemError?) {
    do { return (try device.open(path.full, .readWrite), nil) } catch {
      guard error.isRefusalToWrite else { throw reason(for: error) }
      let file = try reported { () throws(SystemError) in try device.open(path.full, .read) }
      return (file, error)
    }
  }

  private func requireSuitable(_ place: String) throws(StorageError) {
    guard !allowsAnyFileSystem else { return }
    guard try reported({ () throws(SystemError) in try device.isSuitable(place) }) else {
      throw .unsuitableFileSystem(path: path.full)
    }
  }

  /// Whether the path still leads to this open file.
  func hasName(_ file: any DeviceFile) throws(StorageError) -> Bool {
    try reported { () throws(SystemError) in
      try file.status().identity == device.status(of: path.full).identity
    }
  }

  func makeNameDurable() throws(StorageError) {
    guard !nameIsDurable else { return }
    do { try device.syncDirectory(path.directory) } catch {
      doubt = error
      throw .failed(error)
    }
    nameIsDurable = true
  }
}

/// Runs calls that change nothing when they fail.
func reported<R>(_ calls: () throws(SystemError) -> R) throws(StorageError) -> R {
  do { return try calls() } catch { throw reason(for: error) }
}

/// What a failed call that changed nothing means for the vault.
func reason(for error: SystemError) -> StorageError {
  switch error.name {
  case "ENOENT", "ENOTDIR": .notFound(path: error.path ?? "")
  case "EEXIST": .exists(path: error.path ?? "")
  case "EISDIR", "ELOOP", "ENXIO": .notAVault(path: error.path ?? "")
  default: .failed(error)
  }
}

extension SystemError {
  fileprivate var isRefusalToWrite: Bool { ["EACCES", "EPERM", "EROFS"].contains(name) }
}
