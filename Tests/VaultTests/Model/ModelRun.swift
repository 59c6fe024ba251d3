import ByteCoding
import TestSupport
import Vault

/// Random commands, given to the vault and to the model, which are compared after each.
struct ModelRun {
  enum Command {
    case addKey, removeKey(Int), compose(Int, [Int])
    case set(Int), fix(Int), rotate(Int, Model.Plan), abort(Int), rollBack(Int, Int?)
    case revoke(Int, Int?, force: Bool, emergency: Bool, reason: Bool)
    case connect(Int, Int, required: Bool), require(Int, Bool), disconnect(Int, Int)
    case replace(Int, by: Int, Int?)
    case addTool, removeTool(Int, force: Bool)
    case ask(Int, Int?), follow(Int, [Model.Before]), join(Int, [String])
    case addTarget(Int), removeTarget(Int, Int), move(Int, Int), programs(Int, Int, Bool, Bool)
    case beginWriting(Int, Int, machine: String), finishWriting(Int, succeeds: Bool, changed: Bool)
    case beginStep(Model.Step, Int, Int, machine: String), endStep(Int, passes: Bool)
    case acknowledge(Int, Int, Int), waive(Int, Int)
    case see(Int, Int, Int), drift(Int, Int, Int, at: Int?, Int)
    case checkpoint
  }

  struct Write { let tool, target: Int, versions: [Int: Int] }
  struct Issued { let tool, target, number: Int }

  var scene = Scene()
  var base: MemoryBase?
  var model: Model
  var generator: SeededGenerator
  var keys: [Int: Identifier] = [:]
  var versions: [Int: [Identifier]] = [:]
  var tools: [Int: Identifier] = [:]
  var targets: [Int: Identifier] = [:]
  /// Which links are under which variable; a link keeps its variable when it moves to another key.
  var variables: [Int: String] = [:]
  var operations: [Int: Identifier] = [:]
  /// Writing that began and has not been reported on, and programs that may be running.
  var writes: [Write] = []
  var issued: [Issued] = []
  var numbers = 0
  var steps = 0
  /// What is to be done next.
  var queue: [Command] = []
  /// Commands that were carried out, and those that were refused, by name.
  var done: [String: Int] = [:]
  var refused: [String: Int] = [:]

  init(seed: UInt64, flaw: Model.Flaw? = nil) {
    generator = SeededGenerator(seed: seed)
    model = Model()
    model.flaw = flaw
    model.now = 1_000
    for _ in 0..<2 { queue.append(.addKey) }
    for _ in 0..<4 { queue.append(.addTool) }
  }

  /// Looks at all that the command is about, and every eighth time at everything.
  /// - Returns: What is different afterwards.
  mutating func step() throws -> [String] {
    if queue.isEmpty { propose() }
    let command = queue.removeFirst()
    scene.context = DecisionContext(
      now: Int64(model.now), ids: scene.context.ids, machine: scene.context.machine)
    let concerned = concerned(command)
    let (expected, found) = try play(command)
    model.now += 1
    steps += 1
    let name = String("\(command)".prefix { $0 != "(" })
    if found == nil { done[name, default: 0] += 1 } else { refused[name, default: 0] += 1 }
    guard expected == found else {
      return ["\(command): expected \(reason(expected)), got \(reason(found))"]
    }
    let keys = steps % 8 == 0 ? nil : concerned
    return try differences(in: keys).map { "after \(command): \($0)" }
  }

