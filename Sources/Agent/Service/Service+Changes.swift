import Vault

extension Service {
  func carryOut(_ change: Change, _ vault: OpenVault) throws(ServiceError) -> Response {
    switch change {
    case .editKey(let name, let attributes): try editKey(name, attributes, vault)
    case .renameKey(let name, let new): try renameKey(name, new, vault)
    case .removeKey(let name, let purge): try removeKey(name, purge, vault)
    case .connect(let wish): .connected(try connect(wish, vault))
    case .disconnect(let tool, let key, let field): try disconnect(tool, key, field, vault)
    case .setting(let name, let values): try set(name, values, vault)
    case .removeSlot(let name): try removeSlot(name, vault)
    case .confirmRecovery: try confirmRecovery(vault)
    case .noteAcceptedRollback: try noteAcceptedRollback(vault)
    case .addTool, .editTool, .renameTool, .removeTool, .addTarget, .editTarget, .removeTarget:
      try carryOut(ofTool: change, vault)
    case .intendEmission, .recordEmission, .intendCommands, .recordCommands, .observe,
      .acknowledge, .waive, .abortRotation, .rollback, .replace, .revoke:
      try carryOut(ofRotation: change, vault)
    }
  }

  private func carryOut(
    ofTool change: Change, _ vault: OpenVault
  ) throws(ServiceError) -> Response {
    switch change {
    case .addTool(let wish): .tool(try addTool(wish, vault))
    case .editTool(let name, let attributes): try editTool(name, attributes, vault)
    case .renameTool(let name, let new): try renameTool(name, new, vault)
    case .removeTool(let name, let force): try removeTool(name, force, vault)
    case .addTarget(let tool, let target): .tool(try addTarget(tool, target, vault))
    case .editTarget(let tool, let target, let attributes):
      .tool(try editTarget(tool, target, attributes, vault))
    case .removeTarget(let tool, let target): try removeTarget(tool, target, vault)
    default: .done([])
    }
  }

  private func carryOut(
    ofRotation change: Change, _ vault: OpenVault
  ) throws(ServiceError) -> Response {
    switch change {
    case .intendEmission(let selections): try intend(selections, vault)
    case .recordEmission(let reports): try record(reports, vault)
    case .intendCommands(let wishes): .operations(try intend(wishes, vault))
    case .recordCommands(let reports): try record(reports, vault)
    case .observe(let reports): try observe(reports, vault)
    case .acknowledge(let tool, let key, let level, let note):
      try acknowledge(tool, key, level, note, vault)
    case .waive(let tool, let key, let reason): try waive(tool, key, reason, vault)
    case .abortRotation(let key): try abort(key, vault)
    case .rollback(let key, let number): .staged(try rollBack(key, to: number, vault))
    case .replace(let wish): .connected(try replace(wish, vault))
    case .revoke(let wish): .revoked(try revoke(wish, vault))
    default: .done([])
    }
  }

  /// Commits events that answer nothing but notes.
  func change(
    _ vault: OpenVault, _ decide: (State, inout DecisionContext) throws(Refusal) -> [Event]
  ) throws(ServiceError) -> Response {
    let changed = try vault.commit(configuration) { context throws(ServiceError) in
      let events = try vault.deciding { state throws(Refusal) in try decide(state, &context) }
      return Draft(events: events, answer: !events.isEmpty)
    }
    return .done(changed ? [] : [.alreadySo])
  }
}
