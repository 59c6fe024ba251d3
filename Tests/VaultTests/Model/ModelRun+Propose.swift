import TestSupport
import Vault

/// What somebody might do next.
extension ModelRun {
  mutating func propose() {
    let (keys, tools) = (model.keys.keys.sorted(), model.tools.keys.sorted())
    guard keys.count > 1, tools.count > 1 else {
      queue = [.addKey, .addTool]
      return
    }
    let (key, tool) = (generator.pick(keys), generator.pick(tools))
    switch generator.below(100) {
    case 0..<9: proposeRotation(key)
    case 9..<50: proposeProgress(key)
    case 50..<58: proposeDelivery(tool)
    case 58..<66: proposeWord(tool, key)
    case 66..<70: proposeSight(tool, key)
    case 70..<84: proposeEnd(key)
    case 84..<92: proposeConnection(tool, key, keys)
    case 92..<97: proposeEdit(tool, tools)
    default: proposeUnusual(tool, key, keys)
    }
    if queue.isEmpty { propose() }
  }

  private mutating func proposeRotation(_ key: Int) {
    let users = model.users(key)
    guard model.keys[key]?.rotation == nil || generator.chance(30) else { return }
    var plan = Model.Plan()
    if generator.chance(35), !users.isEmpty {
      plan.canaries = Set((0...generator.below(2)).map { _ in generator.pick(users) }).sorted()
    }
    if generator.chance(30) { plan.grace = generator.below(8) }
    plan.isEmergency = generator.chance(15)
    if generator.chance(15) {
      plan = Model.Plan(isEmergency: generator.chance(20), isCutover: true)
      if generator.chance(10) { plan.grace = 5 }
    }
    queue = [.rotate(key, plan)]
  }

  /// What `rotation resume` would do for some of the tools, not always with success.
  private mutating func proposeProgress(_ key: Int) {
    for tool in model.users(key).shuffled(using: &generator).prefix(1 + generator.below(3)) {
      for (target, known) in (model.tools[tool]?.targets ?? [:]).sorted(by: { $0.key < $1.key }) {
        guard known.isWritten, generator.chance(85) else { continue }
        let steps = model.steps(tool, key, target)
        if steps.contains(.deliver) || generator.chance(10) {
          queue.append(.beginWriting(tool, target, machine: known.machine))
          queue.append(
            .finishWriting(
              writes.count, succeeds: generator.chance(90), changed: generator.chance(80)))
        }
        for step in [Model.Step.reload, .verify] where steps.contains(step) {
          guard generator.chance(90) else { continue }
          queue.append(.beginStep(step, tool, target, machine: known.machine))
          guard generator.chance(90) else { continue }
          queue.append(.endStep(issued.count, passes: generator.chance(80)))
        }
      }
    }
  }

  /// Writing and programs that begin, end late, or are never heard of.
  private mutating func proposeDelivery(_ tool: Int) {
    if writes.count > 4 || generator.chance(25), !writes.isEmpty {
      queue = [
        .finishWriting(
          generator.below(writes.count), succeeds: generator.chance(80),
          changed: generator.chance(50))
      ]
      return
    }
    if issued.count > 4 || generator.chance(30), !issued.isEmpty {
      queue = [.endStep(generator.below(issued.count), passes: generator.chance(70))]
      return
    }
    guard let target = someTarget(tool) else { return }
    let machine = generator.chance(90) ? target.value.machine : "nowhere"
    switch generator.below(3) {
    case 0: queue = [.beginWriting(tool, target.key, machine: machine)]
    case 1: queue = [.beginStep(.reload, tool, target.key, machine: machine)]
    default: queue = [.beginStep(.verify, tool, target.key, machine: machine)]
    }
  }

  private mutating func someTarget(_ tool: Int) -> (key: Int, value: Model.Target)? {
    let all = (model.tools[tool]?.targets ?? [:]).sorted { $0.key < $1.key }
    return all.isEmpty ? nil : generator.pick(all)
  }

  private mutating func proposeWord(_ tool: Int, _ key: Int) {
    if generator.chance(25) {
      queue = [.waive(tool, key)]
    } else {
      queue = [.acknowledge(tool, key, 1 + generator.below(3))]
    }
  }

