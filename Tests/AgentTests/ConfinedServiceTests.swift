import Agent
import Foundation
import Platform
import SecretMemory
import TestSupport
import Testing
import Vault

/// What the agent still can when it has given up everything else. A system call that the service
/// begins to need fails here first.
@Suite struct ConfinedServiceTests {
  @Test func aConfinedProcessDoesAllTheWork() async throws {
    // Made here, because the confined process can no longer remove it.
    let outer = try TemporaryDirectory()
    let place = outer.path
    await #expect(processExitsWith: .success) { [place = place as String] in
      unsafe setenv("TMPDIR", place, 1)
      let directory = try TemporaryDirectory()
      let bench = try Bench(in: directory)
      try bench.create()
      SecretPages.reserve(blocks: 64)
      let files = Confinement.restrictFiles([AccessRule(directory.path, .readWrite)])
      let calls = Confinement.restrictCalls()
      try bench.set("a", "one")
      for index in 0..<40 { try bench.set("k\(index)", String(repeating: "v", count: 200 * index)) }
      bench.service.beginGroup()
      try bench.set("b", "two")
      try bench.addTool("t")
      try bench.connect("t", "a", variable: "A")
      try bench.service.endGroup()
      bench.service.writeCheckpointIfDue()
      _ = try bench.rotate("a", "three")
      // Another generation: a new file in place of the old one.
      _ = try bench.service.answer(.change(.removeKey(name: "b", purge: true)))
      #expect(try bench.get("k39").utf8.count == 39 * 200)
      bench.service.settle()
      bench.service.close()
      guard case .enforced = files, case .enforced = calls else { return }
      let none = directory.path("none")
      #expect(throws: SystemError.self) { _ = try OwnedFile.open("/etc/passwd", .read) }
      #expect(throws: SystemError.self) { _ = try LocalSocket.connect(none) }
    }
  }
}
