import ByteCoding
import Vault

@testable import Agent

extension Sample {
  static let rotation = RotationView(
    id: id(30), key: "k", from: 1, to: 2, startedAt: 1_800_000_000_004, phase: .settling,
    kind: "overlap", graceEnds: 1_800_000_000_013, grace: 86_400, canary: [tool],
    isEmergency: false, began: 1_800_000_000_014, tools: RotationTool.examples, repeats: 1)
  static let barestRotation = RotationView(
    id: id(31), key: "l", from: nil, to: 1, startedAt: 0, phase: .staged, kind: "cutover",
    graceEnds: nil, grace: nil, canary: [], isEmergency: true, began: nil, tools: [],
    repeats: nil)
  static let due =
    DueReason.allCases.map { reason in
      DueLine(reason: reason, key: "k", tool: nil, version: nil, at: nil, detail: nil)
    } + [
      DueLine(
        reason: .acknowledgement, key: "k", tool: tool, version: 2, at: 1_800_000_000_015,
        detail: "applied")
    ]
  static let matches = VersionLabel.allCases.map { label in
    Recognition.Match(
      keyID: id(32), key: "k", field: "token", versionID: id(33), version: 4, label: label)
  }
}

extension RotationTool {
  /// One that has everything and one that has nothing, then one for each next step.
  static let examples: [RotationTool] =
    [
      RotationTool(
        tool: Sample.tool, isRequired: true, level: .failed, required: .verified,
        at: 1_800_000_000_016, evidence: .process, note: "reload exit-3",
        waits: [Sample.listedTool], machines: ["here", "there"], next: .emit),
      RotationTool(
        tool: Sample.listedTool, isRequired: false, level: .pending, required: .emitted, at: nil,
        evidence: nil, note: nil, waits: [], machines: [], next: nil),
    ]
    + Laggard.NextStep.examples.map { step in
      RotationTool(
        tool: Sample.tool, isRequired: true, level: .pending, required: .applied, at: nil,
        evidence: nil, note: nil, waits: [], machines: [], next: step)
    }
}
