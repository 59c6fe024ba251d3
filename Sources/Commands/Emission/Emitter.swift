package import Agent
import Delivery
import Platform
import SecretMemory
import Vault

/// Brings values to the places where tools read them. What can be refused is refused for a whole
/// tool before any of its places is touched; what fails in one tool does not stop the others.
package struct Emitter {
  private let session: Session

  package init(_ session: Session) {
    self.session = session
  }

  package func emit(_ plan: EmissionPlan) throws(CommandError) -> EmissionOutcome {
    var outcome = EmissionOutcome(targets: checked(plan.targets), elsewhere: plan.elsewhere)
    let going = outcome.targets.indices.filter { outcome.targets[$0].result == nil }
    guard !going.isEmpty else { return outcome }
    // Noted first: after a crash the vault knows which files may hold the new versions.
    try note(.intendEmission(going.map { outcome.targets[$0].target.selection }), &outcome)
    let turn = try EmissionTurn(session)
    var progress = Progress(session, total: going.count)
    var reports: [EmissionReport] = []
    for index in going {
      if let report = deliver(&outcome.targets[index]) { reports.append(report) }
      progress.advance()
    }
    progress.end()
    try note(.recordEmission(reports), &outcome)
    turn.end()
    return outcome
  }

  /// Whether the places themselves may be written, whatever is to be written there.
  package func checkPlaces(_ plan: EmissionPlan) throws(CommandError) {
    for target in plan.targets { try checkPlace(try Place(target)) }
  }

  private func note(_ change: Change, _ outcome: inout EmissionOutcome) throws(CommandError) {
    guard case .done(let notes) = try session.answer(.change(change)) else {
      throw .unexpectedAnswer
    }
    outcome.notes += notes.filter { $0 != .alreadySo }
  }

  // MARK: Before anything is written

  private func checked(_ targets: [PlannedTarget]) -> [TargetOutcome] {
    let outcomes = targets.map { target in
      TargetOutcome(target: target, result: refusal(of: target).map { .failed($0) })
    }
    let refused = Set(outcomes.filter { $0.result != nil }.map(\.target.tool))
    return outcomes.map { outcome in
      guard outcome.result == nil, refused.contains(outcome.target.tool) else { return outcome }
      return TargetOutcome(target: outcome.target, result: .heldBack)
    }
  }

  /// Why the target cannot be written now; nil when nothing speaks against it.
  func refusal(of target: PlannedTarget) -> CommandError? {
    do throws(CommandError) {
      let place = try Place(target)
      try checkPlace(place)
      let environment = try session.environment(of: target.tool, for: .emit)
      let refused = DialectCodec.check(environment.variables, as: place.dialect)
      return refused.isEmpty ? nil : .delivery(.unrepresentable(refused))
    } catch {
      return error
    }
  }

  private func checkPlace(_ place: Place) throws(CommandError) {
    try allowing(place) { known throws(DeliveryError) in
      try EnvironmentFile.check(place.path, dialect: place.dialect, known: known)
    }
  }

  // MARK: Writing

  /// Nil where the file may hold the new values or the old ones: then the intent stands.
  private func deliver(_ outcome: inout TargetOutcome) -> EmissionReport? {
    var selection = outcome.target.selection
    do throws(CommandError) {
      let place = try Place(outcome.target)
      let environment = try intended(place.tool, &selection)
      outcome.result = .written(try write(environment, to: place))
      return EmissionReport(selection: selection, failure: nil)
    } catch {
      outcome.result = .failed(error)
      // It failed after the new file got its name, as far as can be told.
      if case .delivery(.system(let reason)) = error, ["fsync", "close"].contains(reason.operation)
      {
        return nil
      }
      return EmissionReport(selection: selection, failure: Diagnostic(error).code)
    }
  }

  /// The values as they are now. What was planned may be out of date, and a version must not be
  /// written before the vault knows that a file may hold it.
  private func intended(
    _ tool: ToolName, _ selection: inout TargetSelection
  ) throws(CommandError) -> ToolEnvironment {
    var environment = try session.environment(of: tool, for: .emit)
    while environment.view.versions != selection.versions {
      selection.versions = environment.view.versions
      _ = try session.answer(.change(.intendEmission([selection])))
      environment = try session.environment(of: tool, for: .emit)
    }
    return environment
  }

  private func write(
    _ environment: borrowing ToolEnvironment, to place: Place
  ) throws(CommandError) -> EnvironmentFile.WriteOutcome {
    let text = try encoded(environment, place.dialect)
    return try allowing(place) { known throws(DeliveryError) in
      try EnvironmentFile.write(text, to: place.path, dialect: place.dialect, known: known)
    }
  }

  private func encoded(
    _ environment: borrowing ToolEnvironment, _ dialect: Dialect
  ) throws(CommandError) -> SecretBytes {
    do throws(DeliveryError) {
      return try DialectCodec.encode(environment.variables, as: dialect)
    } catch {
      throw .delivery(error)
    }
  }

  /// Runs `body` with the names that the file may hold; only where that is not enough with all that
  /// it may have held at any time, which takes longer to find out.
  private func allowing<R>(
    _ place: Place, _ body: ([String]) throws(DeliveryError) -> R
  ) throws(CommandError) -> R {
    do throws(DeliveryError) {
      return try body(place.known)
    } catch {
      guard case .foreignContent = error else { throw .delivery(error) }
    }
    let known = try session.everConnected(place.tool)
    do throws(DeliveryError) {
      return try body(known)
    } catch {
      throw .delivery(error)
    }
  }
}

/// A file to write.
struct Place {
  let tool: ToolName
  let path: String
  let dialect: Dialect
  let known: [String]

  init(_ target: PlannedTarget) throws(CommandError) {
    guard let path = target.target.path, let name = target.target.dialect else {
      throw .unexpectedAnswer
    }
    guard let dialect = Dialect(rawValue: name) else { throw .roll(.unknownDialect(name)) }
    tool = target.tool
    self.path = path
    self.dialect = dialect
    known = target.variables
  }
}
