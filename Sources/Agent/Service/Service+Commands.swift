import ByteCoding
import Vault

/// Commands of targets are run by the command line. Here is what is known of them before and after.
extension Service {
  /// Noted before a command is run. One that was begun before, and of which nothing was heard, keeps
  /// its identifier.
  /// - Returns: The identifiers under which they are to run, in the order of the wishes.
  func intend(
    _ wishes: [CommandWish], _ vault: OpenVault
  ) throws(ServiceError) -> [Identifier] {
    let plans = wishes.map { wish in
      CommandPlan(
        tool: wish.selection.tool, target: wish.selection.target, step: wish.step,
        versions: wish.selection.versions)
    }
    return try vault.commit(configuration) { context throws(ServiceError) in
      let decided = try vault.deciding { state throws(Refusal) in
        try state.decideIntendCommands(plans, &context)
      }
      return Draft(events: decided.events, answer: decided.operations)
    }
  }

  /// A command that delivered has brought the values to its target, like a file that was written.
  func record(
    _ reports: [CommandReport], _ vault: OpenVault
  ) throws(ServiceError) -> Response {
    let decided = try vault.commit(configuration) { context throws(ServiceError) in
      let deliveries = try self.deliveries(reports, vault)
      var events = try vault.deciding { state throws(Refusal) in
        try state.decideRecordEmission(deliveries, &context)
      }
      var state = vault.state
      if !events.isEmpty { try vault.apply(events, to: &state, context) }
      let results = reports.filter { $0.step != .deliver }.map { report in
        CommandResult(
          tool: report.selection.tool, target: report.selection.target,
          operation: report.operation, code: report.code)
      }
      events += try vault.deciding { _ throws(Refusal) in
        try state.decideRecordCommands(results, &context)
      }
      return Draft(events: events, answer: events)
    }
    return .done(decided.isEmpty ? [.alreadySo] : try promotions(in: decided, vault))
  }

  /// A result of another operation than the one that was noted last says nothing any more.
  private func deliveries(
    _ reports: [CommandReport], _ vault: OpenVault
  ) throws(ServiceError) -> [EmissionResult] {
    var results: [EmissionResult] = []
    for report in reports where report.step == .deliver {
      let selection = report.selection
      let open = try vault.reading { state throws(RecordError) in
        try state.operation(tool: selection.tool, target: selection.target)
      }
      guard let open, open.id == report.operation, open.step == .deliver else { continue }
      let given = TargetSelection(
        tool: selection.tool, target: selection.target, versions: open.versions)
      let outcome: EmissionResult.Outcome =
        report.code == CommandEnded.passed
        ? .emitted(try fingerprints(of: given, vault), changed: true)
        : .failed(given.versions, reason: report.code)
      results.append(
        EmissionResult(tool: given.tool, target: given.target, outcome: outcome))
    }
    return results
  }

  /// Takes in what was seen of targets and processes.
  func observe(
    _ reports: [ObservationReport], _ vault: OpenVault
  ) throws(ServiceError) -> Response {
    let decided = try vault.commit(configuration) { context throws(ServiceError) in
      let events = try vault.deciding { state throws(Refusal) in
        try state.decideObserve(reports.map(Observation.init), &context)
      }
      return Draft(events: events, answer: events)
    }
    return .done(decided.isEmpty ? [.alreadySo] : try promotions(in: decided, vault))
  }
}

extension Observation {
  fileprivate init(_ report: ObservationReport) {
    switch report {
    case .drift(let tool, let target, let key, let version, let level, let cause):
      self = .drift(
        tool: tool, target: target, key: key, version: version, level: level, cause: cause)
    case .seen(let tool, let key, let version):
      self = .seen(tool: tool, key: key, version: version)
    }
  }
}
