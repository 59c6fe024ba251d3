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
  /// The agent that answers, once one was looked for and found.
  private var agentClient: AgentClient?
  private var hasLookedForAgent = false

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

  /// The one place that turns a request into a response: the agent answers where one runs, else
  /// this process, which opens the vault first where that is still to do.
  package func answer(_ request: consuming Request) throws(CommandError) -> Response {
    if request.isForOwnProcess {
      try openHere()
      return try answerDirectly(request)
    }
    if let agent = try agent() {
      let again = request.again
      if let response = try ask(agent, request) { return response }
      // It ended before it took the request.
      agentClient = nil
      guard let again else { throw .agent(.client(.lost(mayHaveHappened: false))) }
      return try answer(again)
    }
    try open()
    return try answerDirectly(request)
  }

  /// The agent that answers, looked for once a command; nil where none does.
  private func agent() throws(CommandError) -> AgentClient? {
    guard !isOpen, !hasLookedForAgent else { return agentClient }
    hasLookedForAgent = true
    agentClient = try agentForRequests()
    return agentClient
  }

  /// Makes sure that the vault can be asked, before anything else is.
  package func open() throws(CommandError) {
    guard try agent() == nil else { return }
    if try openHere() { startAgentAfterPrompt() }
  }

  /// Opens the vault in this process, asking for the passphrase where nothing offers it.
  ///
  /// - Returns: true when somebody was asked.
  @discardableResult
  package func openHere() throws(CommandError) -> Bool {
    guard !isOpen else { return false }
    let path = try vaultPath()
    // Nobody is asked for the passphrase of a vault that is not there.
    guard FileSystem.exists(path) else { throw .service(.noVault(path: path)) }
    printer.detail("opening \(path)")
    let (notes, wasAsked) = try unlockAsOffered(path)
    for note in notes { printer.warning(Message(note)) }
    return wasAsked
  }

  /// Makes a vault, which is then open.
  package func create(
    _ vault: CreateVault, _ factors: consuming CreationFactors
  ) throws(CommandError) -> VaultView {
    guard case .created(let view) = try answerDirectly(.create(vault, factors)) else {
      throw .unexpectedAnswer
    }
    isOpen = true
    agentClient = nil
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
    agentClient = nil
    return notes
  }

  private func unlockAsOffered(
    _ path: String
  ) throws(CommandError) -> (notes: [Note], wasAsked: Bool) {
    guard let factors = try passphrases.offered() else {
      return (try unlockByAsking(path), true)
    }
    do throws(CommandError) {
      return (try unlock(factors), false)
    } catch {
      guard case .service(.wrongFactor) = error, passphrases.offersKeyFileAlone,
        questions.areAllowed
      else { throw error }
      return (try unlockByAsking(path), true)
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
    defer { for note in service.takeNotes() { printer.warning(Message(note)) } }
    do throws(ServiceError) {
      return try service.answer(request)
    } catch {
      throw .service(error)
    }
  }

  func connected() throws(CommandError) -> Service {
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
