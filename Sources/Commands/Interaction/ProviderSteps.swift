package import Providers

/// What a provider's profile has to say to a person who works in its console.
package struct ProviderSteps {
  private let session: Session

  package init(_ session: Session) {
    self.session = session
  }

  /// How to get a new key. Said before its value is asked for.
  package func showCreation(_ provider: Provider) {
    show("a new key of \(provider.name):", provider.createSteps)
    showNotes(provider)
  }

  /// How to end the old key.
  package func showRevocation(_ provider: Provider) {
    show("end the old key of \(provider.name):", provider.revokeSteps)
  }

  /// What is to be known before a rotation begins.
  package func showWarnings(_ provider: Provider) {
    for warning in provider.rotationWarnings {
      session.printer.warning(Message(escaping: warning))
    }
  }

  private func showNotes(_ provider: Provider) {
    for note in provider.notes {
      switch note {
      case .deprecated(let advice): session.printer.warning("deprecated: \(advice)")
      case .retired(let since, let advice):
        session.printer.warning("ended by its vendor on \(since): \(advice)")
      case .remark(let text): session.printer.detail(Message(escaping: text))
      }
    }
  }

  private func show(_ title: Message, _ steps: [String]) {
    guard !steps.isEmpty else { return }
    session.printer.note(title)
    for (index, step) in steps.enumerated() { session.printer.note("  \(index + 1). \(step)") }
  }
}
