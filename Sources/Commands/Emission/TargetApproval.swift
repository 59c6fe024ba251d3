import Agent
import Delivery
import Vault

/// Which commands may be run here: those that somebody has typed or read on this machine.
struct TargetApproval {
  private let session: Session

  init(_ session: Session) {
    self.session = session
  }

  /// Approves the commands of these places, which were just typed or agreed to.
  func approve(
    _ targets: [TargetView], of tool: ToolName, _ steps: [Step] = Step.allCases
  ) throws(CommandError) {
    let typed = targets.filter(\.isHere).flatMap { target in
      steps.map { (target: target, step: $0, words: target.words(for: $0)) }
        .filter { !$0.words.isEmpty }
    }
    guard !typed.isEmpty else { return }
    let file = try session.approvalFile()
    try reporting { () throws(ApprovalError) in
      try file.change { approved in
        for item in typed { approved.add(item.words, target: item.target.id, step: item.step) }
      }
    }
  }

  /// Commands of these places that nobody here has approved.
  func missing(
    in targets: [TargetView]
  ) throws(CommandError) -> [(target: TargetView, step: Step)] {
    let here = targets.filter(\.isHere)
    let all = here.flatMap { target in
      Step.allCases.filter { !target.words(for: $0).isEmpty }.map { (target: target, step: $0) }
    }
    guard !all.isEmpty else { return [] }
    let file = try session.approvalFile()
    let approved = try reporting { () throws(ApprovalError) in try file.read() }
    return all.filter { item in
      !approved.contains(
        item.target.words(for: item.step), target: item.target.id, step: item.step)
    }
  }

  /// A place that is no more has nothing approved.
  func forget(_ target: TargetView) throws(CommandError) {
    guard target.isHere, Step.allCases.contains(where: { !target.words(for: $0).isEmpty }) else {
      return
    }
    let file = try session.approvalFile()
    try reporting { () throws(ApprovalError) in
      try file.change { $0.forget(target: target.id) }
    }
  }
}
