import Foundation
import Ledger
import TestSupport
import Testing

/// Processes that add to one vault at the same time, some of them killed.
struct WritersTests {
  private static let processes = 8
  private static let transactions = TestLength.choose(6, long: 200)

  private func machine(in directory: String) -> TestMachine {
    TestMachine(
      device: LocalDevice(), vaultPath: directory + "/vault", statePath: directory + "/state")
  }

  private static func number(_ process: Int, _ transaction: Int) -> Int {
    process * 1000 + transaction
  }

  /// One process: writes its entries, notes each that was acknowledged, now and then makes a new
  /// generation or a checkpoint.
  private static func work(_ process: Int, on machine: TestMachine, notes: String) throws {
    let ledger = try machine.open(patience: 120_000)
    ledger.replayTail { _ in }
    for transaction in 1...transactions {
      let entry = Entry(number: number(process, transaction))
      try ledger.put(entry)
      try note(entry.number, in: notes)
      if transaction % 3 == 0, process % 4 == 1 {
        try ledger.compact(number(process, 500 + transaction), resealing: false)
      }
      if transaction % 2 == 0, process % 4 == 2 { try ledger.writeCheckpoint(changes: [:]) }
    }
  }

  private static func note(_ number: Int, in path: String) throws {
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.seekToEnd()
    try file.write(contentsOf: Data("\(number)\n".utf8))
    try file.close()
  }

  @Test func noAcknowledgedTransactionIsLostOrRepeated() async throws {
    let directory = try TemporaryDirectory()
    let machine = machine(in: directory.path)
    _ = try machine.create(Entry(number: 1))
    for process in 1...Self.processes { try directory.write("notes-\(process)", "") }
    let path = directory.path
    await withTaskGroup { group in
      for process in 1...Self.processes {
        group.addTask {
          // The last two do not come to their end.
          let isKilled = process > Self.processes - 2
          await #expect(processExitsWith: isKilled ? .signal(SIGKILL) : .success) {
            [path = path as String, process = process as Int, isKilled = isKilled as Bool] in
            let machine = TestMachine(
              device: LocalDevice(), vaultPath: path + "/vault", statePath: path + "/state")
            if isKilled { killAfter(milliseconds: 150 * process) }
            try Self.work(process, on: machine, notes: path + "/notes-\(process)")
            if isKilled { kill(getpid(), SIGKILL) }
          }
        }
      }
    }
    let ledger = try machine.open()
    let found = try ledger.entries().map(\.entry.number)
    #expect(Set(found).count == found.count)
    for process in 1...Self.processes {
      let notes = try directory.read("notes-\(process)").split(separator: "\n").compactMap {
        Int($0)
      }
      let mine = found.filter { $0 / 1000 == process }
      #expect(mine == mine.sorted())
      #expect(mine.starts(with: notes))
      #expect(mine.count <= notes.count + 1)
      if process <= Self.processes - 2 { #expect(notes.count == Self.transactions) }
    }
    _ = try ledger.check()
  }
}

/// Ends this process from another thread, wherever it then is.
private func killAfter(milliseconds: Int) {
  Thread.detachNewThread {
    usleep(useconds_t(milliseconds) * 1000)
    kill(getpid(), SIGKILL)
  }
}
