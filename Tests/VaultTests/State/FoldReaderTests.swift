import ByteCoding
import Foundation
import TestSupport
import Testing
import Vault

/// The fold in another language, written from `Events.md` alone, comes to the same.
@Suite(.peer("python3", module: "nacl"), .timeLimit(.minutes(2)))
struct FoldReaderTests {
  private static let script =
    repositoryRoot + "/Tests/EndToEndTests/Readers/fold_events.py"

  @Test(arguments: Array(UInt64(1)...12))
  func bothFoldRandomEventsAlike(_ seed: UInt64) throws {
    var source = EventsWithNewNames(seed: seed)
    var state = State(base: EmptyBase())
    var lines: [String] = []
    for number in 0..<600 {
      let event = source.next()
      let stamp = Stamp(time: Int64(number), actor: "x", transaction: .zero, sequence: 0)
      try state.apply(event, stamp)
      let payload = event.encodedPayload().map { String(format: "%02x", $0) }.joined()
      lines.append("\(number) \(event.kind) \(event.critical ? "c" : "-") \(payload)")
    }
    let directory = try TemporaryDirectory()
    let file = directory.path + "/events"
    try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .ascii)
    let result = try runProgram("python3", ["-B", Self.script, file])
    try #require(result.status == 0, "\(result.errorText)")
    let (found, expected) = (
      Set(result.outputText.split(separator: "\n").map(String.init)), Set(try facts(state))
    )
    #expect(found.subtracting(expected).sorted() == [])
    #expect(expected.subtracting(found).sorted() == [])
    #expect(expected.count > 15)
  }

  // MARK: Facts

  private func facts(_ state: State) throws -> [String] {
    var (keys, tools): ([Key], [Tool]) = ([], [])
    try state.forEachKey { key in
      keys.append(key)
      return true
    }
    try state.forEachTool { tool in
      tools.append(tool)
      return true
    }
    return try keys.flatMap { try facts($0, state) } + tools.flatMap { try facts($0, state) }
  }

  private func facts(_ key: Key, _ state: State) throws -> [String] {
    let versions = key.versions.map { version in
      [
        version.id.hex, version.label.rawValue, "\(version.stagedAt)",
        version.purged ? "yes" : "no",
      ]
    }
    var facts = [
      ["key", key.id.hex, key.name, shown(key.attributes), shown(versions.map(shown))]
    ]
    for connection in try state.connections(ofKey: key.id) {
      facts.append([
        "connection", connection.id.hex, connection.tool.hex, key.id.hex, connection.field.hex,
        connection.variable, connection.required ? "yes" : "no", shown(connection.attributes),
      ])
    }
    if let rotation = try state.openRotation(ofKey: key.id) {
      facts.append([
        "rotation", key.id.hex, rotation.id.hex, rotation.from?.hex ?? "-", rotation.to.hex,
        "\(rotation.startedAt)",
      ])
    }
    for adoption in try state.adoptions(ofKey: key.id) {
      facts += adoption.versions.filter { key.version($0.version)?.label.isLive == true }
        .map { fact($0, of: adoption) }
      facts += adoption.targets.map { fact($0, of: adoption) }
    }
    return facts.map { $0.joined(separator: " ") }
  }

  private func fact(_ known: VersionAdoption, of adoption: Adoption) -> [String] {
    let failures = known.failures.map { [$0.target.hex, $0.step.rawValue, $0.reason] }
      .sorted { $0.lexicographicallyPrecedes($1) }
    return [
      "adoption", adoption.tool.hex, adoption.key.hex, known.version.hex, known.level.rawValue,
      known.reached.rawValue, known.evidence?.rawValue ?? "-", known.note ?? "-",
      known.waiver ?? "-", "\(known.at)", shown(known.emitted.map(\.hex)),
      shown(failures.map(shown)),
    ]
  }

  private func fact(_ held: TargetAdoption, of adoption: Adoption) -> [String] {
    [
      "holding", adoption.tool.hex, adoption.key.hex, held.target.hex, held.version?.hex ?? "-",
      held.fingerprint.map { $0.map { String(format: "%02x", $0) }.joined() } ?? "-",
      held.intended?.hex ?? "-", held.level.rawValue,
    ]
  }

  private func facts(_ tool: Tool, _ state: State) throws -> [String] {
    let targets = tool.targets.map { target in
      shown([target.id.hex, target.kind.rawValue, target.machine, shown(target.attributes)])
    }
    var facts = [
      [
        "tool", tool.id.hex, tool.name, tool.environment ?? "-", shown(tool.attributes),
        shown(targets),
      ]
    ]
    for target in tool.targets {
      guard let open = try state.operation(tool: tool.id, target: target.id) else { continue }
      facts.append([
        "operation", tool.id.hex, target.id.hex, open.id.hex, open.step.rawValue,
        shown(open.versions.map { shown([$0.key.hex, $0.version.hex]) }), "\(open.at)",
      ])
    }
    return facts.map { $0.joined(separator: " ") }
  }

  private func shown(_ parts: [String]) -> String { "[" + parts.joined(separator: ",") + "]" }

  private func shown(_ attributes: Attributes) -> String {
    shown(attributes.entries.map { shown([$0.name, shown($0.values)]) })
  }
}

