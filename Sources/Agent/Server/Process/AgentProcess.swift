package import Ledger
import Platform
import SecretMemory

/// A process that is an agent and nothing else.
package enum AgentProcess {
  /// Blocks of a page for secrets: those of the vault, and replies to clients that wait.
  private static let secretBlocks = 128

  /// To be called before this process has any secret, so that all of them are where only it can
  /// read.
  package static func prepare() {
    CurrentProcess.returnLargeBlocks()
    SecretPages.reserve(blocks: secretBlocks)
  }

  /// Serves until the end, and returns why it came: the keys are wiped then, and the process has
  /// nothing more to do.
  ///
  /// - Parameters:
  ///   - session: what opens the vault.
  ///   - ready: called when clients can connect.
  package static func run(
    _ assignment: AgentAssignment, with session: consuming SessionKey,
    ready: () -> Void = {}
  ) throws(AgentStartError) -> AgentEnd {
    prepare()
    let server = try begin(assignment, session)
    ready()
    return server.serve(assignment)
  }

  /// The same for a process that `AgentStarter` has started: what it is for, and what opens the
  /// vault, comes over the socket that it was given.
  package static func runHandedOver() throws(AgentStartError) -> AgentEnd {
    prepare()
    let handover = try Handover(try handedSocket())
    let handed = try handover.receiveAssignment()
    let assignment = handed.assignment
    let server: AgentServer
    do throws(AgentStartError) {
      server = try begin(assignment, handed.takeSession())
      try handover.reportReadiness()
    } catch {
      try? handover.report(error)
      throw error
    }
    _ = consume handover
    return server.serve(assignment)
  }

  private static func handedSocket() throws(AgentStartError) -> LocalSocket {
    do throws(SystemError) {
      return try LocalSocket(inherited: DetachedProgram.handedDescriptor)
    } catch { throw .system(error) }
  }

  private static func begin(
    _ assignment: AgentAssignment, _ session: consuming SessionKey
  ) throws(AgentStartError) -> AgentServer {
    let service = Service(assignment.configuration)
    do throws(ServiceError) { _ = try service.open(with: session) } catch {
      throw .service(error)
    }
    let entrance = try entrance(assignment, service)
    var options = AgentServerOptions(
      assignment.admission, assignment.limits, socket: assignment.place.socket)
    options.secretPages = SecretPages.isInUse
    do throws(SystemError) {
      let signals = try SignalQueue([
        SignalQueue.terminate, SignalQueue.interrupt, SignalQueue.hangUp,
      ])
      let server = try AgentServer(service, options, signals: signals)
      try server.open(entrance)
      return server
    } catch { throw .system(error) }
  }

  private static func entrance(
    _ assignment: AgentAssignment, _ service: Service
  ) throws(AgentStartError) -> Entrance {
    guard let state = service.stateDirectory else { throw .service(.locked) }
    do throws(PlaceError) {
      return try Entrance.open(
        assignment.place, state: state, user: CurrentProcess.effectiveUser)
    } catch { throw .place(error) }
  }
}

extension Service {
  /// Where this machine keeps what it knows of the open vault.
  var stateDirectory: String? {
    vaultIdentifier.map { states.directory(of: $0).path }
  }
}

extension AgentServer {
  fileprivate func serve(_ assignment: AgentAssignment) -> AgentEnd {
    CurrentProcess.setName("keyroll-agent")
    // Before the process is confined: that needs a socket.
    try? ReadyNotice.send()
    confine(to: assignment)
    return run()
  }

  /// Leaves the process what it needs for this: the files of the vault, its state and its socket,
  /// and none of the system calls that reach further. Whoever asks for the status hears how far the
  /// kernel went along.
  private func confine(to assignment: AgentAssignment) {
    let directories = [
      FileSystem.split(assignment.vaultPath).directory, desk.service.stateDirectory,
      assignment.place.directory,
    ]
    desk.landlock = Confinement.restrictFiles(
      directories.compactMap { $0.map { AccessRule($0, .readWrite) } })
    desk.seccomp = Confinement.restrictCalls()
  }
}
