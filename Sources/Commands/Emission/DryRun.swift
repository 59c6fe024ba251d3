import Agent
import Delivery
import SecretMemory
import Vault

/// What an emission would change, variable by variable and without values.
struct DryRun {
  private let session: Session

  init(_ session: Session) {
    self.session = session
  }

  func show(_ plan: EmissionPlan) throws(CommandError) -> ExitStatus {
    var changes: [(target: PlannedTarget, entries: [MaskedDiff.Entry])] = []
    var failure: ExitStatus?
    let check = TargetCheck(session)
    check.expect(plan.targets)
    for target in plan.targets {
      do throws(CommandError) {
        changes.append((target, try entries(for: target, check)))
      } catch {
        let diagnostic = Diagnostic(error)
        session.printer.report(diagnostic)
        failure = failure ?? diagnostic.exit
      }
    }
    if session.printer.isJSON {
      try session.printer.object([("targets", .array(changes.map(json)))])
    } else {
      try show(changes, isWhole: failure == nil)
    }
    return failure ?? .done
  }

  private func entries(
    for target: PlannedTarget, _ check: TargetCheck
  ) throws(CommandError) -> [MaskedDiff.Entry] {
    if let refusal = check.refusal(of: target) { throw refusal }
    let place = try Place(target)
    let environment = try session.environment(of: target.tool, for: .emit)
    let refused = DialectCodec.check(environment.variables, as: place.dialect)
    guard refused.isEmpty else { throw .delivery(.unrepresentable(refused)) }
    guard let path = place.path else {
      // What a command has made of the values is not known.
      let change: MaskedDiff.Change = target.steps.contains(.deliver) ? .changed : .same
      return target.variables.map { MaskedDiff.Entry(variable: $0, change: change) }
    }
    do throws(DeliveryError) {
      let old = try EnvironmentFile.read(path, dialect: place.dialect)
      return MaskedDiff.entries(from: old, to: environment.variables)
    } catch {
      throw .delivery(error)
    }
  }

  private func show(
    _ changes: [(target: PlannedTarget, entries: [MaskedDiff.Entry])], isWhole: Bool
  ) throws(CommandError) {
    var table = Table(["TOOL", "FILE", "VARIABLE", "CHANGE"])
    for (target, entries) in changes {
      for entry in entries {
        table.add([
          target.tool.text, target.target.place, entry.variable, Self.word(entry.change),
        ])
      }
    }
    guard !table.isEmpty else {
      if isWhole { session.printer.note("nothing to write") }
      return
    }
    try session.printer.table(table)
    session.printer.note("nothing was written")
  }

  private func json(
    _ change: (target: PlannedTarget, entries: [MaskedDiff.Entry])
  ) -> JSONOutput {
    .object([
      ("tool", JSONOutput(change.target.tool)), ("target", JSONOutput(change.target.target)),
      (
        "changes",
        .array(
          change.entries.map {
            .object([("variable", .text($0.variable)), ("change", .text(Self.word($0.change)))])
          })
      ),
    ])
  }

  private static func word(_ change: MaskedDiff.Change) -> String {
    switch change {
    case .added: "added"
    case .removed: "removed"
    case .changed: "changed"
    case .same: "same"
    }
  }
}
