import Agent
import Platform

/// Scratch.
struct Probe {
  static func run(_ directory: String, keys: Int) throws {
    let place = "\(directory)/probe-\(keys)"
    try? FileSystem.removeTree(place)
    try FileSystem.makeDirectories(place, mode: 0o700)
    let vault = try BenchVault(in: place, keys: keys)
    let service = try vault.service()
    var times: [Int64] = []
    for number in 0..<450 {
      let time = try Stopwatch.time { try service.set("new/key-\(number)") }.nanoseconds
      times.append(time)
    }
    times.sort()
    print("\(keys) keys: set p10 \(times[45] / 100) p50 \(times[225] / 100) p90 \(times[405] / 100) max \(times[449] / 100) (x0.1us)")
    try? FileSystem.removeTree(place)
  }
}
