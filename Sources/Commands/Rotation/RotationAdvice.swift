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
    if outcome.isInterrupted {
      guard !rotation.pending.isEmpty else { return }
      return session.printer.hint("go on with: keyroll rotation resume \(rotation.key)")
    }
    guard outcome.exit == .done else {
      return session.printer.hint(
        "when that is repaired: keyroll rotation resume \(rotation.key)")
    }
    if let hint = rotation.next(now: now) { session.printer.hint(hint) }
  }
}

extension RotationView {
  var hasWaiting: Bool { tools.contains { !$0.waits.isEmpty } }

  /// What the rotation as a whole wants next; nil while single tools have something to do.
  func next(now: Int64) -> Message? {
    guard hasWaiting else {
      let isStopped = tools.contains { $0.next == .emit || $0.next == .run }
      return isStopped
        ? "go on, on each machine that has tools: keyroll rotation resume \(key)"
        : RotationBoard(self, now: now).end
    }
    let first = Set(tools.flatMap(\.waits).map(\.text))
    let open = tools.filter { first.contains($0.tool.text) && $0.waits.isEmpty }
    guard let canary = open.first(where: { tool in canary.contains { $0 == tool.tool } }) else {
      return "the others follow with: keyroll rotation resume \(key)"
    }
    return "the others follow once \(canary.tool.text) is verified: keyroll ack "
      + "\(canary.tool.text) \(key) --level verified, then: keyroll rotation resume \(key)"
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
