import Platform

/// What the figures were measured on.
enum MachineLine {
  static func write(to report: inout Report) {
    let processors = lines(of: "/proc/cpuinfo")
    let cores = processors.count { $0.hasPrefix("processor") }
    let model = processors.first { $0.hasPrefix("model name") }
    let name = model?.split(separator: ":").last.map { $0.drop { $0 == " " } } ?? "unknown"
    let kernel = lines(of: "/proc/sys/kernel/osrelease").first ?? "unknown"
    report.line("machine: \(cores) cores, \(name), Linux \(kernel)")
  }

  private static func lines(of path: String) -> [Substring] {
    guard let bytes = try? OwnedFile.open(path, .read).readAll(limit: 4 << 20) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }
}
