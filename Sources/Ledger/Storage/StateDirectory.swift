package import Platform

/// The directory of a machine that remembers one vault: `$XDG_STATE_HOME/keyroll/<vault id>`. It is
/// on a storage device like the vault, so that what a crash does to both can be tested together.
package struct StateDirectory: Sendable {
  /// No file in it is larger, in bytes: witnesses of very many writers are.
  static let fileLimit = 16 << 20

  package let path: String
  package let device: any StorageDevice

  package init(path: String, on device: any StorageDevice = LocalDevice()) {
    self.path = path
    self.device = device
  }

  /// The content of a file; nil when it does not exist.
  package func contents(of name: String) throws(SystemError) -> [UInt8]? {
    do throws(SystemError) {
      return try device.contents(of: "\(path)/\(name)", limit: Self.fileLimit)
    } catch {
      guard error.name == "ENOENT" else { throw error }
      return nil
    }
  }

  /// Durably gives a file new content. Makes the directory first when it is missing.
  package func replaceContents(of name: String, with bytes: [UInt8]) throws(SystemError) {
    try device.makeDirectories(path)
    try device.replaceContents(of: "\(path)/\(name)", with: bytes)
  }

  /// Keeps the bytes of a torn tail whose first frame would have had that sequence. They are
  /// sealed.
  /// - Returns: the path of the file that holds them.
  @discardableResult
  package func keepAside(_ bytes: [UInt8], sequence: UInt64) throws(SystemError) -> String {
    try device.makeDirectories(path)
    return try device.keepAside(bytes, sequence: sequence, in: path)
  }
}
