import ByteCoding
import Vault

/// One command for both.
extension ModelRun {
  /// - Returns: Why the model does not carry it out, and why the vault does not.
  mutating func play(_ command: Command) throws -> (Refused?, Refused?) {
    switch command {
    case .checkpoint: return try checkpoint()
    case .addKey, .removeKey, .compose, .set, .fix, .rotate, .abort, .rollBack, .revoke:
      return try playVersions(command)
    case .connect, .require, .disconnect, .replace: return try playConnections(command)
    case .addTool, .removeTool, .ask, .follow, .join: return try playTools(command)
    case .addTarget, .removeTarget, .move, .programs: return try playTargets(command)
    case .beginWriting, .finishWriting, .beginStep, .endStep: return try playDelivery(command)
    case .acknowledge, .waive, .see, .drift: return try playAdoption(command)
    }
  }

  /// Goes on from the records, as after a restart.
  private mutating func checkpoint() throws -> (Refused?, Refused?) {
    let merged = MemoryBase(checkpointOf: scene.state, over: base)
    (base, scene.state) = (merged, State(base: merged))
    return (nil, nil)
  }

  // MARK: Versions

  private mutating func playVersions(_ command: Command) throws -> (Refused?, Refused?) {
    switch command {
    case .addKey: try addKey()
    case .removeKey(let key):
      try both({ r throws(Refused) in try r.removeKey(key) }) { scene, id in
        try scene.apply(try scene.state.decideRemove(key: id(.key(key)), purge: false))
      }
    case .compose(let key, let sources):
      try both({ r throws(Refused) in try r.compose(key, of: sources) }) { scene, id in
        let changes = Attributes([("made-from", try sources.map { try id(.key($0)).hex })])
        try scene.apply(try scene.state.decideEdit(key: id(.key(key)), changes))
      }
    case .set(let key), .fix(let key): try setOrFix(command, key)
    case .rotate(let key, let plan): try rotate(key, plan)
    case .abort(let key):
      try both({ r throws(Refused) in try r.abort(key) }) { scene, id in
        try scene.abort(id(.key(key)))
      }
    case .rollBack(let key, let number):
      try staging(key, { r throws(Refused) in try r.rollBack(key, to: number) }) {
        scene, id, new in
        try scene.apply(
          try scene.state.decideRollback(
            key: id, to: number.map(UInt64.init), new, &scene.context))
      }
    case .revoke(let key, let number, let force, let emergency, let reason):
      try both({ r throws(Refused) in
        try r.revoke(key, number, force: force, emergency: emergency, reason: reason)
      }) { scene, id in
        try scene.revoke(
          id(.key(key)), number.map(UInt64.init),
          RevocationLimits(force: force, reason: reason ? "r" : nil, emergency: emergency))
      }
    default: throw Unknown()
    }
  }

  private mutating func addKey() throws -> (Refused?, Refused?) {
    let key = draw()
    model.addKey(key)
    let id = try scene.addKey("k\(key)")
    keys[key] = id
    versions[key] = try scene.state.key(id)?.versions.map(\.id) ?? []
    return (nil, nil)
  }

  private mutating func setOrFix(
    _ command: Command, _ key: Int
  ) throws -> (Refused?, Refused?) {
    if case .fix = command {
      return try staging(key, { r throws(Refused) in try r.fix(key) }) { scene, id, new in
        try scene.apply(
          try scene.state.decideNewValue(key: id, new, fix: true, &scene.context))
      }
    }
    return try staging(key, { r throws(Refused) in try r.set(key) }) { scene, id, new in
      try scene.apply(try scene.state.decideNewValue(key: id, new, &scene.context))
    }
  }

  private mutating func rotate(
    _ key: Int, _ plan: Model.Plan
  ) throws -> (Refused?, Refused?) {
    let given = RotationPlan(
      kind: plan.isCutover ? RotationPlan.cutover : nil, grace: plan.grace.map(Int64.init),
      canaries: try plan.canaries.map { try name($0, in: tools) }, isEmergency: plan.isEmergency)
    return try staging(key, { r throws(Refused) in try r.rotate(key, plan) }) { scene, id, new in
      try scene.apply(try scene.state.decideRotate(key: id, new, given, &scene.context))
    }
  }

  /// A command that stages a version, whose identifier is kept if it is carried out.
  private mutating func staging(
    _ key: Int, _ expected: (inout Model) throws(Refused) -> Void,
    _ command: (inout Scene, Identifier, NewVersion) throws -> Void
  ) throws -> (Refused?, Refused?) {
    let id = try name(key, in: keys)
    let new = try scene.version(of: id)
    let refused = expect(expected)
    let found = try attempt { scene in try command(&scene, id, new) }
    if found == nil { versions[key, default: []].append(new.id) }
    return (refused, found)
  }

  // MARK: Connections

