import Agent
import ByteCoding
import Delivery
import Vault

/// What speaks against bringing values to a target, whatever the values are.
final class TargetCheck {
  let files = FileRound()
  private let session: Session
  private var approved: ApprovedCommands?

  init(_ session: Session) {
    self.session = session
  }

  /// These are going to be checked: git is asked about all of them at once.
  func expect(_ targets: [PlannedTarget]) {
    files.expect(targets.compactMap(\.target.path))
  }

  /// Why the target cannot be written, or its tool not told; nil when nothing speaks against it.
  func refusal(of target: PlannedTarget) -> CommandError? {
    do throws(CommandError) {
      let place = try Place(target)
      if let path = place.path {
        try session.allowing(place) { known throws(DeliveryError) in
          try EnvironmentFile.check(path, dialect: place.dialect, known: known, round: files)
        }
      }
      for step in Step.allCases where !target.target.words(for: step).isEmpty {
        try check(target, step)
      }
      return nil
    } catch {
      return error
    }
  }

  /// Refuses a command that nobody here has approved, or whose program others can change.
  func check(_ target: PlannedTarget, _ step: Step) throws(CommandError) {
    let words = target.target.words(for: step)
    guard try approvals().contains(words, target: target.target.id, step: step) else {
      throw .step(.notApproved(tool: target.tool.text, step: step, words: words))
    }
    do throws(ProgramProblem) {
      try CommandProgram.check(words[0])
    } catch {
      throw .step(.program(tool: target.tool.text, step: step, error))
    }
  }

  private func approvals() throws(CommandError) -> ApprovedCommands {
    if let approved { return approved }
    let file = try session.approvalFile()
    let read = try reporting { () throws(ApprovalError) in try file.read() }
    approved = read
    return read
  }
}

extension Session {
  /// Which commands of this vault may be run on this machine.
  func approvalFile() throws(CommandError) -> ApprovalFile {
    ApprovalFile(in: "\(try stateRoot())/\(try vault().identifier.hex)")
  }

  /// Runs `body` with the names that the file may hold; only where that is not enough with all that
  /// it may have held at any time, which takes longer to find out.
  func allowing<R>(
    _ place: Place, _ body: ([String]) throws(DeliveryError) -> R
  ) throws(CommandError) -> R {
    do throws(DeliveryError) {
      return try body(place.known)
    } catch {
      guard case .foreignContent = error else { throw .delivery(error) }
    }
    let known = try everConnected(place.tool)
    do throws(DeliveryError) {
      return try body(known)
    } catch {
      throw .delivery(error)
    }
  }
}