/// Random events, except those that no writer makes: identifiers are not used twice. Half of them are
/// about one tool and one key, so that they meet.
private struct EventsWithNewNames {
  private let key = id(0xa0)
  private let tool = id(0xa1)
  private let connection = id(0xa2)
  private let targets = [id(0xb0), id(0xb1)]
  private let versions = (UInt8(0xc0)...0xc4).map { id($0) }
  private let operations = [id(0xd0), id(0xd1)]
  private var start: [Event] = []
  private var source: RandomEvents
  private var used: Set<Identifier> = []
  private var keys: [Identifier: Identifier] = [:]

  init(seed: UInt64) {
    source = RandomEvents(seed: seed)
    let field = Field(id: id(0xa3), name: "token")
    start = [
      .keyAdded(KeyAdded(key: key, name: "k", fields: [field], attributes: Attributes())),
      .toolAdded(ToolAdded(tool: tool, name: "t", environment: nil, attributes: Attributes())),
      .connected(
        Connected(
          connection: connection, tool: tool, key: key, field: field.id, variable: "K",
          isRequired: true, attributes: Attributes())),
    ]
    for (target, kind) in zip(targets, [TargetKind.environmentFile, .command]) {
      start.append(
        .targetAdded(
          TargetAdded(
            tool: tool, target: target, targetKind: kind, machine: "here",
            attributes: Attributes())))
    }
    for version in versions {
      start.append(
        .versionStaged(
          VersionStaged(key: key, version: version, values: [], expires: nil, origin: .rotate)))
    }
  }

  mutating func next() -> Event {
    if !start.isEmpty { return start.removeFirst() }
    if source.generator.chance(50) { return focused() }
    while true {
      let event = source.next()
      if isPlausible(event) { return event }
    }
  }

  private mutating func focused() -> Event {
    let (target, version) = (source.generator.pick(targets), source.generator.pick(versions))
    let operation = source.generator.pick(operations)
    let given = [KeyVersion(key: key, version: version)]
    switch source.generator.below(24) {
    case 0...3:
      return .emitted(
        Emitted(
          tool: tool, target: target,
          versions: [
            KeyFingerprint(
              key: key, version: version, fingerprint: bytes(source.generator.pick([1, 2]), 16))
          ]))
    case 4...5:
      return .emissionFailed(
        EmissionFailed(tool: tool, target: target, versions: given, reason: "disk-full"))
    case 6...7:
      return .emissionIntended(EmissionIntended(tool: tool, target: target, versions: given))
    case 8...11:
      return .commandIntended(
        CommandIntended(
          tool: tool, target: target, operation: operation,
          step: source.generator.pick(Step.allCases), versions: given))
    case 12...16:
      return .commandEnded(
        CommandEnded(
          tool: tool, target: target, operation: operation,
          code: source.generator.pick(["passed", "exit-1", "exit-1", CommandEnded.overtaken])))
    case 17...18:
      return .adoptionLowered(
        AdoptionLowered(
          tool: tool, key: key, version: version,
          target: source.generator.chance(30) ? nil : target,
          level: source.generator.pick(AdoptionLevel.Floor.allCases), cause: .edited))
    case 19:
      return .adopted(
        Adopted(
          tool: tool, key: key, version: version,
          level: source.generator.pick(AdoptionLevel.Claim.allCases), evidence: .process,
          note: nil))
    case 20:
      return .targetEdited(
        TargetEdited(
          tool: tool, target: target,
          changes: Attributes([
            (source.generator.pick(["reload", "verify"]), source.generator.pick([[], ["/x"]]))
          ])))
    case 21: return .versionPromoted(VersionPromoted(key: key, version: version))
    case 22 where used.insert(operation).inserted:
      let repeats = source.generator.pick(versions)
      return .rotationStarted(
        RotationStarted(
          rotation: operation, key: key, from: nil, to: version,
          attributes: Attributes([("repeats", [repeats.hex])])))
    default:
      return .waived(Waived(tool: tool, key: key, version: version, reason: "r"))
    }
  }

  private mutating func isPlausible(_ event: Event) -> Bool {
    switch event {
    case .keyAdded(let event): used.insert(event.key).inserted
    case .toolAdded(let event): used.insert(event.tool).inserted
    // Few things end, so that much is known in the end.
    case .keyRemoved, .toolRemoved: source.generator.chance(2)
    case .versionRevoked, .versionDiscarded: source.generator.chance(8)
    case .disconnected, .targetRemoved: source.generator.chance(25)
    case .rotationStarted(let event): used.insert(event.rotation).inserted
    case .connected(let event): isOfOneKey(event.connection, event.key)
    default: true
    }
  }

  private mutating func isOfOneKey(_ connection: Identifier, _ key: Identifier) -> Bool {
    let known = keys[connection] ?? key
    keys[connection] = known
    return known == key
  }
}
