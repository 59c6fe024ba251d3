internal import CLinux
internal import Glibc

/// Names that nobody can foresee, so that nobody can have put something there before.
enum RandomName {
  /// `prefix` and 128 random bits in hexadecimal.
  static func make(prefix: String) throws(SystemError) -> String {
    var bytes = [UInt8](repeating: 0, count: 16)
    // Requests of up to 256 bytes are never cut short: getrandom(2).
    try systemCall("getrandom") {
      unsafe bytes.withUnsafeMutableBytes { block in
        unsafe linux_getrandom(block.baseAddress, block.count)
      }
    }
    let digits = Array("0123456789abcdef".utf8)
    let hex = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return prefix + String(decoding: hex, as: UTF8.self)
  }
}
