package import ByteCoding
package import Ledger
import Platform
import SecretMemory
import Vault

/// Answers every request about one vault. Everything goes through here, so that a command works
/// alike in its own process and behind a socket.
///
/// Not for concurrent use: whoever holds it serialises the calls.
package final class Service {
  private(set) var configuration: ServiceConfiguration
  private var vault: OpenVault?
  /// Of the open vault; nil while none is open.
  var useBook: UseBook?
  /// Whether the end of the group brings uses into the ledger although it holds nothing else.
  var joinsUsesAnyway = false

  /// Whether a use that has to be recorded first opens a group, which its caller ends before the
  /// secret leaves: others may be waiting for the disk too.
  package var groupsUses = false

  private enum Look { case always, due, done }

  /// Whether to look for what other processes wrote.
  private var look = Look.always

  package init(_ configuration: ServiceConfiguration) {
    self.configuration = configuration
  }

  package func answer(_ request: consuming Request) throws(ServiceError) -> Response {
    guard takesUsesAlong(request) else { return try answerAlone(request) }
    return try inGroup(request)
  }

  func answerAlone(_ request: consuming Request) throws(ServiceError) -> Response {
    switch consume request {
    case .create(let wish, let factors): .created(try create(wish, factors))
    case .unlock(let factors, let accepting): .unlocked(try unlock(factors, accepting))
    case .query(let query): try answer(query, try open())
    case .value(let reference): .value(try value(reference, try open()))
    case .environment(let request): try environment(request, try open())
    case .change(let change): try carryOut(change, try open())
    case .setKey(let wish, let values): .stored(try store(wish, values, try open()))
    case .stageRotation(let wish, let values): .staged(try stage(wish, values, try open()))
    case .recognize(let scope, let values):
      .recognized(try recognize(values, scope, try open()))
    case .changePassphrase(let factors): try changePassphrase(factors, try open())
    case .addSlot(let wish, let factors): try addSlot(wish, factors, try open())
    case .restore(let wish, let factors): .backedUp(try restore(wish, factors))
    }
  }

  /// Answers for a client, who has a reason of its own.
  package func answer(
    _ request: consuming Request, because reason: String?
  ) throws(ServiceError) -> Response {
    configuration.reason = reason
    return try answer(request)
  }

  /// Forgets the keys; nothing is answered any more.
  package func close() {
    vault = nil
    useBook = nil
  }

  /// Requests that came together see the vault as of one moment: after this only the next request
  /// looks for what other processes wrote. Without it every request does.
  package func beginMoment() { look = .due }

  /// The open vault, with what other processes wrote since.
  func open() throws(ServiceError) -> OpenVault {
    guard let vault else { throw .locked }
    guard look != .done || vault.ledger.isVoid else { return vault }
    try vault.catchUp()
    if look == .due { look = .done }
    return vault
  }

  func adopt(_ opened: OpenVault) {
    let id = opened.ledger.vaultID
    if useBook == nil || id != vaultIdentifier {
      useBook = UseBook(
        directory: states.directory(of: id).path, sumsInMemory: configuration.sumsUsesInMemory)
    }
    vault = opened
  }

  /// Nil while none is open.
  var openVault: OpenVault? { vault }

  /// Of the open vault; nil while none is open.
  package var vaultIdentifier: Identifier? { vault?.ledger.vaultID }

  /// What opens the vault in another process through the same slot, without its factors.
  package func sessionKey() throws(ServiceError) -> SessionKey {
    guard let vault else { throw .locked }
    do throws(LedgerError) { return try vault.ledger.sessionKey() } catch {
      throw error == .wrongFactor ? .wrongFactor : .ledger(error)
    }
  }

  private func answer(_ query: Query, _ vault: OpenVault) throws(ServiceError) -> Response {
    switch query {
    case .vault: .vault(try vaultView(vault))
    case .standing(let key): .standing(try standing(key, vault))
    case .keys(let filter): .keys(try keys(filter, vault))
    case .key(let reference): .key(try key(reference, vault))
    case .history(let name): .key(try key(Reference(key: name), vault))
    case .log(let subject, let limit): .log(try log(subject, limit, vault))
    case .tools: .tools(try tools(vault))
    case .tool(let name): .tool(try tool(name, vault))
    case .whereUsed(let key): .roll(try whereUsed(key, vault))
    case .uses(let tool): .roll(try uses(tool, vault))
    case .emissionPlan(let selection): .plan(try emissionPlan(selection, vault))
    case .everConnected(let tool): .names(try everConnected(tool, vault))
    case .status: .status(try status(vault))
    case .settings: .settings(try settings(vault))
    case .slots: .slots(try slots(vault))
    case .rotations(let key): .rotations(try rotations(ofKey: key, vault))
    case .impact(let key): .impact(try impact(key, vault))
    case .due(let wish): .due(try due(wish, vault))
    }
  }
}
