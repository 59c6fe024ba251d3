package import ByteCoding
package import Platform

/// Where a machine keeps what it knows about vaults: small files by vault and name, sealed before
/// they get here.
package protocol StateStore: AnyObject {
  /// Makes sure that files of the vault can be written.
  func prepare(for vault: Identifier) throws(SystemError)
  /// Nil when there is no such file.
  func read(_ name: String, of vault: Identifier) throws(SystemError) -> [UInt8]?
  /// Replaces the file, or makes it; durable when it returns.
  func write(_ bytes: [UInt8], to name: String, of vault: Identifier) throws(SystemError)
  /// Does nothing when there is no such file.
  func remove(_ name: String, of vault: Identifier) throws(SystemError)
  /// Keeps the bytes of a torn tail, whose first frame would have had that sequence.
  func keepAside(_ bytes: [UInt8], sequence: UInt64, of vault: Identifier) throws(SystemError)
}

/// The state of a machine in files: a directory for each vault, named by its identifier, in `path`.
package final class MachineState: StateStore {
  private let path: String
  private let device: any StorageDevice
  private var latest: (vault: Identifier, directory: StateDirectory)?

  /// `path` is that of the program, `$XDG_STATE_HOME/keyroll`; it need not exist.
  package init(path: String, on device: any StorageDevice = LocalDevice()) {
    self.path = path
    self.device = device
  }

  /// The directory of one vault.
  package func directory(of vault: Identifier) -> StateDirectory {
    if let latest, latest.vault == vault { return latest.directory }
    let directory = StateDirectory(path: "\(path)/\(vault.hex)", on: device)
    latest = (vault, directory)
    return directory
  }

  package func prepare(for vault: Identifier) throws(SystemError) {
    try device.makeDirectories(directory(of: vault).path)
  }

  package func read(_ name: String, of vault: Identifier) throws(SystemError) -> [UInt8]? {
    try directory(of: vault).contents(of: name)
  }

  package func write(
    _ bytes: [UInt8], to name: String, of vault: Identifier
  ) throws(SystemError) {
    try directory(of: vault).replaceContents(of: name, with: bytes)
  }

  package func remove(_ name: String, of vault: Identifier) throws(SystemError) {
    guard try read(name, of: vault) != nil else { return }
    let path = directory(of: vault).path
    try device.remove("\(path)/\(name)")
    try device.syncDirectory(path)
  }

  package func keepAside(
    _ bytes: [UInt8], sequence: UInt64, of vault: Identifier
  ) throws(SystemError) {
    try directory(of: vault).keepAside(bytes, sequence: sequence)
  }
}

/// The state of a machine that forgets it: for tests and for trials that must leave nothing behind.
package final class MemoryState: StateStore {
  private var files: [Identifier: [String: [[UInt8]]]] = [:]

  package init() {}

  /// Everything that a file has held since it was last removed, the oldest first.
  package func history(of name: String, of vault: Identifier) -> [[UInt8]] {
    files[vault]?[name] ?? []
  }

  package func prepare(for vault: Identifier) {}

  package func read(_ name: String, of vault: Identifier) -> [UInt8]? {
    files[vault]?[name]?.last
  }

  package func write(_ bytes: [UInt8], to name: String, of vault: Identifier) {
    files[vault, default: [:]][name, default: []].append(bytes)
  }

  package func remove(_ name: String, of vault: Identifier) { files[vault]?[name] = nil }

  package func keepAside(_ bytes: [UInt8], sequence: UInt64, of vault: Identifier) {
    write(bytes, to: "torn-\(sequence)", of: vault)
  }
}
