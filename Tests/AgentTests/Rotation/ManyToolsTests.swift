import Agent
import TestSupport
import Testing
import Vault

@Suite struct ManyToolsTests {
  /// Enough tools for a checkpoint, whose records are then read while others are gone through.
  @Test func aKeyOfManyToolsIsRotatedOnACheckpoint() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    bench.service.beginGroup()
    for number in 0..<1000 {
      try bench.addTool("t\(number)", path: directory.path("\(number).env"))
      try bench.connect("t\(number)", "a")
    }
    try bench.service.endGroup()
    _ = try bench.emit()
    _ = try bench.rotate("a", "two")
    #expect(try bench.rotations("a").map(\.pending.count) == [1000])
    let targets = try bench.plan(.key("a")).targets
    var notes: [Note] = []
    for start in stride(from: 0, to: targets.count, by: 250) {
      let batch = targets[start..<start + 250].map(\.selection)
      try bench.change(.intendEmission(batch))
      notes += try bench.change(
        .recordEmission(batch.map { EmissionReport(selection: $0, failure: nil) }))
    }
    #expect(notes == [.promoted(key: "a", version: 2)])
    #expect(try bench.revoke("a").numbers == [1])
  }
}
