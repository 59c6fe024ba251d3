import Ledger
import TestSupport
import Testing

/// What a power failure leaves of a vault file, whatever the frames mean.
struct StorageCrashTests {
  @Test func acknowledgedFramesSurviveEveryCrash() throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      let violations = try CrashScenario(seed: seed, defects: []).violations()
      #expect(violations.isEmpty)
    }
  }

  @Test(arguments: [SimulatedDisk.Defect.ignoresSync, .ignoresDirectorySync])
  func aDiskThatDoesNotSyncIsFoundOut(_ defect: SimulatedDisk.Defect) throws {
    #expect(try !CrashScenario(seed: 1, defects: [defect]).violations().isEmpty)
  }

  @Test func aWriterThatTrustsForeignNamesIsFoundOut() throws {
    var scenario = CrashScenario(seed: 1, defects: [])
    scenario.secondDefects = [.ignoresDirectorySync]
    #expect(try !scenario.violations().isEmpty)
  }
}

/// One process creates a vault, appends to it and replaces it. At every change of the disk it is
/// killed, another one writes, and the power fails.
private struct CrashScenario {
  let path = "/d/vault"
  let seed: UInt64
  let defects: Set<SimulatedDisk.Defect>
  var secondDefects: Set<SimulatedDisk.Defect> = []

  init(seed: UInt64, defects: Set<SimulatedDisk.Defect>) {
    self.seed = seed
    self.defects = defects
  }

  /// What was promised at each acknowledgement, and what was then tried next.
  private struct Step {
    var promised: [UInt8]?
    var frames: [[UInt8]] = []
    var replacement: [UInt8]?
  }

  func violations() throws -> [String] {
    var random = SeededGenerator(seed: seed)
    let disk = SimulatedDisk(defects: defects)
    disk.recordHistory()
    let steps = try run(on: disk, using: &random)
    var violations: [String] = []
    for (index, moment) in disk.history.enumerated() {
      let step = steps[moment.acknowledged]
      for tree in CrashStates(state: moment.state).sample(60, using: &random)
      where !allows(tree[path], step) {
        violations.append("\(index): \(moment.operation)")
      }
      try violations += killed(at: moment, step, using: &random).map { "\(index): \($0)" }
    }
    return violations
  }

  private func run(
    on disk: SimulatedDisk, using random: inout SeededGenerator
  ) throws -> [Step] {
    var steps = [Step(promised: nil, replacement: bytes(700, using: &random))]
    let storage = try FileStorage(creating: path, on: disk)
    for round in 0..<6 {
      try storage.lock()
      if let contents = steps[steps.count - 1].replacement {
        let new = try storage.replacement()
        try new.write(Array(contents.prefix(300)))
        try new.write(Array(contents.dropFirst(300)))
        try new.commit()
        steps.append(Step(promised: contents))
      } else {
        let step = steps[steps.count - 1]
        try storage.append(step.frames, expecting: position(step.promised?.count ?? 0))
        steps.append(Step(promised: (step.promised ?? []) + step.frames.joined()))
      }
      storage.unlock()
      if round == 3 {
        steps[steps.count - 1].replacement = bytes(1500, using: &random)
      } else {
        steps[steps.count - 1].frames = (0...round % 3).map { _ in
          bytes(Int.random(in: 1...1800, using: &random), using: &random)
        }
      }
      disk.acknowledge(steps.count - 1)
    }
    return steps
  }

  /// Bytes without zeros, so that a hole is one.
  private func bytes(_ count: Int, using random: inout SeededGenerator) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 1...255, using: &random) }
  }

  private func allows(_ content: [UInt8]?, _ step: Step) -> Bool {
    guard let content else { return step.promised == nil }
    if content == step.replacement { return true }
    guard let promised = step.promised, content.starts(with: promised) else { return false }
    var rest = content[promised.count...]
    for frame in step.frames {
      guard rest.starts(with: frame) else { return isTorn(rest, of: frame) }
      rest = rest.dropFirst(frame.count)
    }
    return rest.isEmpty
  }

  private func isTorn(_ rest: ArraySlice<UInt8>, of frame: [UInt8]) -> Bool {
    rest.count <= frame.count && zip(rest, frame).allSatisfy { $0 == $1 || $0 == 0 }
  }

  /// The first process dies; the next one cuts off what it does not know and appends.
  private func killed(
    at moment: SimulatedDisk.Moment, _ step: Step, using random: inout SeededGenerator
  ) throws -> [String] {
    guard moment.state.names.current[path] != nil else { return [] }
    let disk = SimulatedDisk(moment.state, defects: secondDefects)
    let storage = try FileStorage(opening: path, on: disk)
    try storage.lock()
    let found = try storage.read(at: 0, count: try storage.length())
    let kept = found == step.replacement ? found : step.promised ?? found
    if found.count > kept.count { try storage.cutBack(to: kept.count) }
    try storage.append([[5, 5, 5]], expecting: position(kept.count))
    let trees = CrashStates(state: disk.state).sample(10, using: &random)
    return trees.filter { $0[path] != kept + [5, 5, 5] }.map { _ in "second process" }
  }
}
