import Agent
import Vault

extension Session {
  /// Open rotations by the names of their keys: of one key, or of all.
  func rotations(of key: String? = nil) throws(CommandError) -> [RotationView] {
    guard case .rotations(let rotations) = try answer(.query(.rotations(key: key))) else {
      throw .unexpectedAnswer
    }
    return rotations
  }

  /// What happened to a rotation's version on the way to the tools, said and done with.
  ///
  /// - Parameters:
  ///   - before: the rotation as it was, where it may have ended.
  ///   - members: what belongs into the JSON besides.
  /// - Returns: the status, and with `--json` what is to be printed.
  func conclude(
    _ outcome: EmissionOutcome, of key: String, before: RotationView? = nil,
    _ members: [(String, JSONOutput)] = []
  ) throws(CommandError) -> RotationReport {
    let now = surroundings.now()
    let rotation = try rotations(of: key).first
    let pending = try roll(ofKey: key).lines.filter(\.isBehind)
    let text = EmissionText(outcome: outcome, pending: pending)
    guard !printer.isJSON else {
      let board = rotation.map { JSONOutput(board: $0, now: now) } ?? .null
      return RotationReport(
        exit: outcome.exit, members: members + text.members + [("rotation", board)])
    }
    text.show(self)
    if let rotation {
      try RotationAdvice(self, rotation).show(after: outcome)
    } else if let closing = RotationBoard.closing(of: before, now: now) {
      printer.note(closing)
    } else if pending.isEmpty, outcome.exit == .done {
      printer.note("nothing is left to do for \(key)")
    }
    return RotationReport(exit: outcome.exit)
  }
}

/// How the way of one version to its tools went.
struct RotationReport {
  var exit: ExitStatus
  var members: [(String, JSONOutput)] = []

  /// Prints what is to be printed alone.
  func show(_ session: Session) throws(CommandError) -> ExitStatus {
    if session.printer.isJSON { try session.printer.object(members) }
    return exit
  }
}
