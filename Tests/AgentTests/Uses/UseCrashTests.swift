import Agent
import Foundation
import Platform
import TestSupport
import Testing
import Vault

/// Processes that die between the steps of joining, and processes that do it at once.
@Suite struct UseCrashTests {
  private func copy(_ path: String, to other: String) throws {
    try Data(contentsOf: URL(filePath: path)).write(to: URL(filePath: other))
  }

  @Test func whatWasTakenAndNotWrittenJoinsLater() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let reader = try bench.process()
    _ = try reader.read("a")
    // The process ends after the renaming.
    do { _ = try UseJournal(directory: bench.directory).take() }
    #expect(bench.exists(bench.joining) && !bench.exists(bench.journal))
    _ = try reader.read("a")
    #expect(try reader.reads(of: "a") == 2)
    try reader.write()
    try reader.write()
    #expect(try reader.usesInLog().map(\.count) == [1, 1])
    #expect(!bench.exists(bench.joining) && !bench.exists(bench.journal))
  }

  @Test(arguments: [false, true])
  func whatWasWrittenAndNotRemovedCountsOnce(throughACheckpoint: Bool) throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let reader = try bench.process()
    _ = try reader.read("a")
    try reader.environment("crm", .run)
    let aside = directory.path("aside")
    try copy(bench.journal, to: aside)
    try reader.write()
    #expect(try reader.usesInLog().count == 2)
    if throughACheckpoint {
      let large = String(repeating: "x", count: 100_000)
      for number in 0..<4 { try bench.bench.set("large/\(number)", large) }
    }
    // The process ended before the removal.
    try copy(aside, to: bench.joining)
    let next = try bench.process()
    #expect(try next.reads(of: "a") == 1)
    #expect(try next.tool("crm").lastUse?.count == 1)
    try next.write()
    #expect(!bench.exists(bench.joining))
    #expect(try next.usesInLog().count == 2)
    #expect(try bench.process().reads(of: "a") == 1)
  }

  @Test func whoeverIsBusyWithItIsLeftAlone() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let service = try bench.process()
    _ = try service.read("a")
    guard let busy = try UseJournal(directory: bench.directory).take() else { throw Unexpected() }
    try service.write()
    #expect(try service.usesInLog().isEmpty)
    #expect(bench.exists(bench.joining))
    try UseJournal(directory: bench.directory).remove(busy)
    #expect(!bench.exists(bench.joining))
  }

  @Test func aFileOfTheSameNameIsNotRemovedInItsPlace() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let service = try bench.process()
    _ = try service.read("a")
    let journal = UseJournal(directory: bench.directory)
    guard let taken = try journal.take() else { throw Unexpected() }
    try FileManager.default.removeItem(atPath: bench.joining)
    try copy(bench.bench.vaultPath, to: bench.joining)
    try journal.remove(taken)
    #expect(bench.exists(bench.joining))
  }

  /// Two add, one sums and one joins, all at once and each with files of its own.
  @Test func noUseIsLostOrCountedTwiceBetweenProcesses() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let (readers, each) = (3, 150)
    let processes = try (0..<readers + 1).map { _ in Handed(try bench.process()) }
    DispatchQueue.concurrentPerform(iterations: readers + 1) { number in
      let service = processes[number].service
      do {
        guard number < readers else {
          for _ in 0..<25 { try service.write() }
          return
        }
        for _ in 0..<each { _ = try service.read("a") }
      } catch { Issue.record(error) }
    }
    let last = try bench.process()
    #expect(try last.reads(of: "a") == UInt64(readers * each))
    try last.write()
    #expect(try last.usesInLog().reduce(0) { $0 + $1.count } == UInt64(readers * each))
    #expect(processes.allSatisfy { $0.service.takeNotes().isEmpty })
  }

  /// A service that one thread at a time uses.
  private struct Handed: @unchecked Sendable {
    let service: Service
    init(_ service: Service) { self.service = service }
  }
}
