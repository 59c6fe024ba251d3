package import Agent
import Delivery
import Vault

/// Brings values to the places where tools read them, and has the tools load and prove them. What can
/// be refused is refused for a whole tool before any of its places is touched; what fails in one tool
/// stops only those that wait for it.
package struct Emitter {
  /// Commands that run at once where nobody says otherwise.
  package static let standardJobs = 4

  private let session: Session
  private let jobs: Int

  package init(_ session: Session, jobs: Int = Self.standardJobs) {
    self.session = session
    self.jobs = jobs
  }

  /// Goes on until nothing is left to do here: what had to wait is done as soon as it need not wait
  /// any more.
  ///
  /// - Parameter onlyMissing: leaves alone what is there already, as far as is known.
  package func emit(
    _ selection: EmissionSelection, onlyMissing: Bool = false
  ) throws(CommandError) -> EmissionOutcome {
    let run = EmissionRun(session, jobs: jobs, onlyMissing: onlyMissing)
    return try run.emit(selection)
  }

  /// Whether the places themselves may be written and their commands run, whatever is to be written
  /// there.
  package func checkPlaces(_ plan: EmissionPlan) throws(CommandError) {
    let check = TargetCheck(session)
    check.expect(plan.targets)
    for target in plan.targets {
      if let refusal = check.refusal(of: target) { throw refusal }
    }
  }
}
