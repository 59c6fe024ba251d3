import ByteCoding
import Testing
import Vault

/// One key at a place on the way of a rotation, with two tools that have files and need it, and one
/// that takes it when it starts and does not.
struct TransitionStage {
  enum Place: String, CaseIterable {
    /// No rotation yet.
    case none
    case staged, distributing, settling
    /// Settling, with a grace that runs.
    case grace
    /// The old version has ended, the new one is in use, tools are behind.
    case cutover
    /// Staged for an emergency.
    case emergency
    /// Only the canary has the new version, and is not verified.
    case canary
    /// Done: the old version is revoked.
    case revoked
    /// Going back to the first version, from the second one in use.
    case back
    /// Gone back: the third version has the value of the first.
    case reissued
  }

  var scene = Scene()
  let key: Identifier
  let other: Identifier
  let first: Identifier
  let second: Identifier
  let third: Identifier

  init(at place: Place) throws {
    key = try scene.addKey("acme")
    other = try scene.addKey("other")
    first = try scene.addTool("first", targets: [scene.target(reload: true)])
    second = try scene.addTool("second", targets: [scene.target()])
    third = try scene.addTool("third", targets: [])
    for tool in [first, second] {
      try scene.connect(tool, key)
      try scene.emit(tool)
    }
    try scene.run(.reload, first)
    try scene.connect(third, key, required: false)
    try move(to: place)
  }

  private mutating func move(to place: Place) throws {
    switch place {
    case .none: break
    case .staged: try scene.rotate(key)
    case .distributing:
      try scene.rotate(key)
      try scene.emit(first)
    case .settling: try settle()
    case .grace: try settle(RotationPlan(grace: 3_600))
    case .cutover: try scene.rotate(key, RotationPlan(kind: RotationPlan.cutover))
    case .emergency: try scene.rotate(key, RotationPlan(isEmergency: true))
    case .canary:
      try scene.rotate(key, RotationPlan(canaries: [first]))
      try scene.emit(first)
    case .revoked:
      try settle()
      try scene.revoke(key)
    case .back:
      try settle()
      try scene.rollBack(key)
    case .reissued:
      try settle()
      try scene.rollBack(key)
      try give()
    }
  }

  private mutating func settle(_ plan: RotationPlan = RotationPlan()) throws {
    try scene.rotate(key, plan)
    try give()
  }

  private mutating func give() throws {
    try scene.emit(first)
    try scene.emit(second)
    try scene.run(.reload, first)
  }

  // MARK: Commands

  enum Command: String, CaseIterable {
    case rotate, rotateUrgently, rotateCutover, rotateCutoverWithCanary, set, fix, abort
    case rollBack, rollBackTo1, revoke, revoke1, revokeCurrent, revokeCurrentUrgently, revokeForced
    case acknowledge, waive, intend, record, fail, intendCommand, endCommand, endStaleCommand
    case drift, see, replace, disconnect, removeKey, removeTool
  }

  /// - Returns: How the key is afterwards, `=` where no event came of it, or the name of the refusal.
  mutating func outcome(of command: Command) throws -> String {
    do {
      let before = scene.events.count
      try play(command)
      return scene.events.count > before ? try portrait() : "="
    } catch let refusal as Refusal {
      return String("\(refusal)".prefix { $0 != "(" })
    }
  }

  /// A letter for the label of each version, and the phase of an open rotation.
  func portrait() throws -> String {
    let labels = try scene.labels(key).map { label in
      switch label {
      case .pending: "p"
      case .current: "c"
      case .previous: "o"
      case .revoked: "r"
      case .discarded: "d"
      case .reissued: "i"
      }
    }
    let rotation = try scene.state.openRotation(ofKey: key)
    let phase = try rotation.map { "/" + String(try scene.state.phase(of: $0).rawValue.prefix(4)) }
    return labels.joined() + (phase ?? "")
  }

  private mutating func play(_ command: Command) throws {
    switch command {
    case .rotate: try scene.rotate(key)
    case .rotateUrgently: try scene.rotate(key, RotationPlan(isEmergency: true))
    case .rotateCutover: try scene.rotate(key, RotationPlan(kind: RotationPlan.cutover))
    case .rotateCutoverWithCanary:
      try scene.rotate(key, RotationPlan(kind: RotationPlan.cutover, canaries: [first]))
    case .set, .fix:
      let new = try scene.version(of: key)
      try scene.apply(
        try scene.state.decideNewValue(key: key, new, fix: command == .fix, &scene.context))
    case .abort: try scene.abort(key)
    case .rollBack: try scene.rollBack(key)
    case .rollBackTo1: try scene.rollBack(key, to: 1)
    case .revoke: try scene.revoke(key)
    case .revoke1: try scene.revoke(key, 1)
    case .revokeCurrent, .revokeCurrentUrgently:
      let limits =
        command == .revokeCurrent
        ? RevocationLimits(force: true, reason: "r")
        : RevocationLimits(reason: "r", emergency: true)
      try scene.revoke(key, try scene.state.key(key)?.current?.number, limits)
    case .revokeForced: try scene.revoke(key, nil, RevocationLimits(force: true, reason: "r"))
    case .acknowledge: try scene.acknowledge(first, key, .verified)
    case .waive: try scene.waive(second, key)
    case .removeTool:
      try scene.apply(try scene.state.decideRemoveTool(first, force: true, &scene.context))
    case .replace:
      try scene.apply(try scene.state.decideReplace(old: key, new: other, &scene.context))
    case .disconnect:
      try scene.apply(try scene.state.decideDisconnect(tool: first, key: key, &scene.context))
    case .removeKey:
      try scene.apply(try scene.state.decideRemove(key: key, purge: false))
    default: try deliver(command)
    }
  }

  private mutating func deliver(_ command: Command) throws {
    let current = try #require(try scene.state.key(key)?.current?.id)
    let target = try scene.targetID(first)
    switch command {
    case .intend:
      try scene.apply(
        try scene.state.decideIntend(tool: second, target: scene.targetID(second), &scene.context))
    case .record: try scene.emit(second)
    case .fail: try scene.emit(second, failing: [0])
    case .intendCommand: _ = try scene.intend(.reload, first)
    case .endCommand: try scene.run(.reload, first)
    case .endStaleCommand: try scene.end(id(0x77), first)
    case .drift:
      try scene.observe(
        .drift(
          tool: first, target: target, key: key, version: current, level: .emitted, cause: .edited))
    case .see: try scene.observe(.seen(tool: first, key: key, version: current))
    default: Issue.record("\(command) is not played")
    }
  }
}
