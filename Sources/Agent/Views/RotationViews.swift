import ByteCoding
import Vault

extension Service {
  /// The open rotations, ascending by key.
  func rotations(
    ofKey name: String?, _ vault: OpenVault
  ) throws(ServiceError) -> [RotationView] {
    var open: [Rotation] = []
    if let name {
      let rotation = try vault.deciding { state throws(Refusal) in try state.find(key: name) }.id
      let found = try vault.reading { state throws(RecordError) in
        try state.openRotation(ofKey: rotation)
      }
      open = found.map { [$0] } ?? []
    } else {
      try vault.reading { state throws(RecordError) in
        try state.forEachOpenRotation { rotation in
          open.append(rotation)
          return true
        }
      }
    }
    var views: [RotationView] = []
    for rotation in open {
      if let view = try view(of: rotation, vault) { views.append(view) }
    }
    return views.sorted { $0.key < $1.key }
  }

  private func view(
    of rotation: Rotation, _ vault: OpenVault
  ) throws(ServiceError) -> RotationView? {
    let key = try vault.reading { state throws(RecordError) in try state.key(rotation.key) }
    guard let key, let to = key.version(rotation.to) else { return nil }
    let plan = rotation.plan
    return RotationView(
      id: rotation.id, key: key.name, from: rotation.from.flatMap { key.version($0)?.number },
      to: to.number, startedAt: rotation.startedAt,
      phase: try vault.deciding { state throws(Refusal) in try state.phase(of: rotation) },
      kind: plan.kind ?? Self.commonKind, graceEnds: rotation.graceEnd(of: key),
      grace: plan.grace, canary: try names(of: plan.canaries, vault),
      isEmergency: plan.isEmergency, began: plan.began, tools: try tools(of: key, to, vault),
      repeats: plan.repeats.flatMap { key.version($0)?.number })
  }

  /// Where a provider says nothing about it, keys live side by side.
  private static let commonKind = "overlap"

  /// The tools of a rotation to `version`, ascending by name.
  private func tools(
    of key: Key, _ version: Version, _ vault: OpenVault
  ) throws(ServiceError) -> [RotationTool] {
    let (entries, laggards) = try vault.deciding { state throws(Refusal) in
      (try state.roll(ofKey: key.id), try state.laggards(of: key, awaiting: [version]))
    }
    return entries.map { entry in
      let known = entry.adoption.version(version.id)
      return RotationTool(
        tool: ToolName(of: entry.tool), isRequired: entry.isRequired,
        level: entry.adoption.level(of: version.id), required: entry.required, at: known?.at,
        evidence: known?.evidence, note: known?.failureText ?? known?.waiver,
        waits: entry.waits.map(ToolName.init),
        machines: Set(entry.tool.targets.map(\.machine)).sorted(),
        next: laggards.first { $0.tool == entry.tool.id }?.next)
    }
  }

  private func names(
    of tools: [Identifier], _ vault: OpenVault
  ) throws(ServiceError) -> [ToolName] {
    var names: [ToolName] = []
    for id in tools {
      let tool = try vault.reading { state throws(RecordError) in try state.tool(id) }
      if let tool { names.append(ToolName(of: tool)) }
    }
    return names
  }

  /// What a new value of a key concerns: the key itself, then all that are made from it.
  func impact(_ name: String, _ vault: OpenVault) throws(ServiceError) -> [ImpactLine] {
    let impacted = try vault.deciding { state throws(Refusal) in
      try state.impact(ofKey: try state.find(key: name).id)
    }
    return impacted.map { key in
      ImpactLine(
        key: key.key.name, via: key.via.map(\.name),
        lines: key.entries.flatMap { Self.lines(of: $0, nil) })
    }
  }
}

extension VersionAdoption {
  /// Step and code of what failed first.
  var failureText: String? {
    failures.first.map { "\($0.step.rawValue) \($0.reason)" }
  }
}
