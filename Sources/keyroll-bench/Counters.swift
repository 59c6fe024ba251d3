import Platform

/// What the kernel counts for this process, in bytes.
enum Counters {
  /// Everything passed to write calls so far.
  static func written() throws -> Int { try number(after: "wchar:", in: "/proc/self/io") }

  /// The most memory that was resident since `forgetPeak`.
  static func peakMemory() throws -> Int {
    try number(after: "VmHWM:", in: "/proc/self/status") << 10
  }

  /// What is resident now.
  static func residentMemory() throws -> Int {
    try number(after: "VmRSS:", in: "/proc/self/status") << 10
  }

  static func forgetPeak() throws {
    try OwnedFile.open("/proc/self/clear_refs", .write).write(Array("5".utf8))
  }

  private static func number(after label: String, in path: String) throws -> Int {
    let text = String(
      decoding: try OwnedFile.open(path, .read).readAll(limit: 1 << 20), as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.hasPrefix(label) }
    let words = line?.split { $0 == " " || $0 == "\t" } ?? []
    guard words.count > 1, let number = Int(words[1]) else { throw BenchFailure.counter(label) }
    return number
  }
}
