/// How much memory this process holds and held, in bytes, from /proc/self/status.
package struct MemoryStatus: Equatable, Sendable {
  /// Kept out of swap (VmLck).
  package let locked: Int

  /// In main memory now (VmRSS).
  package let resident: Int

  /// The most that was resident at a time (VmHWM).
  package let peakResident: Int

  /// In swap now (VmSwap).
  package let swapped: Int

  package static func current() throws(SystemError) -> MemoryStatus {
    let table = try OwnedFile.open("/proc/self/status", .read).readAll(limit: 1 << 20)
    return MemoryStatus(parsing: String(decoding: table, as: UTF8.self))
  }

  /// Reads lines such as `VmLck:      16 kB`; what is missing counts as zero.
  package init(parsing table: String) {
    var fields: [Substring: Int] = [:]
    for line in table.split(separator: "\n") {
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
      if words.count == 3, words[2] == "kB" { fields[words[0]] = Int(words[1]) }
    }
    func bytes(_ name: Substring) -> Int { (fields[name] ?? 0) * 1024 }
    locked = bytes("VmLck:")
    resident = bytes("VmRSS:")
    peakResident = bytes("VmHWM:")
    swapped = bytes("VmSwap:")
  }
}