  private mutating func playConnections(_ command: Command) throws -> (Refused?, Refused?) {
    switch command {
    case .connect(let tool, let key, let required):
      let link = draw()
      variables[link] = "V\(link)"
      return try connect(link, tool, key, required)
    case .require(let link, let required):
      guard let found = model.links[link] else { return (nil, nil) }
      return try connect(link, found.tool, found.key, required)
    case .disconnect(let tool, let key):
      return try both({ r throws(Refused) in try r.disconnect(tool, key) }) { scene, id in
        try scene.apply(
          try scene.state.decideDisconnect(
            tool: id(.tool(tool)), key: id(.key(key)), &scene.context))
      }
    case .replace(let old, let new, let tool):
      var renewed: [Int: Int] = [:]
      for link in model.links.keys.sorted() {
        let new = draw()
        (renewed[link], variables[new]) = (new, variables[link])
      }
      return try both({ r throws(Refused) in try r.replace(old, by: new, tool, renewed) }) {
        scene, id in
        try scene.apply(
          try scene.state.decideReplace(
            old: id(.key(old)), new: id(.key(new)), tool: try tool.map { try id(.tool($0)) },
            &scene.context))
      }
    default: throw Unknown()
    }
  }

  private mutating func connect(
    _ link: Int, _ tool: Int, _ key: Int, _ required: Bool
  ) throws -> (Refused?, Refused?) {
    model.connect(link, tool, key, isRequired: required)
    let (toolID, keyID) = (try name(tool, in: tools), try name(key, in: keys))
    let attributes = try attributes(ofLink: link)
    let request = try scene.request(
      toolID, keyID, as: variables[link], required: required, attributes: attributes)
    return (
      nil,
      try attempt { scene in
        try scene.apply(try scene.state.decideConnect(key: keyID, request, &scene.context))
      }
    )
  }

  /// As the connection has them, so that connecting again changes nothing else.
  private func attributes(ofLink link: Int) throws -> Attributes {
    let replaced = (model.links[link]?.replaces ?? []).compactMap { keys[$0]?.hex }
    return Attributes(replaced.isEmpty ? [] : [("replaces", replaced)])
  }

  // MARK: Tools

  private mutating func playTools(_ command: Command) throws -> (Refused?, Refused?) {
    switch command {
    case .addTool: try addTool()
    case .removeTool(let tool, let force):
      try both({ r throws(Refused) in try r.removeTool(tool, force: force) }) { scene, id in
        try scene.apply(
          try scene.state.decideRemoveTool(id(.tool(tool)), force: force, &scene.context))
      }
    case .ask(let tool, let level):
      try edit(tool, "require", level.map { [Self.words[$0 - 1]] } ?? []) { $0.asked = level }
    case .follow(let tool, let before):
      try edit(tool, "after", try before.map(text)) { $0.after = before }
    case .join(let tool, let groups):
      try edit(tool, "group", groups) { $0.groups = groups }
    default: throw Unknown()
    }
  }

  static let words = ["emitted", "applied", "verified"]

  private func text(_ before: Model.Before) throws -> String {
    switch before {
    case .tool(let tool): Predecessor.tool(try name(tool, in: tools)).text
    case .group(let name): Predecessor.group(name).text
    }
  }

  private mutating func edit(
    _ tool: Int, _ attribute: String, _ values: [String],
    _ change: (inout Model.Tool) -> Void
  ) throws -> (Refused?, Refused?) {
    try both({ r throws(Refused) in try r.editTool(tool, change) }) { scene, id in
      try scene.editTool(id(.tool(tool)), [(attribute, values)])
    }
  }

  private mutating func addTool() throws -> (Refused?, Refused?) {
    let tool = draw()
    let asked = generator.chance(30) ? 1 + generator.below(3) : nil
    let name = "t\(tool)"
    let attributes = asked.map { [("require", [Self.words[$0 - 1]])] } ?? []
    let refused = expect { r throws(Refused) in
      try r.addTool(tool, Model.Tool(asked: asked))
    }
    let found = try attempt { scene in
      _ = try scene.addTool(name, targets: [], attributes: attributes)
    }
    tools[tool] = try scene.state.find(tool: try ToolName(name)).id
    queue.insert(
      contentsOf: (0..<generator.pick([0, 1, 1, 2, 2, 3])).map { _ in .addTarget(tool) }, at: 0)
    return (refused, found)
  }

  // MARK: Both

  enum Named { case key(Int), tool(Int), target(Int) }

  mutating func both(
    _ expected: (inout Model) throws(Refused) -> Void,
    _ command: (inout Scene, (Named) throws -> Identifier) throws -> Void
  ) throws -> (Refused?, Refused?) {
    let (keys, tools, targets) = (keys, tools, targets)
    func id(_ named: Named) throws -> Identifier {
      let found: Identifier? =
        switch named {
        case .key(let number): keys[number]
        case .tool(let number): tools[number]
        case .target(let number): targets[number]
        }
      guard let found else { throw Unknown() }
      return found
    }
    let refused = expect(expected)
    return (refused, try attempt { scene in try command(&scene, id) })
  }
}
