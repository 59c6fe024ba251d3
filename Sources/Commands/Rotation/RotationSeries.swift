/// Several keys in one command: what fails for one does not stop the others, Ctrl-C does.
struct RotationSeries {
  private let session: Session
  private var exit: ExitStatus = .done
  private var reports: [JSONOutput] = []

  init(_ session: Session) {
    self.session = session
  }

  /// Does one key.
  ///
  /// - Returns: whether somebody wants an end.
  mutating func add(
    _ key: String, _ body: () throws(CommandError) -> RotationReport
  ) throws(CommandError) -> Bool {
    do throws(CommandError) {
      let report = try body()
      reports.append(.object(report.members))
      note(report.exit)
      return report.exit == .aborted
    } catch {
      let diagnostic = Diagnostic(error)
      if case .aborted = error, !session.printer.isJSON { session.printer.report(diagnostic) }
      note(diagnostic.exit)
      if case .aborted = error { return true }
      reports.append(.object([("key", .text(key)), ("error", diagnostic.facts)]))
      if !session.printer.isJSON { session.printer.report(diagnostic) }
      return false
    }
  }

  private mutating func note(_ next: ExitStatus) {
    if exit == .done || next == .aborted { exit = next }
  }

  /// Prints what was collected.
  func end() throws(CommandError) -> ExitStatus {
    if session.printer.isJSON { try session.printer.object([("rotations", .array(reports))]) }
    return exit
  }
}
