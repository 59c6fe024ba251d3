/// A place in memory where one vault can be, for tests and for trials that must leave nothing
/// behind.
package final class MemoryVault {
  final class File {
    var bytes: [UInt8] = []
    var isLocked = false
  }

  var file: File?

  package init() {}

  package init(bytes: [UInt8]) {
    let file = File()
    file.bytes = bytes
    self.file = file
  }

  /// The bytes of the vault as a reader finds them, empty when there is none.
  package var bytes: [UInt8] { file?.bytes ?? [] }
}

/// A vault in memory. Several storages may share one `MemoryVault`, as processes share a file.
package final class MemoryStorage: LedgerStorage {
  let vault: MemoryVault
  private var file: MemoryVault.File?
  private var holdsLock = false

  package init(_ vault: MemoryVault = MemoryVault()) {
    self.vault = vault
    file = vault.file
  }

  package var description: String { "memory" }
  package var warnings: [StorageWarning] { [] }
  package var mustBeReplaced: Bool { false }

  package func length() -> Int { file?.bytes.count ?? 0 }

  package func read(at offset: Int, count: Int) -> [UInt8] {
    guard let file, offset < file.bytes.count else { return [] }
    return Array(file.bytes[offset..<min(offset + count, file.bytes.count)])
  }

  package func refresh() -> Bool {
    guard file !== vault.file else { return false }
    file = vault.file
    return true
  }

  package func sync() {}

  @discardableResult package func lock(waiting: Bool) throws(StorageError) -> Bool {
    let replaced = refresh()
    guard let file else { return replaced }
    guard !file.isLocked else { throw .locked }
    file.isLocked = true
    holdsLock = true
    return replaced
  }

  package func unlock() {
    guard holdsLock else { return }
    file?.isLocked = false
    holdsLock = false
  }

  package func append(
    _ frames: [[UInt8]], expecting position: LedgerPosition
  ) throws(StorageError) {
    guard let file, file.bytes.count == position.length else { throw .conflict }
    for frame in frames { file.bytes += frame }
  }

  package func cutBack(to length: Int) {
    guard let file, length < file.bytes.count else { return }
    file.bytes.removeSubrange(length...)
  }

  package func replacement() -> any LedgerReplacement { MemoryReplacement(of: self) }

  fileprivate func adopt(_ bytes: [UInt8]) throws(StorageError) {
    guard vault.file === file else { throw file == nil ? .exists(path: description) : .conflict }
    unlock()
    let new = MemoryVault.File()
    new.bytes = bytes
    new.isLocked = true
    vault.file = new
    file = new
    holdsLock = true
  }
}

private final class MemoryReplacement: LedgerReplacement {
  private let storage: MemoryStorage
  private var bytes: [UInt8] = []

  init(of storage: MemoryStorage) { self.storage = storage }

  func write(_ bytes: [UInt8]) { self.bytes += bytes }
  func commit() throws(StorageError) { try storage.adopt(bytes) }
  func discard() { bytes = [] }
}
