import Agent
import Platform

/// Why an agent could not be started, found or asked.
extension Diagnostic {
  init(_ error: PlaceError) {
    switch error {
    case .pathTooLong(let path, let limit):
      self.init(
        "socket-path-too-long", .refused,
        "no agent: the path of its socket has more than \(limit) bytes: \(path)",
        "set XDG_RUNTIME_DIR to a shorter directory of yours",
        "or do without an agent: --no-agent")
    case .notADirectory(let path): self = Self.place("not-a-directory", path, "it is no directory")
    case .symbolicLink(let path): self = Self.place("directory-is-link", path, "it is a link")
    case .foreignOwner(let path, let owner, _):
      self = Self.place("foreign-directory", path, "it belongs to user \(owner)")
    case .unsafeMode(let path, let mode):
      self = Self.place(
        "open-directory", path,
        "others can change it or look into it (mode \(String(mode, radix: 8)))")
    case .notASocket(let path): self = Self.place("not-a-socket", path, "it is no socket")
    case .alreadyRuns(let process, _):
      self.init(
        "agent-runs", .conflict,
        process.map { "an agent serves this vault already: process \($0)" }
          ?? "an agent serves this vault already",
        "look at it: keyroll agent status", "end it: keyroll lock")
    case .configuration(let path, let line):
      self.init(
        "agent-settings", .inputNotUnderstood, "\(path), line \(line): not of the form uid = N",
        "write the user that the system's agent runs as, for example: uid = 990")
    case .system(let error): self.init(error)
    }
  }

  init(_ problem: AgentProblem) {
    switch problem {
    case .place(let error): self.init(error)
    case .client(let error): self.init(error)
    case .start(let error): self.init(error)
    case .none(let vault):
      self.init(
        "no-agent", .locked, "no agent has \(vault) unlocked",
        "start one: keyroll unlock")
    case .noneForSystem:
      self.init(
        "no-agent", .locked, "no agent serves the tools of this machine",
        "see how to install one: keyroll agent unit --system")
    case .silent:
      self.init(
        "agent-silent", .unexpected, "the agent does not answer: its keys are still in memory",
        "find its process and end it: pgrep keyroll-agent, then kill -9")
    case .endedAtOnce:
      self.init(
        "agent-ended", .unexpected, "the agent ended as soon as it had begun",
        "see why: keyroll agent run")
    }
  }

  private init(_ error: AgentStartError) {
    switch error {
    case .place(let error): self.init(error)
    case .service(let error): self.init(error)
    case .system(let error):
      self.init(
        "agent-not-started", .unexpected, "cannot start an agent: \(error.explanation)",
        "do without one: --no-agent")
    case .gone:
      self.init(
        "agent-not-started", .unexpected, "the agent ended before it was ready",
        "see why: keyroll agent run")
    }
  }

  private init(_ error: AgentClientError) {
    switch error {
    case .place(let error): self.init(error)
    case .failure(.service(let error)): self.init(error)
    case .untrusted(let user):
      self.init(
        "untrusted-agent", .refused, "the agent runs as user \(user), who is not trusted to",
        "for the system's agent, write its user into \(SystemAgentSettings.path): uid = N")
    case .version, .reply:
      self.init(
        "agent-version", .unexpected, "the agent speaks another version of the protocol",
        "end it, and go on with this version: kill it, then keyroll unlock",
        "or do without it: --no-agent")
    case .lost(mayHaveHappened: false):
      self.init(
        "agent-lost", .locked, "the agent ended before it took the request: nothing was changed",
        "type the same again")
    case .lost(mayHaveHappened: true):
      self.init(
        "agent-lost", .unexpected,
        "the agent ended in the middle: whether the change was made is not known",
        "look: keyroll log", "then type the same again where it was not")
    case .failure(.denied):
      self.init(
        "denied", .refused, "the agent does not serve this user, or not with that",
        "a tool gets its own variables only: keyroll run --as-tool -- CMD")
    case .failure(.notServed), .failure(.lockedNow):
      self.init(
        "not-served", .refused, "the agent does not do that",
        "do it in a process of its own: --no-agent")
    case .request, .failure(.tooLarge):
      self.init(
        "too-large", .refused, "request or answer are too large for the agent",
        "do it without the agent: --no-agent")
    case .system(let error): self.init(error)
    }
  }

  private static func place(_ code: String, _ path: String, _ why: Message) -> Diagnostic {
    Diagnostic(
      code, .refused, "no agent can be trusted at \(path): \(why)",
      "look at its owner and mode: ls -ld \(path)", "or do without an agent: --no-agent")
  }
}