  private mutating func proposeSight(_ tool: Int, _ key: Int) {
    let count = model.keys[key]?.versions.count ?? 1
    let number = max(1, count - generator.below(3))
    if generator.chance(50), model.isLive(key, number), model.isLinked(tool, key) {
      queue = [.see(tool, key, number)]
    } else {
      let target = generator.chance(70) ? someTarget(tool)?.key : nil
      queue = [.drift(tool, key, number, at: target, generator.below(3))]
    }
  }

  private mutating func proposeEnd(_ key: Int) {
    let count = model.keys[key]?.versions.count ?? 1
    var number = generator.chance(30) ? max(1, count - generator.below(4)) : nil
    var isEmergency = generator.chance(15)
    if generator.chance(10) { (number, isEmergency) = (model.current(key), true) }
    let hasPrevious = !model.numbers(key, .previous).isEmpty
    switch generator.below(10) {
    case 0..<6:
      guard hasPrevious || number != nil || generator.chance(10) else { return }
      model.now += generator.chance(30) ? 6_000 : 10
      queue = [
        .revoke(
          key, number, force: generator.chance(20), emergency: isEmergency,
          reason: generator.chance(80))
      ]
    case 6: queue = [.abort(key)]
    case 7, 8: queue = [.rollBack(key, number)]
    default: queue = [.fix(key)]
    }
  }

  private mutating func proposeConnection(_ tool: Int, _ key: Int, _ keys: [Int]) {
    if !model.isLinked(tool, key) {
      queue = [.connect(tool, key, required: generator.chance(75))]
    } else if generator.chance(40) {
      queue = [.disconnect(tool, key)]
    } else if generator.chance(50) {
      let links = model.links.filter { $0.value.tool == tool }.map(\.key).sorted()
      queue = [.require(generator.pick(links), generator.chance(50))]
    } else {
      let other = generator.pick(keys)
      if other != key { queue = [.replace(key, by: other, generator.chance(60) ? tool : nil)] }
    }
  }

  private mutating func proposeEdit(_ tool: Int, _ tools: [Int]) {
    switch generator.below(8) {
    case 0: queue = [.ask(tool, generator.chance(50) ? nil : 1 + generator.below(3))]
    case 1, 2:
      let names: [Model.Before] = [
        .tool(generator.pick(tools)), .group("a"), .tool(generator.pick(tools)),
      ]
      queue = [.follow(tool, Array(Set(names.prefix(generator.below(3)))).sorted(by: Self.order))]
    case 3: queue = [.join(tool, generator.chance(50) ? ["a"] : [])]
    case 4:
      if let target = someTarget(tool) { queue = [.removeTarget(tool, target.key)] }
    case 5: if (model.tools[tool]?.targets.count ?? 0) < 3 { queue = [.addTarget(tool)] }
    case 6:
      if let target = someTarget(tool), target.value.kind == .file {
        queue = [.move(tool, target.key)]
      }
    default:
      if let target = someTarget(tool), target.value.isWritten {
        queue = [.programs(tool, target.key, generator.chance(50), generator.chance(50))]
      }
    }
  }

  private static func order(_ a: Model.Before, _ b: Model.Before) -> Bool {
    "\(a)" < "\(b)"
  }

  private mutating func proposeUnusual(_ tool: Int, _ key: Int, _ keys: [Int]) {
    switch generator.below(8) {
    case 0: if keys.count < 4 { queue = [.addKey] }
    case 1:
      if generator.chance(40) { queue = model.users(key).map { .disconnect($0, key) } }
      queue.append(.removeKey(key))
    case 2: queue = [.compose(key, Set((0..<2).map { _ in generator.pick(keys) }).sorted())]
    case 3: queue = [.compose(key, [])]
    case 4: queue = [.set(key)]
    case 5: if model.tools.count < 5 { queue = [.addTool] }
    case 6: queue = [.removeTool(tool, force: generator.chance(40))]
    default: queue = [.checkpoint]
    }
  }
}
