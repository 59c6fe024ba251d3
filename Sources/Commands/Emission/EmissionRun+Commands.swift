import Agent
import ByteCoding
import Delivery
import Platform
import SecretMemory
import Vault

/// One command to be run. A class, because its input cannot be copied.
final class CommandJob {
  /// The place of its target in the outcome's list.
  let index: Int
  let target: PlannedTarget
  let step: Step
  let operation: Identifier
  private var input: SecretBytes?

  init(
    _ index: Int, _ target: PlannedTarget, _ step: Step, operation: Identifier,
    input: consuming SecretBytes? = nil
  ) {
    self.index = index
    self.target = target
    self.step = step
    self.operation = operation
    self.input = input
  }

  var words: [String] { target.target.words(for: step) }

  /// Whether it may have run before under this identifier, which then stays with it until it has
  /// been run to an end that is known.
  var mayHaveRun: Bool { target.mayHaveRun(operation) }

  private static let standardTimeout: Int64 = 30
  private static let timeouts: ClosedRange<Int64> = 1...3600

  /// To be called once: the input goes with it.
  func program() throws(SystemError) -> ChildProgram {
    let facts = CommandFacts(
      tool: target.tool.text, step: step, operation: operation.hex, target: target.target.place,
      keys: target.keys)
    let timeout = target.target.timeout ?? Self.standardTimeout
    return ChildProgram(
      path: words[0], words: words, input: input.take(), environment: try facts.environment(),
      timeoutSeconds: Int(min(max(timeout, Self.timeouts.lowerBound), Self.timeouts.upperBound)))
  }

  func report(_ code: String) -> CommandReport {
    CommandReport(selection: target.selection, operation: operation, step: step, code: code)
  }
}

extension EmissionRun {
  /// Milliseconds after which results are noted while other commands still run.
  private static let patience: Int64 = 1000

  /// Runs reload or verify of those targets that lack it.
  func run(_ step: Step, of batch: [Int]) throws(CommandError) {
    let stuck = Set(
      batch.map { outcome.targets[$0] }.filter { $0.failure != nil || !$0.isWritten }
        .map(\.target.selection.tool))
    let indices = batch.filter { index in
      !stuck.contains(outcome.targets[index].target.selection.tool)
        && outcome.targets[index].needs(step)
    }
    guard !indices.isEmpty, !wasInterrupted() else { return }
    var jobs: [CommandJob] = []
    for (index, operation) in zip(indices, try intend(indices, step)) {
      jobs.append(CommandJob(index, outcome.targets[index].target, step, operation: operation))
    }
    try run(jobs)
  }

  /// Runs commands side by side, and notes how they ended. One that was not begun, or was ended with
  /// this program, stays open: it is run again under the same identifier.
  func run(_ all: [CommandJob]) throws(CommandError) {
    var waiting = all.indices
    var running = RunningPrograms(most: jobs)
    var reports: [CommandReport] = []
    var notedAt = Clock.monotonic()
    while !waiting.isEmpty || running.count > 0 {
      if !waiting.isEmpty, wasInterrupted() { waiting = 0..<0 }
      if isUrgent { running.endAll() }
      while running.hasRoom, let next = waiting.popFirst() {
        guard let report = start(all[next], next, &running) else { continue }
        // What did not run now says nothing of what may have run then.
        if !all[next].mayHaveRun { reports.append(report) }
      }
      if let report = try next(all, &running) { reports.append(report) }
      if Clock.monotonic() - notedAt > Self.patience, !reports.isEmpty {
        try note(.recordCommands(reports))
        (reports, notedAt) = ([], Clock.monotonic())
      }
    }
    if !reports.isEmpty { try note(.recordCommands(reports)) }
  }

  /// How it ended, where it did so before it began.
  private func start(
    _ job: CommandJob, _ token: Int, _ running: inout RunningPrograms
  ) -> CommandReport? {
    do throws(CommandError) {
      try check.check(job.target, job.step)
    } catch {
      if case .step(let error) = error { return end(job, error) }
      return end(job, .failed(failure(job, "not-started", [Diagnostic(error).message.text])))
    }
    do throws(SystemError) {
      try running.start(try job.program(), token: token)
      return nil
    } catch {
      return end(job, .failed(failure(job, "not-started", [error.explanation])))
    }
  }

  private func next(
    _ all: [CommandJob], _ running: inout RunningPrograms
  ) throws(CommandError) -> CommandReport? {
    let ended: EndedProgram?
    do throws(SystemError) { ended = try running.next() } catch { throw .system(error) }
    guard let ended else { return nil }
    let job = all[ended.token]
    let code = Self.code(ended.status)
    guard code != CommandEnded.passed else { return end(job, nil) }
    // Ended because somebody wanted an end: nobody knows how far it has come.
    if isUrgent, ended.status == .timedOut {
      outcome.isInterrupted = true
      return nil
    }
    return end(job, .failed(failure(job, code, lines(ended, job))))
  }

  private static func code(_ status: ChildStatus) -> String {
    switch status {
    case .exited(0): CommandEnded.passed
    case .exited(let number): "exit-\(number)"
    case .signalled(let number): "signal-\(number)"
    case .timedOut: "timed-out"
    }
  }

  private func failure(_ job: CommandJob, _ code: String, _ lines: [String]) -> StepFailure {
    StepFailure(
      tool: job.target.tool.text, target: job.target.target.place, step: job.step,
      words: job.words, code: code, lines: lines)
  }

  private func end(_ job: CommandJob, _ failure: StepError?) -> CommandReport {
    if job.step == .deliver {
      outcome.targets[job.index].result = failure.map { .failed(.step($0)) } ?? .delivered
    } else {
      outcome.targets[job.index].commands.append(CommandOutcome(step: job.step, failure: failure))
    }
    progress.advance()
    return job.report(failure?.code ?? CommandEnded.passed)
  }

  /// The end of what it said, without what must not be seen. Where the values cannot be had to look
  /// for them, nothing is shown.
  private func lines(_ ended: borrowing EndedProgram, _ job: CommandJob) -> [String] {
    do throws(CommandError) {
      let given = try session.environment(of: job.target.tool, for: .emit)
      let said = MaskedOutput.lines(
        ended.errorOutput, hiding: given.variables, isCut: ended.isTruncated)
      guard said.isEmpty else { return said }
      return MaskedOutput.lines(ended.output, hiding: given.variables, isCut: ended.isTruncated)
    } catch {
      return []
    }
  }
}

extension PlannedTarget {
  /// Whether this is an operation of which nothing was heard when this emission was planned.
  func mayHaveRun(_ id: Identifier) -> Bool { operation?.id == id }
}

extension TargetOutcome {
  /// Whether reload or verify is to be run: it was never passed with these values, or what the target
  /// holds has just changed.
  fileprivate func needs(_ step: Step) -> Bool {
    guard isWritten, !target.target.words(for: step).isEmpty else { return false }
    return hasChanged || target.steps.contains(step) || !commands.isEmpty
  }

  private var hasChanged: Bool {
    switch result {
    case .written(.created)?, .written(.replaced)?, .delivered?: true
    case .written(.unchanged)?, .kept?, .failed?, .heldBack?, nil: false
    }
  }
}
