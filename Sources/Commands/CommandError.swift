package import Agent
package import Delivery
package import Platform
package import Providers
package import SecretMemory
package import Vault

/// Why a command ended early. Facts only; `Diagnostic` words them.
package enum CommandError: Error {
  case usage(UsageError)
  case service(ServiceError)
  case delivery(DeliveryError)
  /// A name or reference on the command line.
  case reference(ReferenceProblem)
  case toolName(NameProblem)
  /// A file that the user named, or an output, could not be read or written.
  case system(SystemError)
  case input(InputError)
  /// About tools, their keys and the vault as a whole.
  case roll(RollError)
  /// A command that belongs to a target.
  case step(StepError)
  /// The command of `run` could not be started.
  case launch(SystemError)
  /// A question came up and nobody may be asked. `option` answers it on the command line.
  case unanswered(question: Message, option: String)
  /// The user said no, or ended the input or typed Ctrl-C at a question.
  case aborted(Abortion)
  /// There is nobody to ask for the passphrase, and nothing else opens the vault.
  case nobodyToUnlock
  case outOfMemory
  /// What the vault would refuse, found out before anything was asked.
  case early(EarlyRefusal)
  /// What was asked for needs something that this machine, or this way of starting, does not have.
  case unavailable(Unavailability)
  /// The service answered something else than what was asked: a defect.
  case unexpectedAnswer
  case agent(AgentProblem)
}

/// Why an agent was not started, found or believed.
package enum AgentProblem: Error {
  case place(PlaceError)
  case client(AgentClientError)
  case start(AgentStartError)
  /// None runs for this vault.
  case none(vault: String)
  /// None runs for the services of this machine.
  case noneForSystem
  /// It had ended before it could be asked.
  case endedAtOnce
  /// It is there, was told to end, and did not.
  case silent
}

/// A refusal that must come before a question.
package enum EarlyRefusal: Sendable, Equatable {
  /// `set` on a key that tools use.
  case keyIsConnected(key: String, tools: [String])
  /// `set` on a key in the middle of a rotation.
  case rotationIsOpen(key: String)
  /// `get` on a key with several fields, and none named.
  case severalFields(key: String, fields: [String])
  case nothingToChange
}

package enum Abortion: Sendable, Equatable {
  /// Nothing was changed.
  case nothingChanged
  /// The value was stored before the question; the name of its key.
  case valueKept(key: String)
  /// The same in a rotation: no tool has been given the value.
  case valueStaged(key: String)
}

package enum Unavailability: Sendable, Equatable {
  /// `get --copy` without a terminal that could pass it on.
  case clipboard
  /// No home directory and no `--vault`: there is no default place.
  case home
  /// A vault that is shared over the network.
  case sharedVault
}

/// A value, passphrase or file that was read and cannot be used. Never carries content.
package enum InputError: Error, Equatable, Sendable {
  case emptyValue(field: String?)
  case tooLarge(limit: Int)
  /// A rotation to the value that is current.
  case sameValue(key: String)
  case notAnObject(offset: Int)
  case notText(field: String)
  case missingField(String, given: [String])
  case surplusField(String, fields: [String])
  /// One value from a pipe or file, but the key has several fields.
  case severalFields([String])
  case emptyPassphrase(source: String)
  case passphrasesDiffer
  case weakPassphrase(bits: Int, least: Int)
  case keyFileTooShort(path: String, least: Int)
  case badRecoveryCode
  /// Findings of a paste check, with `--no-input`.
  case suspicious(field: String, findings: [PasteFinding])
}

/// An error of another module, as it reaches the user.
package protocol Reportable: Error {
  var asCommandError: CommandError { get }
}

extension UsageError: Reportable {
  package var asCommandError: CommandError { .usage(self) }
}

extension InputError: Reportable {
  package var asCommandError: CommandError { .input(self) }
}

extension SystemError: Reportable {
  package var asCommandError: CommandError { .system(self) }
}

extension SecretMemoryError: Reportable {
  package var asCommandError: CommandError { .outOfMemory }
}

extension ServiceError: Reportable {
  package var asCommandError: CommandError { .service(self) }
}

extension PlaceError: Reportable {
  package var asCommandError: CommandError { .agent(.place(self)) }
}

extension AgentClientError: Reportable {
  package var asCommandError: CommandError {
    switch self {
    case .failure(.service(let error)): .service(error)
    case .place(let error): .agent(.place(error))
    default: .agent(.client(self))
    }
  }
}

extension AgentStartError: Reportable {
  package var asCommandError: CommandError {
    switch self {
    case .service(let error): .service(error)
    case .place(let error): .agent(.place(error))
    case .system, .gone: .agent(.start(self))
    }
  }
}

extension DeliveryError: Reportable {
  package var asCommandError: CommandError { .delivery(self) }
}

extension ReferenceProblem: Reportable {
  package var asCommandError: CommandError { .reference(self) }
}

/// Runs `body` and turns its module's error into a command's.
package func reporting<R: ~Copyable, E: Reportable>(
  _ body: () throws(E) -> R
) throws(CommandError) -> R {
  do throws(E) {
    return try body()
  } catch {
    throw error.asCommandError
  }
}
