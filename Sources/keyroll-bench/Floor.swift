import Cryptography
import Platform
import SecretMemory

/// What nothing can be faster than: the peers of what Keyroll does.
enum Floor {
  private static let piece = 1 << 20
  private static let label = Label("keyroll.bench..1")

  /// Nanoseconds that libsodium takes to open `count` bytes, in pieces as large as frames may be.
  static func opening(_ count: Int) throws -> Int64 {
    let key = try RandomBytes.secret(32)
    let nonce = RandomBytes.bytes(SealedBox.nonceLength)
    let header: [UInt8] = []
    let plaintext = [UInt8](repeating: 1, count: min(count, piece))
    let sealed = try SealedBox.seal(
      plaintext.span, key: key, label: label, header: header.span, nonce: nonce.span)
    return try Stopwatch.best(of: 5) {
      for _ in 0..<max(1, count / piece) {
        _ = try SealedBox.open(sealed.span, key: key, label: label, header: header.span)
      }
    }
  }

  /// The median of nanoseconds that it takes to append `count` bytes and wait for the medium.
  static func append(_ count: Int, at path: String) throws -> Int64 {
    let file = try OwnedFile.open(path, .create(mode: 0o600, exclusive: true))
    defer { try? FileSystem.removeTree(path) }
    let bytes = [UInt8](repeating: 1, count: count)
    return try Stopwatch.median(of: 100) {
      try file.write(bytes)
      try file.sync()
    }
  }
}
