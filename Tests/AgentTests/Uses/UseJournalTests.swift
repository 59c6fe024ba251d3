import Agent
import Foundation
import Platform
import TestSupport
import Testing
import Vault

/// What is noted of uses, and how it gets into the ledger.
@Suite struct UseJournalTests {
  @Test func readingNotesAUseAndWritesNoVault() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let before = try bench.vaultBytes()
    let reader = try bench.process()
    _ = try reader.read("a")
    bench.clock.advance(5_000)
    _ = try reader.read("a")
    #expect(try bench.vaultBytes() == before)
    #expect(bench.exists(bench.journal))
    let use = try #require(try bench.process().roll(ofKey: "a").use)
    #expect(use == UseSum(count: 2, lastAt: bench.clock.now, kind: .read))
    #expect(try reader.usesInLog().isEmpty)
  }

  @Test func usesJoinTheLedgerSummedWithTheNextChange() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let reader = try bench.process()
    let first = bench.clock.now
    for _ in 0..<3 { _ = try reader.read("a") }
    bench.clock.advance(7)
    _ = try reader.read("a")
    let writer = try bench.process()
    try writer.write()
    #expect(!bench.exists(bench.journal) && !bench.exists(bench.joining))
    let use = try #require(try writer.usesInLog().first)
    #expect(use.kind == .read && use.count == 4 && use.by == nil)
    #expect(use.firstAt == first && use.lastAt == first + 7)
    #expect(try reader.reads(of: "a") == 4)
    try writer.write()
    #expect(try writer.usesInLog().count == 1)
  }

  @Test func theyJoinInOneFrameWithTheChange() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let service = try bench.process()
    func sequence() throws -> UInt64 {
      guard case .vault(let view) = try service.answer(.query(.vault)) else { throw Unexpected() }
      return view.sequence
    }
    _ = try service.read("a")
    let before = try sequence()
    try service.write()
    #expect(try sequence() == before + 1)
    #expect(try service.usesInLog().count == 1)
  }

  @Test func aToolsUsesAreOfItAndOfItsKeys() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let service = try bench.process()
    try service.environment("crm", .run)
    bench.clock.advance(9)
    try service.environment("crm", .export)
    try service.environment("crm", .emit)
    let expected = UseSum(count: 2, lastAt: bench.clock.now, kind: .export)
    for _ in 0..<2 {
      #expect(try service.roll(ofKey: "b").lines.map(\.lastUse) == [expected])
      #expect(try service.roll(ofKey: "b").use == nil)
      #expect(try service.tool("crm").lastUse == expected)
      #expect(try service.tool("crm").connections.map(\.lastUse) == [expected])
      guard case .roll(let roll) = try service.answer(.query(.uses(try ToolName("crm")))) else {
        throw Unexpected()
      }
      #expect(roll.use == expected && roll.lines.map(\.lastUse) == [expected])
      // And again from the ledger.
      try service.write()
    }
    #expect(Set(try service.usesInLog().map(\.kind)) == [.run, .export])
    #expect(try service.usesInLog().count == 2)
    #expect(try service.usesInLog(of: "b").map(\.count) == [1, 1])
    #expect(try service.usesInLog(of: "crm").map(\.count) == [1, 1])
  }

  @Test func aJournalThatGrowsIsSummedInPlace() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let reader = try bench.process()
    var largest: UInt64 = 0
    for _ in 0..<1_000 {
      _ = try reader.read("a")
      largest = max(largest, UInt64(try FileSystem.status(bench.journal).size))
    }
    #expect(largest < 66_000)
    #expect(try reader.reads(of: "a") == 1_000)
    try reader.write()
    #expect(try reader.usesInLog().map(\.count) == [1_000])
  }

  @Test func aTornEndIsNoLossAndDamageIsTold() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let reader = try bench.process()
    _ = try reader.read("a")
    let one = try Data(contentsOf: URL(filePath: bench.journal))
    for cut in [1, 11, 12, one.count / 2, one.count - 1] {
      try (one + one.prefix(cut)).write(to: URL(filePath: bench.journal))
      #expect(try reader.reads(of: "a") == 1, "cut to \(cut)")
    }
    try (one + Data(repeating: 0, count: 100)).write(to: URL(filePath: bench.journal))
    try reader.write()
    #expect(reader.takeNotes().isEmpty)

    // Whoever adds after a torn record is read all the same.
    _ = try reader.read("a")
    let next = try Data(contentsOf: URL(filePath: bench.journal))
    var damaged = next
    damaged[next.count / 2] ^= 1
    try (damaged + next.prefix(40) + next).write(to: URL(filePath: bench.journal))
    try reader.write()
    #expect(try reader.reads(of: "a") == 2)
    #expect(reader.takeNotes() == [.usesDropped(bytes: next.count + 40)])
    #expect(reader.takeNotes().isEmpty)
  }

  @Test func recordsOfAnotherVaultAreNotTaken() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let elsewhere = try TemporaryDirectory()
    let other = try UseBench(in: elsewhere)
    _ = try other.process().read("a")
    let reader = try bench.process()
    _ = try reader.read("a")
    let own = try Data(contentsOf: URL(filePath: bench.journal))
    let foreign = try Data(contentsOf: URL(filePath: other.journal))
    try (foreign + own).write(to: URL(filePath: bench.journal))
    try reader.write()
    #expect(try reader.usesInLog().map(\.count) == [1])
    #expect(reader.takeNotes() == [.usesDropped(bytes: foreign.count)])
  }

  @Test func usesOfAnEarlierEpochAreTaken() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let service = try bench.process()
    _ = try service.read("a")
    let spare = try Bench.secret(Array(repeating: 9, count: 40))
    _ = try service.answer(.addSlot(AddSlot(name: "spare"), UnlockFactors(keyFile: spare)))
    _ = try service.answer(.change(.removeSlot("spare")))
    _ = try service.read("a")
    #expect(try service.reads(of: "a") == 2)
    try service.write()
    #expect(try service.usesInLog().map(\.count) == [2])
  }

  @Test func readingGoesOnWhereNothingCanBeNoted() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    // No file can be made under a name that a directory has.
    try FileManager.default.createDirectory(
      atPath: bench.journal, withIntermediateDirectories: true)
    let reader = try bench.process()
    #expect(try reader.read("a") == 3)
    let notes = reader.takeNotes()
    guard case .usesNotRecorded(let reason)? = notes.first, notes.count == 1 else {
      throw Unexpected()
    }
    #expect(reason.name == "EISDIR")
    #expect(try reader.read("a") == 3)
    #expect(reader.takeNotes().isEmpty)
    try reader.write()
    guard case .status(let status) = try reader.answer(.query(.status)) else { throw Unexpected() }
    #expect(status.vault.warnings.contains(.usesNotRecorded(reason)))
  }
}
