internal import CLinux
internal import Glibc

/// The machine this process runs on.
package enum Machine {
  /// The name of the host, as gethostname(2) gives it; empty when it has none.
  package static var hostName: String {
    var buffer = [CChar](repeating: 0, count: 256)
    let length = try? systemCall("gethostname") {
      unsafe buffer.withUnsafeMutableBufferPointer {
        unsafe linux_host_name($0.baseAddress, $0.count)
      }
    }
    return String(decoding: buffer[..<(length ?? 0)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// A random identifier of the time since start-up: another one means a restart in between.
  package static var bootIdentifier: String? { line(of: "/proc/sys/kernel/random/boot_id") }

  /// The identifier of the installation, machine-id(5).
  package static var identifier: String? { line(of: "/etc/machine-id") }

  private static func line(of path: String) -> String? {
    guard let bytes = try? OwnedFile.open(path, .read).readAll(limit: 256) else { return nil }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init)
  }
}