  /// The keys that a command can change anything of; nil where it may be any.
  private func concerned(_ command: Command) -> [Int]? {
    switch command {
    case .set(let key), .fix(let key), .rotate(let key, _), .abort(let key), .rollBack(let key, _),
      .revoke(let key, _, _, _, _), .connect(_, let key, _), .disconnect(_, let key),
      .acknowledge(_, let key, _), .waive(_, let key), .see(_, let key, _),
      .drift(_, let key, _, _, _):
      [key]
    case .ask(let tool, _), .follow(let tool, _), .join(let tool, _), .addTarget(let tool),
      .removeTarget(let tool, _), .move(let tool, _), .programs(let tool, _, _, _),
      .beginWriting(let tool, _, _), .beginStep(_, let tool, _, _):
      model.usedKeys(tool)
    case .finishWriting(let place, _, _):
      place < writes.count ? model.usedKeys(writes[place].tool) : []
    case .endStep(let place, _):
      place < issued.count ? model.usedKeys(issued[place].tool) : []
    case .require(let link, _): model.links[link].map { [$0.key] } ?? []
    case .addKey, .removeKey, .compose, .replace, .addTool, .removeTool, .checkpoint: nil
    }
  }

  private func reason(_ refused: Refused?) -> String { refused.map { "\($0)" } ?? "success" }

  mutating func draw() -> Int {
    numbers += 1
    return numbers
  }

  /// Lets the model do something; why it does not.
  mutating func expect(
    _ body: (inout Model) throws(Refused) -> Void
  ) -> Refused? {
    do throws(Refused) { try body(&model) } catch { return error }
    return nil
  }

  /// Lets the vault do something; why it does not.
  mutating func attempt(_ body: (inout Scene) throws -> Void) throws -> Refused? {
    do { try body(&scene) } catch let refusal as Refusal { return try refused(refusal) }
    return nil
  }

  func name(_ number: Int, in ids: [Int: Identifier]) throws -> Identifier {
    guard let id = ids[number] else { throw Unknown() }
    return id
  }

  func version(_ key: Int, _ number: Int) throws -> Identifier {
    guard let all = versions[key], number >= 1, number <= all.count else { throw Unknown() }
    return all[number - 1]
  }

  func keyVersions(_ numbers: [Int: Int]) throws -> [KeyVersion] {
    try numbers.map { key, number in
      KeyVersion(key: try name(key, in: keys), version: try version(key, number))
    }.sorted { $0.key < $1.key }
  }

  func fingerprints(_ numbers: [Int: Int]) throws -> [KeyFingerprint] {
    try numbers.map { key, number in
      let value = model.version(key, number)?.value ?? 0
      let bytes =
        [UInt8](repeating: UInt8(truncatingIfNeeded: value), count: 8)
        + (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
      return KeyFingerprint(
        key: try name(key, in: keys), version: try version(key, number), fingerprint: bytes)
    }.sorted { $0.key < $1.key }
  }

  struct Unknown: Error {}

  private func refused(_ refusal: Refusal) throws -> Refused {
    switch refusal {
    case .connected, .toolConnected: .connected
    case .rotationOpen: .rotationOpen
    case .noOverlap: .noOverlap
    case .notConnected: .notConnected
    case .noOpenRotation: .noOpenRotation
    case .alreadyPromoted: .alreadyPromoted
    case .nothingToRollBack: .nothingToRollBack
    case .rollbackImpossible: .rollbackImpossible
    case .nothingToRevoke: .nothingToRevoke
    case .alreadyRevoked: .alreadyRevoked
    case .notRevocable: .notRevocable
    case .reasonRequired: .reasonRequired
    case .graceRunning: .graceRunning
    case .alreadyTaken: .alreadyTaken
    case .noCurrentVersion: .noCurrent
    case .unused: .unused
    case .orderCycle, .madeFromCycle: .cycle
    case .otherMachine: .otherMachine
    case .notWritten: .notWritten
    case .notReplaceable: .notReplaceable
    case .toolsPending(let laggards): .toolsPending(Set(laggards.map { pair($0) }))
    default: throw refusal
    }
  }

  func pair(_ laggard: Laggard) -> Model.Pair {
    Model.Pair(
      tool: tools.first { $0.value == laggard.tool }?.key ?? -1,
      key: keys.first { $0.value == laggard.key }?.key ?? -1)
  }
}
