package import Ledger
import Platform

/// Starts agents.
package enum AgentStarter {
  /// Starts this program once more as an agent in the background, and waits until it can be asked.
  ///
  /// - Parameters:
  ///   - arguments: what makes this program call `AgentProcess.runHandedOver`, its name first.
  ///   - session: of the vault that this process has open.
  /// - Returns: the identifier of its process.
  @discardableResult
  package static func start(
    _ assignment: AgentAssignment, with session: borrowing SessionKey, arguments: [String]
  ) throws(AgentStartError) -> Int32 {
    var pair = try calling { () throws(SystemError) in try LocalSocket.pair() }
    let environment = try calling { () throws(SystemError) in
      try EnvironmentBlock(inheriting: false)
    }
    let ours = pair.takeFirst()
    let theirs = pair.takeSecond()
    let process: Int32
    do throws(SystemError) {
      process = try DetachedProgram.start(
        arguments: arguments, handing: theirs, environment: environment)
    } catch { throw .system(error) }
    let handover = try Handover(ours)
    try handover.send(assignment, session)
    try handover.awaitReadiness()
    return process
  }

  private static func calling<R: ~Copyable>(
    _ body: () throws(SystemError) -> R
  ) throws(AgentStartError) -> R {
    do throws(SystemError) { return try body() } catch { throw .system(error) }
  }
}
