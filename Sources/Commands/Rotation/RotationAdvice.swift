import Agent
import Providers
import Vault

/// What is left to do in a rotation, in the order in which to do it.
struct RotationAdvice {
  private let session: Session
  private let rotation: RotationView

  init(_ session: Session, _ rotation: RotationView) {
    self.session = session
    self.rotation = rotation
  }

  func show(after outcome: EmissionOutcome) throws(CommandError) {
    let now = session.surroundings.now()
    session.printer.note(RotationBoard(rotation, now: now).heading)
    guard !rotation.isEmergency else {
      return try EmergencyList(session, rotation).show()
    }
    if let hint = next(after: outcome, now) { session.printer.hint(hint) }
  }

  private func next(after outcome: EmissionOutcome, _ now: Int64) -> Message? {
    let key = rotation.key
    guard outcome.exit == .done else {
      return "when that is repaired: keyroll rotation resume \(key)"
    }
    if let canary = rotation.canary.first, rotation.tools.contains(where: { !$0.waits.isEmpty }) {
      return "the others follow once it is verified: keyroll ack \(canary.text) \(key) "
        + "--level verified, then: keyroll rotation resume \(key)"
    }
    return RotationBoard(rotation, now: now).end
  }
}

/// The checklist for a value that has leaked: what is done, and what is not, in order.
struct EmergencyList {
  private let session: Session
  private let rotation: RotationView

  init(_ session: Session, _ rotation: RotationView) {
    self.session = session
    self.rotation = rotation
  }

  func show() throws(CommandError) {
    let key = try session.key(Reference(key: rotation.key))
    let provider = key.provider.flatMap(Catalogue.provider)
    let behind = rotation.tools.filter(\.isBehind)
    item(true, "the new value is stored: \(rotation.key)@\(rotation.to)")
    item(
      behind.isEmpty,
      "every tool has it (\(rotation.tools.count - behind.count) of "
        + "\(rotation.tools.count))")
    for tool in behind {
      guard let next = tool.next else { continue }
      session.printer.note(
        "      \(tool.tool.text): "
          + NextStepText.message(next, tool: tool.tool.text, key: rotation.key))
    }
    showOldVersion(key, provider)
    item(false, "look for misuse: keyroll where \(rotation.key), and the provider's own log")
  }

  private func showOldVersion(_ key: KeyView, _ provider: Provider?) {
    guard let from = rotation.from,
      let old = key.versions.first(where: { $0.number == from })
    else { return }
    let isEnded = !old.label.isLive
    item(isEnded, "end \(rotation.key)@\(from) at its provider, at once")
    if !isEnded {
      for step in provider?.revokeSteps ?? [] { session.printer.note("      \(step)") }
    }
    item(
      isEnded, "then note it: keyroll revoke \(rotation.key)@\(from) --emergency --reason TEXT")
  }

  private func item(_ isDone: Bool, _ text: Message) {
    let mark: Message = isDone ? "[x] " : "[ ] "
    session.printer.note(mark + text)
  }
}
