package import Agent
import Platform

/// One command's run: what it was asked, whom it may ask, where its words go, and the one way to
/// the vault.
package final class Session {
  package let globals: Globals
  package let surroundings: Surroundings
  package let printer: Printer
  package let questions: Questions
  package let passphrases: PassphraseSource
  private var service: Service?
  private var isOpen = false

  package init(_ globals: Globals, in surroundings: Surroundings) {
    self.globals = globals
    self.surroundings = surroundings
    let plain = globals.noColor || surroundings.variable("NO_COLOR")?.isEmpty == false
    printer = Printer(
      output: surroundings.output, error: surroundings.error, globals: globals, color: !plain)
    questions = Questions(
      console: globals.noInput ? nil : surroundings.console(), agrees: globals.agreesToQuestions)
    passphrases = PassphraseSource(globals, surroundings, questions)
  }

  /// The one place that turns a request into a response. Opens the vault first where that is
  /// still to do.
  package func answer(_ request: consuming Request) throws(CommandError) -> Response {
    try open()
    return try answerDirectly(request)
  }

  /// Opens the vault, asking for the passphrase where nothing offers it.
  package func open() throws(CommandError) {
    guard !isOpen else { return }
    let path = try vaultPath()
    // Nobody is asked for the passphrase of a vault that is not there.
    guard FileSystem.exists(path) else { throw .service(.noVault(path: path)) }
    printer.detail("opening \(path)")
    let notes: [Note]
    if let factors = try passphrases.offered() {
      notes = try unlock(factors, orByAsking: path)
    } else {
      notes = try unlockByAsking(path)
    }
    for note in notes { printer.warning(Message(note)) }
  }

  /// Makes a vault, which is then open.
  package func create(
    _ vault: CreateVault, _ factors: consuming CreationFactors
  ) throws(CommandError) -> VaultView {
    guard case .created(let view) = try answerDirectly(.create(vault, factors)) else {
      throw .unexpectedAnswer
    }
    isOpen = true
    return view
  }

  /// Opens the vault with these factors, asking nobody.
  ///
  /// - Parameter acceptingRollback: makes an older vault the newest that this machine has seen.
  /// - Returns: what is worth knowing about it.
  package func unlock(
    _ factors: consuming UnlockFactors, acceptingRollback: Bool = false
  ) throws(CommandError) -> [Note] {
    let request = Request.unlock(factors, acceptingRollback: acceptingRollback)
    guard case .unlocked(let notes) = try answerDirectly(request) else { throw .unexpectedAnswer }
    isOpen = true
    return notes
  }

  private func unlock(
    _ factors: consuming UnlockFactors, orByAsking path: String
  ) throws(CommandError) -> [Note] {
    do throws(CommandError) {
      return try unlock(factors)
    } catch {
      guard case .service(.wrongFactor) = error, passphrases.offersKeyFileAlone,
        questions.areAllowed
      else { throw error }
      return try unlockByAsking(path)
    }
  }

  private static let attempts = 3

  private func unlockByAsking(_ path: String) throws(CommandError) -> [Note] {
    var left = Self.attempts
    while true {
      left -= 1
      do throws(CommandError) {
        return try unlock(try passphrases.asked(vault: path))
      } catch {
        guard left > 0, case .service(.wrongFactor) = error else { throw error }
        try questions.show("that is not it; \(left, "attempt") left")
      }
    }
  }

  /// Answers a request that needs no open vault.
  package func answerDirectly(_ request: consuming Request) throws(CommandError) -> Response {
    let service = try connected()
    do throws(ServiceError) {
      return try service.answer(request)
    } catch {
      throw .service(error)
    }
  }

  private func connected() throws(CommandError) -> Service {
    if let service { return service }
    let made = Service(try configuration())
    service = made
    return made
  }

  private func configuration() throws(CommandError) -> ServiceConfiguration {
    ServiceConfiguration(
      vaultPath: try vaultPath(), statePath: try stateRoot(), machine: Machine.hostName,
      user: User.current.name, reason: globals.reason, now: surroundings.now)
  }
}
