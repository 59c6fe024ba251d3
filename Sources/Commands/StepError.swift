package import Delivery
package import Vault

/// What went wrong with a command that belongs to a target.
package enum StepError: Error, Equatable {
  /// It ran, or could not be started.
  case failed(StepFailure)
  /// Nobody on this machine has agreed to it.
  case notApproved(tool: String, step: Step, words: [String])
  case program(tool: String, step: Step, ProgramProblem)
  /// The program of a line that was just typed.
  case typed(ProgramProblem, option: String)
  /// A line that is no command.
  case text(CommandTextError, option: String)
  case approvals(ApprovalError)
  /// A command of a target tries to write targets while those of its own emission are written.
  case withinCommand
}

/// How a command failed. Its output is masked.
package struct StepFailure: Equatable, Sendable {
  package let tool: String
  /// The target's path, or its kind.
  package let target: String
  package let step: Step
  package let words: [String]
  /// `exit-3`, `signal-9`, `timed-out`, `not-started`: what the vault remembers.
  package let code: String
  /// The last lines that it said.
  package let lines: [String]
}

extension StepError {
  /// What the vault remembers of it.
  package var code: String {
    switch self {
    case .failed(let failure): failure.code
    case .notApproved: "not-approved"
    case .program(_, _, let problem), .typed(let problem, _):
      problem.isUntrusted ? "untrusted-program" : "not-started"
    case .text, .approvals, .withinCommand: "not-started"
    }
  }
}

extension ApprovalError: Reportable {
  package var asCommandError: CommandError { .step(.approvals(self)) }
}
