import Ledger
import TestSupport
import Testing

/// Processes that write one vault at the same time, each through its own file handle.
struct WriterProcessTests {
  @Test func noProcessLosesARecord() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("vault")
    _ = try createFile([], at: path, on: LocalDevice())
    await withTaskGroup { group in
      for process in 1...8 as ClosedRange<UInt8> {
        group.addTask {
          await #expect(processExitsWith: .success) {
            [path = path as String, process = process as UInt8] in
            try writeRecords(of: process, to: path)
          }
        }
      }
    }
    let bytes = try FileStorage(opening: path).read(at: 0, count: 1 << 20)
    for process in 1...8 as ClosedRange<UInt8> {
      let records = stride(from: 0, to: bytes.count, by: 2)
        .filter { bytes[$0] == process }.map { bytes[$0 + 1] }
      #expect(records == Array(1...40))
    }
  }
}

/// Forty records of two bytes; every eighth by a replacement of the whole file.
private func writeRecords(of process: UInt8, to path: String) throws {
  let storage = try FileStorage(opening: path, patience: 60_000)
  for record in 1...40 as ClosedRange<UInt8> {
    try storage.lock()
    defer { storage.unlock() }
    let length = try storage.length()
    guard record % 8 == 0 else {
      try storage.append([[process, record]], expecting: position(length))
      continue
    }
    let new = try storage.replacement()
    try new.write(try storage.read(at: 0, count: length))
    try new.write([process, record])
    try new.commit()
  }
}
