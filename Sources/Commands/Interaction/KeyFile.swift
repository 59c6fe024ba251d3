import Agent
import Platform
import SecretMemory

/// A file of random bytes that opens a vault.
enum KeyFile {
  private static let length = 32
  /// Readable by its owner alone.
  private static let mode: UInt32 = 0o600

  /// Writes a new key file; one that exists is never touched.
  static func make(at path: String) throws(CommandError) {
    do throws(SystemError) {
      let place = FileSystem.split(path)
      let directory = try Directory.open(place.directory)
      guard let bytes = try? NewSecret.bytes(length) else {
        throw SystemError(errno: 12, operation: "sodium_malloc")
      }
      try bytes.withSpan { (bytes) throws(SystemError) in
        try AtomicFile.replace(
          in: directory, name: place.name, mode: mode, owner: nil, contents: bytes, exclusive: true)
      }
    } catch {
      throw SecretSource.failure(error, limit: length, path: path)
    }
  }
}
