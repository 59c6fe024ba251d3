import ByteCoding
import Vault

extension Service {
  /// The open rotations, ascending by key.
  func rotations(
    ofKey name: String?, _ vault: OpenVault
  ) throws(ServiceError) -> [RotationView] {
    var open: [Rotation] = []
    if let name {
      let key = try vault.deciding { state throws(Refusal) in try state.find(key: name) }
      let rotation = try vault.reading { state throws(RecordError) in
        try state.openRotation(ofKey: key.id)
      }
      if let rotation { open.append(rotation) }
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
    let entries = try vault.deciding { state throws(Refusal) in try state.roll(ofKey: key.id) }
    return RotationView(
      id: rotation.id, key: key.name, from: rotation.from.flatMap { key.version($0)?.number },
      to: to.number, startedAt: rotation.startedAt,
      phase: to.label == .current ? .settling : .staged, kind: "overlap", graceEnds: nil,
      grace: nil, canary: [], isEmergency: false, began: nil, tools: entries.map(Self.tool),
      repeats: nil)
  }

  private static func tool(_ entry: RollEntry) -> RotationTool {
    RotationTool(
      tool: ToolName(of: entry.tool), isRequired: entry.isRequired, level: entry.level,
      required: entry.required, at: nil, evidence: nil, note: nil, waits: [],
      machines: Set(entry.tool.targets.map(\.machine)).sorted(), next: nil)
  }
}
