package import Agent
package import Delivery

/// How one place fared.
package struct TargetOutcome {
  package enum Result {
    case written(EnvironmentFile.WriteOutcome)
    /// Nothing was touched, or what was there is there still.
    case failed(CommandError)
    /// Another place of the same tool was refused, so that this one was left alone too: a tool
    /// must not read one version here and another there.
    case heldBack
  }

  package var target: PlannedTarget
  package var result: Result?

  package var isWritten: Bool {
    if case .written? = result { return true }
    return false
  }

  package var failure: CommandError? {
    if case .failed(let error)? = result { return error }
    return nil
  }
}

/// How an emission fared.
package struct EmissionOutcome {
  package var targets: [TargetOutcome]
  package var elsewhere: [PlannedTarget]
  /// Versions that came into use because every place holds them now, and other things to know.
  package var notes: [Note] = []

  /// The status of the first failure.
  package var exit: ExitStatus {
    targets.lazy.compactMap(\.failure).first.map { Diagnostic($0).exit } ?? .done
  }
}
