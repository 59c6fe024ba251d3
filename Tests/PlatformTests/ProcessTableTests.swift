import Foundation
import Glibc
import Platform
import TestSupport
import Testing

/// A directory that looks like /proc.
private struct ProcessDirectory: ~Copyable {
  let temporary: TemporaryDirectory

  init() throws { temporary = try TemporaryDirectory() }

  /// Adds a process as proc(5) shows one.
  func add(
    _ identifier: Int32, command: String = "worker", state: String = "S", flags: UInt32 = 0x40_0000,
    ticks: Int64 = 0, user: UInt32 = 1002, program: String? = "/srv/bin/worker",
    environment: String? = "A=1\0"
  ) throws {
    let directory = temporary.path("\(identifier)")
    try FileSystem.makeDirectories(directory)
    let before = "1 1 1 0 -1 \(flags) 1 2 3 4 5 6 7 8 20 0 1 0"
    try temporary.write(
      "\(identifier)/stat", "\(identifier) (\(command)) \(state) \(before) \(ticks) 9 9\n")
    try temporary.write(
      "\(identifier)/status", "Name:\tx\nUid:\t1\t\(user)\t3\t4\nGid:\t5\t6\t7\t8\n")
    if let environment { try temporary.write("\(identifier)/environ", environment) }
    if let program {
      try FileManager.default.createSymbolicLink(
        atPath: directory + "/exe", withDestinationPath: program)
    }
  }

  func all() throws -> (processes: [RunningProcess], environments: [String], ProcessTable.Count) {
    var table = try ProcessTable.open(temporary.path)
    var processes: [RunningProcess] = []
    var environments: [String] = []
    while let process = try table.next() {
      processes.append(process)
      environments.append(
        table.withEnvironment { block in
          String(decoding: block.indices.map { block[$0] }, as: UTF8.self)
        })
    }
    return (processes, environments, table.count)
  }
}

@Suite struct ProcessTableTests {
  @Test func lendsEveryEnvironmentInTheOrderOfIdentifiers() throws {
    let directory = try ProcessDirectory()
    try directory.add(20, environment: "B=2\0")
    try directory.add(3, environment: "A=1\0LONG=" + String(repeating: "x", count: 100_000) + "\0")
    try directory.add(100, environment: "C=3")
    let (processes, environments, count) = try directory.all()
    #expect(processes.map(\.identifier) == [3, 20, 100])
    #expect(environments[0].utf8.count == 100_010)
    // The one before was longer; nothing of it is left.
    #expect(environments[1...] == ["B=2\0", "C=3"])
    #expect(count == ProcessTable.Count(read: 3))
  }

  @Test func saysWhoItIsAndSinceWhen() throws {
    let directory = try ProcessDirectory()
    let ticks = Int64(sysconf(Int32(_SC_CLK_TCK))) * 60
    try directory.add(7, command: "a) (b c", ticks: ticks, program: "/srv/bin/job (deleted)")
    let process = try #require(try directory.all().processes.first)
    #expect(process.command == "a) (b c")
    #expect(process.program == "job")
    #expect(process.user == 1002)
    #expect(abs(Clock.boot() - process.age - 60_000) < 5_000)
  }

  @Test(
    arguments: [
      ("worker", "python3", "worker"),
      ("billing-worker-", "billing-worker-of-acme", "billing-worker-of-acme"),
      ("billing-worker-", "python3", "billing-worker-"),
      ("billing-worker-", nil, "billing-worker-"),
      ("billing-worker", "billing-worker-of-acme", "billing-worker"),
    ] as [(String, String?, String)])
  func namesThatTheKernelCutAreCompleted(command: String, program: String?, name: String) {
    let process = RunningProcess(
      identifier: 1, command: command, program: program, user: 0, age: 0)
    #expect(process.name == name)
  }

  @Test func leavesOutWhatRunsNoProgram() throws {
    let directory = try ProcessDirectory()
    try directory.add(2, flags: 0x20_0040)
    try directory.add(5, state: "Z")
    try directory.add(6, environment: "")
    try directory.add(CurrentProcess.identifier)
    try directory.temporary.write("version", "Linux\n")
    try FileSystem.makeDirectories(directory.temporary.path("sys"))
    let (processes, _, count) = try directory.all()
    #expect(processes.isEmpty && count == ProcessTable.Count())
  }

  @Test func processesThatVanishAreNotCounted() throws {
    let directory = try ProcessDirectory()
    try FileSystem.makeDirectories(directory.temporary.path("8"))
    try directory.add(9, environment: nil)
    try directory.add(10)
    var table = try ProcessTable.open(directory.temporary.path)
    try FileSystem.removeTree(directory.temporary.path("10"))
    #expect(try table.next() == nil)
    #expect(table.count == ProcessTable.Count())
  }

  @Test func environmentsWithoutEndAreCountedNotRead() throws {
    let directory = try ProcessDirectory()
    let longest = ProcessTable.longestEnvironment
    try directory.add(4, environment: String(repeating: "x", count: longest + 1))
    try directory.add(5, environment: String(repeating: "x", count: longest))
    let (processes, environments, count) = try directory.all()
    #expect(processes.map(\.identifier) == [5])
    #expect(environments[0].utf8.count == longest)
    #expect(count == ProcessTable.Count(read: 1, oversized: 1))
  }

  @Test func knowsWhoStartedThisProcess() throws {
    let ancestors = try ProcessTable.open().ancestors()
    #expect(ancestors.contains(getppid()) && !ancestors.contains(getpid()))
  }

  @Test func aMissingTableIsAnError() {
    let error = #expect(throws: SystemError.self) { _ = try ProcessTable.open("/no/such/place") }
    #expect(error?.name == "ENOENT")
  }

  @Test func findsRealProcessesWithTheirEnvironment() throws {
    let temporary = try TemporaryDirectory()
    let child = try RunningProgram.waiting(
      as: "billing-worker-of-acme", in: temporary.path, environment: ["BILLING": "one"])
    var table = try ProcessTable.open()
    var found: RunningProcess?
    var environment = ""
    while let process = try table.next() {
      #expect(process.identifier != getpid())
      guard process.identifier == child.identifier else { continue }
      found = process
      environment = table.withEnvironment { block in
        String(decoding: block.indices.map { block[$0] }, as: UTF8.self)
      }
    }
    let process = try #require(found)
    #expect(process.name == "billing-worker-of-acme")
    #expect(process.user == geteuid())
    #expect((0..<5_000).contains(process.age))
    #expect(environment == "BILLING=one\0")
    #expect(table.count.read > 0)
  }

  /// Whoever runs the tests, the first process of the machine belongs to somebody else then.
  @Test func processesOfOthersAreCounted() async {
    await #expect(processExitsWith: .success) {
      if geteuid() == 0 { #expect(setegid(65_534) == 0 && seteuid(65_534) == 0) }
      var table = try ProcessTable.open()
      while let process = try table.next() { #expect(process.user == geteuid()) }
      #expect(table.count.denied > 0)
    }
  }
}
