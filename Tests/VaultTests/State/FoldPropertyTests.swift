import ByteCoding
import TestSupport
import Testing
import Vault

@Suite struct FoldPropertyTests {
  static let seeds: [UInt64] = Array(1...12)
  static let length = 400

  private func stamp(_ number: Int) -> Stamp {
    Stamp(time: Int64(number), actor: "x", transaction: .zero, sequence: UInt64(number))
  }

  @Test(arguments: seeds)
  func applyIsTotalAndKeepsRecordsConsistent(_ seed: UInt64) throws {
    var events = RandomEvents(seed: seed)
    var state = State(base: EmptyBase())
    for number in 0..<Self.length {
      try state.apply(events.next(), stamp(number))
      if number % 10 == 0 { try expectConsistent(state) }
    }
    try expectConsistent(state)
  }

  /// Cutting the history anywhere and going on from the records changes nothing.
  @Test(arguments: seeds)
  func foldingOverACheckpointEqualsFoldingFromTheStart(_ seed: UInt64) throws {
    var events = RandomEvents(seed: seed)
    let all = (0..<Self.length).map { _ in events.next() }
    var whole = State(base: EmptyBase())
    for (number, event) in all.enumerated() { try whole.apply(event, stamp(number)) }

    var generator = SeededGenerator(seed: seed)
    let cuts = [generator.below(all.count), generator.below(all.count)].sorted() + [all.count]
    var base = MemoryBase([:])
    var start = 0
    for cut in cuts {
      var part = State(base: base)
      for number in start..<cut { try part.apply(all[number], stamp(number)) }
      try expectSame(part, over: base, MemoryBase(checkpointOf: part, over: base))
      (base, start) = (MemoryBase(checkpointOf: part, over: base), cut)
    }
    #expect(base.records == MemoryBase(checkpointOf: whole).records)
  }

  @Test(arguments: [UInt64(7)])
  func everyEventTwiceEqualsOnceWhereNothingCameBetween(_ seed: UInt64) throws {
    var events = RandomEvents(seed: seed)
    var once = State(base: EmptyBase())
    for number in 0..<Self.length {
      let event = events.next()
      try once.apply(event, stamp(number))
      // Counting is the one thing that a fold does twice; a transaction is never folded twice.
      if case .useObserved = event { continue }
      var twice = once
      try twice.apply(event, stamp(number))
      #expect(MemoryBase(checkpointOf: twice).records == MemoryBase(checkpointOf: once).records)
    }
  }

  /// Look-ups over a base with changes give what they give over the merged records.
  private func expectSame(_ state: State, over base: MemoryBase, _ merged: MemoryBase) throws {
    let flat = State(base: merged)
    #expect(try keys(state) == keys(flat))
    #expect(try tools(state) == tools(flat))
    for key in try keys(flat) {
      #expect(try state.connections(ofKey: key.id) == flat.connections(ofKey: key.id))
      #expect(try state.adoptions(ofKey: key.id) == flat.adoptions(ofKey: key.id))
      #expect(try state.openRotation(ofKey: key.id) == flat.openRotation(ofKey: key.id))
      #expect(try state.use(ofKey: key.id, by: nil) == flat.use(ofKey: key.id, by: nil))
    }
    for tool in try tools(flat) {
      #expect(try state.connections(ofTool: tool.id) == flat.connections(ofTool: tool.id))
      #expect(try state.use(ofTool: tool.id) == flat.use(ofTool: tool.id))
    }
    #expect(try state.settings().map(\.name) == flat.settings().map(\.name))
    #expect(try state.slotNotes() == flat.slotNotes())
    #expect(try state.vault() == flat.vault())
  }

  private func expectConsistent(_ state: State) throws {
    let (keys, tools) = (try keys(state), try tools(state))
    for key in keys {
      #expect(key.versions.count { $0.label == .current } <= 1)
      #expect(key.versions.map(\.number) == (0..<key.versions.count).map { UInt64($0) + 1 })
      #expect(try state.key(named: key.name)?.id == key.id)
      #expect(try state.key(key.id) == key)
      #expect(key.attributes.entries.allSatisfy { !$0.values.isEmpty })
    }
    for tool in tools {
      #expect(try state.tools(named: tool.name).contains(tool))
    }
    for user in [UInt32(0), 7, 1002] {
      let ids = try state.tools(ofUser: user).map(\.id).sorted()
      #expect(ids == tools.filter { $0.attributes.user == user }.map(\.id))
    }
    for group in ["a", "yes"] {
      let ids = try state.toolIDs(ofGroup: group).sorted()
      #expect(
        ids == tools.filter { $0.attributes.groups.contains { folded($0) == group } }.map(\.id))
    }
    try expectNoUseWithoutItsSubjects(state, keys, tools)
    for key in keys {
      let made = keys.filter { $0.id != key.id && $0.attributes.madeFrom.contains(key.id) }
      #expect(try Set(state.keyIDs(madeFrom: key.id)) == Set(made.map(\.id)))
    }
    let byKey = try keys.flatMap { try state.connections(ofKey: $0.id) }
    let byTool = try tools.flatMap { try state.connections(ofTool: $0.id) }
    let order: (Connection, Connection) -> Bool = { ($0.id, $0.key) < ($1.id, $1.key) }
    #expect(byKey.sorted(by: order) == byTool.sorted(by: order))
    #expect(byKey.allSatisfy { $0.attributes["required"] == nil })
    let pairs = Set(byKey.map { [$0.key, $0.tool] })
    let adopted = try keys.flatMap { try state.adoptions(ofKey: $0.id) }
    #expect(Set(adopted.map { [$0.key, $0.tool] }) == pairs)
    try state.forEachOpenRotation { rotation in
      #expect(keys.contains { $0.id == rotation.key })
      return true
    }
  }

  /// As many uses are kept as there are keys, tools and connected pairs.
  private func expectNoUseWithoutItsSubjects(
    _ state: State, _ keys: [Key], _ tools: [Tool]
  ) throws {
    let pairs = try keys.flatMap { try state.adoptions(ofKey: $0.id) }.map { [$0.key, $0.tool] }
    let allowed = Set(pairs + keys.map { [$0.id, .zero] }).map {
      [UInt8(ascii: "o")] + $0.flatMap(\.bytes)
    }
    let ofTools = tools.map { [UInt8(ascii: "O")] + $0.id.bytes }
    let kept = MemoryBase(checkpointOf: state).records.keys.filter {
      $0.first == UInt8(ascii: "o") || $0.first == UInt8(ascii: "O")
    }
    #expect(Set(kept).isSubset(of: allowed + ofTools))
  }

  private func keys(_ state: State) throws -> [Key] {
    var result: [Key] = []
    try state.forEachKey { key in
      result.append(key)
      return true
    }
    #expect(result.map(\.id) == result.map(\.id).sorted())
    return result
  }

  private func tools(_ state: State) throws -> [Tool] {
    var result: [Tool] = []
    try state.forEachTool { tool in
      result.append(tool)
      return true
    }
    return result
  }
}
