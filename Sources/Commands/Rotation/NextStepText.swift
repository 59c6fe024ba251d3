import Vault

/// What brings a tool further, as something to type or to do.
enum NextStepText {
  static func message(_ step: Laggard.NextStep, tool: String, key: String) -> Message {
    switch step {
    case .emit: "keyroll emit \(tool)"
    case .run: "keyroll rotation resume \(key)"
    case .wait(let tools): "\(tool) waits for \(list: tools)"
    case .acknowledge(.verified):
      "once it is seen to use the new one: keyroll ack \(tool) \(key) --level verified"
    case .acknowledge: "once it has loaded the new one: keyroll ack \(tool) \(key)"
    case .rotate(let key): "keyroll rotate \(key)"
    }
  }
}
