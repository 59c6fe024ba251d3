import Ledger
import TestSupport

/// A small vault with a checkpoint, two epochs and values, and what the machine remembers that wrote
/// it.
struct CorruptionSubject {
  let bytes: [UInt8]
  let entries: [Entry]
  /// Where the frames start, and the end of the last one.
  let boundaries: [Int]
  private let memory: [String: [UInt8]]

  init() throws {
    let disk = SimulatedDisk()
    let machine = TestMachine(device: disk)
    let entries = (1...6).map { Entry(number: $0, size: $0 * 40) }
    _ = try machine.create(entries[0])
    let ledger = try machine.open()
    ledger.replayTail { _ in }
    for entry in entries[1...2] { try ledger.put(entry) }
    try ledger.changeSlot(100, newEpoch: true)
    try ledger.put(entries[3])
    guard try ledger.writeCheckpoint(changes: [:]) else { throw Unexpected("no checkpoint") }
    for entry in entries[4...5] { try ledger.put(entry) }
    self.entries = entries
    var tree = disk.state.tree
    bytes = tree.removeValue(forKey: TestMachine.vaultPath) ?? []
    memory = tree
    boundaries = Self.boundaries(bytes)
  }

  private static func boundaries(_ bytes: [UInt8]) -> [Int] {
    func integer(at offset: Int) -> Int {
      (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
    var boundaries = [2 * integer(at: 12)]
    while let last = boundaries.last, last < bytes.count {
      boundaries.append(last + integer(at: last + 32))
    }
    return boundaries
  }

  /// What reading other bytes in the vault's place gives.
  func read(_ bytes: [UInt8], remembering: Bool) -> Reading {
    let files = remembering ? memory : [:]
    let disk = SimulatedDisk(
      DiskState(files: files.merging([TestMachine.vaultPath: bytes]) { $1 }))
    let ledger: Ledger
    do { ledger = try TestMachine(device: disk).open() } catch { return .refused(error) }
    var found: [FoundEntry] = []
    do {
      let report = try ledger.check { body in
        if let entry = try? FoundEntry(body) { found.append(entry) }
      }
      for entry in found where !isRight(entry, in: ledger) { return .wrongValue(entry.entry) }
      return .read(
        found.map(\.entry), isTorn: report.tornTail != nil,
        headerIsIntact: report.headerIsIntact)
    } catch { return .refused(error) }
  }

  /// False only for a value that opens and is another one.
  private func isRight(_ found: FoundEntry, in ledger: Ledger) -> Bool {
    guard let value = try? ledger.value(of: found) else { return true }
    return value == found.entry.value
  }
}

enum Reading {
  case read([Entry], isTorn: Bool, headerIsIntact: Bool)
  case refused(any Error)
  case wrongValue(Entry)
}

extension CorruptionSubject {
  /// What is wrong with how a damaged copy of the vault is read; nil when nothing is.
  /// - Parameter mayEndEarly: the damage may be what a torn append or an older copy looks like. Then a
  ///   machine that remembers nothing may read the first entries only.
  func violation(_ damaged: [UInt8], mayEndEarly: Bool) -> String? {
    guard damaged != bytes else { return nil }
    switch read(damaged, remembering: true) {
    case .refused: break
    case .wrongValue(let entry): return "wrong value of \(entry.number)"
    case .read(let found, _, _) where found != entries: return "silent loss: \(found.map(\.number))"
    case .read: break
    }
    switch read(damaged, remembering: false) {
    case .refused: return nil
    case .wrongValue(let entry): return "wrong value of \(entry.number)"
    case .read(let found, let isTorn, let headerIsIntact):
      if !mayEndEarly {
        return headerIsIntact || isTorn || found != entries ? "not noticed" : nil
      }
      guard found == Array(entries.prefix(found.count)) else { return "other entries" }
      return nil
    }
  }
}
