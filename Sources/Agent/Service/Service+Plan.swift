import ByteCoding
import Vault

extension Service {
  /// What is to be written where. Nothing is: that is the command line's part, without any lock.
  func emissionPlan(
    _ selection: EmissionSelection, _ vault: OpenVault
  ) throws(ServiceError) -> EmissionPlan {
    var plan = EmissionPlan(targets: [], elsewhere: [])
    for tool in try tools(for: selection, vault) {
      let emission = try self.emission(of: tool, vault)
      guard emission == nil || emission?.items.isEmpty == false else { continue }
      let entries = try vault.deciding { state throws(Refusal) in
        try state.uses(ofTool: tool.id)
      }
      let waiting = Self.waiting(entries, selection)
      plan.waiting += waiting
      // Of the key that was asked for it is not to have anything new.
      if case .key = selection, !waiting.isEmpty { continue }
      for target in tool.targets {
        let planned = try planned(target, tool, emission, entries, vault)
        if target.kind.isWritten && planned.target.isHere {
          plan.targets.append(planned)
        } else {
          plan.elsewhere.append(planned)
        }
      }
    }
    return plan
  }

  /// Nil where the tool cannot be given what it needs: it is planned all the same, without
  /// versions, so that whoever asks for its variables hears why, and the other tools go on.
  private func emission(of tool: Tool, _ vault: OpenVault) throws(ServiceError) -> Emission? {
    do throws(ServiceError) {
      return try vault.deciding { state throws(Refusal) in
        try state.emission(ofTool: tool.id)
      }
    } catch {
      guard case .refused = error else { throw error }
      return nil
    }
  }

  private static func waiting(
    _ entries: [RollEntry], _ selection: EmissionSelection
  ) -> [WaitingTool] {
    var key: String?
    if case .key(let name) = selection { key = folded(name) }
    return entries.filter { entry in
      !entry.waits.isEmpty && (key == nil || folded(entry.key.name) == key)
    }.map { entry in
      WaitingTool(
        tool: ToolName(of: entry.tool), key: entry.key.name, for: entry.waits.map(ToolName.init))
    }
  }

  private func tools(
    for selection: EmissionSelection, _ vault: OpenVault
  ) throws(ServiceError) -> [Tool] {
    switch selection {
    case .tool(let name): return [try find(name, vault)]
    case .key(let name):
      return try vault.deciding { state throws(Refusal) in
        try state.roll(ofKey: try state.find(key: name).id).map(\.tool)
      }
    case .everything:
      var all: [Tool] = []
      try vault.reading { state throws(RecordError) in
        try state.forEachTool { tool in
          all.append(tool)
          return true
        }
      }
      return all.sorted { $0.text < $1.text }
    }
  }

  private func planned(
    _ target: ToolTarget, _ tool: Tool, _ emission: Emission?, _ entries: [RollEntry],
    _ vault: OpenVault
  ) throws(ServiceError) -> PlannedTarget {
    let operation = try vault.reading { state throws(RecordError) in
      try state.operation(tool: tool.id, target: target.id)
    }
    let steps = entries.map { $0.steps(at: target) }.reduce(into: Set()) { $0.formUnion($1) }
    return PlannedTarget(
      tool: ToolName(of: tool),
      selection: TargetSelection(
        tool: tool.id, target: target.id, versions: emission?.versions ?? []),
      target: view(of: target),
      variables: emission?.items.map(\.connection.variable)
        ?? entries.flatMap(\.connections).map(\.variable).sorted(),
      keys: Set(emission?.items.map(\.keyName) ?? entries.map(\.key.name)).sorted(),
      steps: target.kind.isWritten ? steps : [],
      operation: operation.map { OpenOperation(id: $0.id, step: $0.step, versions: $0.versions) })
  }
}
