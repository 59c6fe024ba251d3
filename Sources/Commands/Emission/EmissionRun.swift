import Agent
import ByteCoding
import Delivery
import SecretMemory
import Vault

/// One emission, from its first plan to its last command.
///
/// It goes in rounds: what waits for others is planned again once these have come further. A round
/// goes in batches, and of a batch the intents and the results are noted together.
final class EmissionRun {
  /// Targets whose intents and results are noted together, as far as tools allow: the places of one
  /// are never in two batches.
  private static let batchSize = 64

  let session: Session
  let jobs: Int
  let check: TargetCheck
  var outcome = EmissionOutcome()
  var progress: Progress
  private let onlyMissing: Bool
  private var isForOneTool = false
  private var interruptions: (any InterruptionWatch)?

  init(_ session: Session, jobs: Int, onlyMissing: Bool) {
    self.session = session
    self.jobs = jobs
    self.onlyMissing = onlyMissing
    check = TargetCheck(session)
    progress = Progress(session, total: 0)
  }

  func emit(_ selection: EmissionSelection) throws(CommandError) -> EmissionOutcome {
    try session.open()
    if case .tool = selection { isForOneTool = true }
    SecretBytes.keepSmallBlocks()
    let turn = try EmissionTurn(session)
    interruptions = session.surroundings.holdInterruptions()
    defer { interruptions?.end() }
    try emitInRounds(selection)
    turn.end()
    return outcome
  }

  private func emitInRounds(_ selection: EmissionSelection) throws(CommandError) {
    var seen: Set<TargetSelection> = []
    while true {
      let plan = try session.plan(selection)
      (outcome.elsewhere, outcome.waiting) = (plan.elsewhere, plan.waiting)
      let targets = plan.targets.filter { seen.insert($0.selection).inserted }
      guard !targets.isEmpty else { return }
      try emit(targets)
      guard !plan.waiting.isEmpty, !outcome.isInterrupted else { return }
    }
  }

  /// One round.
  private func emit(_ targets: [PlannedTarget]) throws(CommandError) {
    let again = Set(targets.map(\.target.id))
    outcome.targets.removeAll { again.contains($0.target.target.id) }
    let start = outcome.targets.count
    outcome.targets += targets.map { TargetOutcome(target: $0) }
    let all = Array(outcome.targets.indices[start...])
    progress = Progress(session, total: all.map(units).reduce(0, +))
    check.expect(targets.filter(isWanted))
    for batch in batches(all) where !wasInterrupted() {
      let before = progress.done
      let going = checked(batch)
      try deliver(going.filter(needsDelivery))
      for step in [Step.reload, .verify] { try run(step, of: going) }
      check.files.forgetHeld()
      progress.advance(to: before + batch.map(units).reduce(0, +))
    }
    progress.end()
  }

  private func isWanted(_ target: PlannedTarget) -> Bool {
    !onlyMissing || !target.steps.isEmpty
  }

  /// Those of a batch against which nothing speaks, not even against another place of their tool.
  private func checked(_ batch: [Int]) -> [Int] {
    var refused: Set<Identifier> = []
    for index in batch {
      let target = outcome.targets[index].target
      if !isWanted(target) {
        outcome.targets[index].result = .kept
      } else if let error = lack(of: target) ?? check.refusal(of: target) {
        outcome.targets[index].result = .failed(error)
        refused.insert(target.selection.tool)
      }
    }
    return batch.filter { index in
      guard outcome.targets[index].result == nil else { return false }
      guard refused.contains(outcome.targets[index].target.selection.tool) else { return true }
      outcome.targets[index].result = .heldBack
      return false
    }
  }

  /// Why the tool cannot be given what it needs, where the plan has nothing for it.
  private func lack(of target: PlannedTarget) -> CommandError? {
    guard target.selection.versions.isEmpty else { return nil }
    do throws(CommandError) {
      _ = try session.environment(of: target.tool, for: .emit)
      return nil
    } catch {
      return error
    }
  }

  private func batches(_ indices: [Int]) -> [[Int]] {
    var batches: [[Int]] = []
    for index in indices {
      let tool = outcome.targets[index].target.selection.tool
      let last = batches.last?.last.map { outcome.targets[$0].target.selection.tool }
      if let count = batches.last?.count, last == tool || count < Self.batchSize {
        batches[batches.count - 1].append(index)
      } else {
        batches.append([index])
      }
    }
    return batches
  }

  /// Steps of a target, for the progress bar.
  private func units(_ index: Int) -> Int {
    let target = outcome.targets[index].target.target
    return 1 + (target.reload.isEmpty ? 0 : 1) + (target.verify.isEmpty ? 0 : 1)
  }

  /// A file is written even where it should be right already, because that is how it becomes right
  /// again. A command is not so patient: it runs where the values are missing, or where its tool was
  /// named.
  private func needsDelivery(_ index: Int) -> Bool {
    let target = outcome.targets[index].target
    let isOpen = target.operation.map { $0.versions == target.selection.versions } ?? false
    let isMeant =
      target.steps.contains(.deliver)
      || !onlyMissing && (target.target.kind != .command || isForOneTool && !isOpen)
    if !isMeant { outcome.targets[index].result = .kept }
    return isMeant
  }

  /// Whether somebody wants an end. What has begun is finished then, and nothing else begun.
  func wasInterrupted() -> Bool {
    guard let interruptions, interruptions.count() > 0 else { return outcome.isInterrupted }
    outcome.isInterrupted = true
    return true
  }

  /// Whether somebody has asked twice.
  var isUrgent: Bool { interruptions.map { $0.count() > 1 } ?? false }

  func note(_ change: Change) throws(CommandError) {
    guard case .done(let notes) = try session.answer(.change(change)) else {
      throw .unexpectedAnswer
    }
    outcome.notes += notes.filter { $0 != .alreadySo }
  }

  /// The identifiers under which commands of the targets are to run.
  func intend(_ indices: [Int], _ step: Step) throws(CommandError) -> [Identifier] {
    guard !indices.isEmpty else { return [] }
    let wishes = indices.map {
      CommandWish(selection: outcome.targets[$0].target.selection, step: step)
    }
    let response = try session.answer(.change(.intendCommands(wishes)))
    guard case .operations(let operations) = response, operations.count == wishes.count else {
      throw .unexpectedAnswer
    }
    return operations
  }
}
