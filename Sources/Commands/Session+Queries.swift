package import Agent
package import Vault

/// Questions with the answers that belong to them.
extension Session {
  package func vault() throws(CommandError) -> VaultView {
    guard case .vault(let vault) = try answer(.query(.vault)) else { throw .unexpectedAnswer }
    return vault
  }

  package func standing(of key: String) throws(CommandError) -> KeyStanding {
    guard case .standing(let standing) = try answer(.query(.standing(key: key))) else {
      throw .unexpectedAnswer
    }
    return standing
  }

  package func keys(_ filter: KeyFilter) throws(CommandError) -> [KeyView] {
    guard case .keys(let keys) = try answer(.query(.keys(filter))) else {
      throw .unexpectedAnswer
    }
    return keys
  }

  package func key(_ reference: Reference) throws(CommandError) -> KeyView {
    guard case .key(let key) = try answer(.query(.key(reference))) else { throw .unexpectedAnswer }
    return key
  }

  package func history(of key: String) throws(CommandError) -> KeyView {
    guard case .key(let key) = try answer(.query(.history(key: key))) else {
      throw .unexpectedAnswer
    }
    return key
  }

  package func log(about subject: String?, limit: Int?) throws(CommandError) -> [LogLine] {
    guard case .log(let lines) = try answer(.query(.log(subject: subject, limit: limit))) else {
      throw .unexpectedAnswer
    }
    return lines
  }

  package func tools() throws(CommandError) -> [ToolView] {
    guard case .tools(let tools) = try answer(.query(.tools)) else { throw .unexpectedAnswer }
    return tools
  }

  package func tool(_ reference: ToolName) throws(CommandError) -> ToolView {
    guard case .tool(let tool) = try answer(.query(.tool(reference))) else {
      throw .unexpectedAnswer
    }
    return tool
  }

  /// The connections of a key.
  package func roll(ofKey key: String) throws(CommandError) -> RollView {
    guard case .roll(let roll) = try answer(.query(.whereUsed(key: key))) else {
      throw .unexpectedAnswer
    }
    return roll
  }

  /// The connections of a tool.
  package func roll(ofTool tool: ToolName) throws(CommandError) -> RollView {
    guard case .roll(let roll) = try answer(.query(.uses(tool))) else { throw .unexpectedAnswer }
    return roll
  }

  package func plan(_ selection: EmissionSelection) throws(CommandError) -> EmissionPlan {
    guard case .plan(let plan) = try answer(.query(.emissionPlan(selection))) else {
      throw .unexpectedAnswer
    }
    return plan
  }

  package func status() throws(CommandError) -> StatusView {
    guard case .status(let status) = try answer(.query(.status)) else { throw .unexpectedAnswer }
    return status
  }

  /// Who would be concerned by a new value of the key: the key itself first.
  package func impact(of key: String) throws(CommandError) -> [ImpactLine] {
    guard case .impact(let lines) = try answer(.query(.impact(key: key))) else {
      throw .unexpectedAnswer
    }
    return lines
  }

  package func due(_ wish: DueWish) throws(CommandError) -> [DueLine] {
    guard case .due(let lines) = try answer(.query(.due(wish))) else { throw .unexpectedAnswer }
    return lines
  }

  package func settings() throws(CommandError) -> [SettingLine] {
    guard case .settings(let lines) = try answer(.query(.settings)) else {
      throw .unexpectedAnswer
    }
    return lines
  }

  package func slots() throws(CommandError) -> [SlotView] {
    guard case .slots(let slots) = try answer(.query(.slots)) else { throw .unexpectedAnswer }
    return slots
  }

  /// Changes something, says what is worth knowing about it.
  package func change(_ change: Change) throws(CommandError) {
    guard case .done(let notes) = try answer(.change(change)) else { throw .unexpectedAnswer }
    for note in notes { printer.note(Message(note)) }
  }
}
