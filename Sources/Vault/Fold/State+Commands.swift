import ByteCoding

extension State {
  mutating func fold(_ event: CommandIntended, _ stamp: Stamp) throws(RecordError) {
    guard let tool = try tool(event.tool), tool.target(event.target) != nil else { return }
    let operation = Operation(
      id: event.operation, step: event.step, versions: event.versions, at: stamp.time)
    set(RecordKey.operation(ofTool: tool.id, target: event.target)) { operation.write(to: &$0) }
  }

  mutating func fold(_ event: CommandEnded, _ stamp: Stamp) throws(RecordError) {
    guard let open = try operation(tool: event.tool, target: event.target),
      open.id == event.operation
    else { return }
    set(RecordKey.operation(ofTool: event.tool, target: event.target), nil)
    guard open.step != .deliver, event.code != CommandEnded.overtaken else { return }
    for item in open.versions {
      try change(event.tool, item.key, item.version) { adoption in
        guard adoption.target(event.target)?.version == item.version else { return }
        adoption.end(open.step, at: event.target, of: item.version, event.code, stamp.time)
      }
    }
  }

  mutating func fold(_ event: AdoptionLowered, _ stamp: Stamp) throws(RecordError) {
    try change(event.tool, event.key, event.version) { adoption in
      adoption.lower(event.version, at: event.target, to: AdoptionLevel(event.level))
      adoption.changeVersion(event.version, at: stamp.time) { version in
        version.lower(to: AdoptionLevel(event.level), event.cause)
      }
    }
  }
}

extension Adoption {
  fileprivate mutating func end(
    _ step: Step, at target: Identifier, of version: Identifier, _ code: String, _ time: Int64
  ) {
    let passed = code == CommandEnded.passed
    if passed {
      changeTarget(target, at: time) { $0.rise(to: step == .verify ? .verified : .applied) }
    }
    changeVersion(version, at: time) { version in
      version.failures.removeAll {
        $0.target == target && ($0.step == step || passed && step == .verify)
      }
      guard !passed else { return }
      version.failures.append(.init(target: target, step: step, reason: code))
    }
  }

  fileprivate mutating func lower(
    _ version: Identifier, at only: Identifier?, to level: AdoptionLevel
  ) {
    for place in targets.indices where only == nil || targets[place].target == only {
      guard targets[place].version == version else { continue }
      targets[place].lower(to: level)
    }
    guard level == .pending, let place = versions.firstIndex(where: { $0.version == version })
    else { return }
    versions[place].emitted.removeAll { only == nil || $0 == only }
  }
}
