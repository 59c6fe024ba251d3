package import Agent
package import Delivery
package import Vault

/// How one place fared.
package struct TargetOutcome {
  package enum Result {
    case written(EnvironmentFile.WriteOutcome)
    /// A command took the values.
    case delivered
    /// It held them already, as far as is known, and was left alone.
    case kept
    /// Nothing was touched, or what was there is there still.
    case failed(CommandError)
    /// Another place of the same tool was refused, so that this one was left alone too: a tool
    /// must not read one version here and another there.
    case heldBack
  }

  package var target: PlannedTarget
  package var result: Result?
  /// Reload and verify, as far as they were run.
  package var commands: [CommandOutcome] = []

  /// Whether it holds the values now.
  package var isWritten: Bool {
    switch result {
    case .written?, .delivered?, .kept?: true
    case .failed?, .heldBack?, nil: false
    }
  }

  package var failure: CommandError? {
    if case .failed(let error)? = result { return error }
    return commands.lazy.compactMap(\.failure).first.map { .step($0) }
  }
}

/// How a command of a target ended.
package struct CommandOutcome {
  package let step: Step
  /// Nil when it passed.
  package let failure: StepError?

  package var code: String { failure?.code ?? CommandEnded.passed }
}

/// How an emission fared.
package struct EmissionOutcome {
  package var targets: [TargetOutcome] = []
  package var elsewhere: [PlannedTarget] = []
  /// Tools that keep what they have until others have come further.
  package var waiting: [WaitingTool] = []
  /// Versions that came into use because every place holds them now, and other things to know.
  package var notes: [Note] = []
  /// Whether somebody ended it before everything was done.
  package var isInterrupted = false

  /// A command of a target that said no weighs more than one that was not approved, and that more
  /// than anything else, of which the first counts.
  package var exit: ExitStatus {
    if isInterrupted { return .aborted }
    let failures = targets.compactMap(\.failure)
    if failures.contains(where: \.isVerdict) { return .probeSaidNo }
    if failures.contains(where: \.isMissingApproval) { return .refused }
    return failures.first.map { Diagnostic($0).exit } ?? .done
  }
}

extension CommandError {
  /// Whether a command said no.
  fileprivate var isVerdict: Bool {
    if case .step(.failed) = self { return true }
    return false
  }

  fileprivate var isMissingApproval: Bool {
    if case .step(.notApproved) = self { return true }
    return false
  }
}
