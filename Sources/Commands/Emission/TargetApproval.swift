import Agent
import Delivery
import Vault

/// Which commands may be run here: those that somebody has typed or read on this machine.
struct TargetApproval {
  private let session: Session

  init(_ session: Session) {
    self.session = session
  }

  /// Approves the words that were just typed or agreed to, where the vault has noted just these for
  /// the places, and forgets what was approved for steps that were taken away: typed without words.
  func approve(_ targets: [TargetView], typed: [Step: [String]]) throws(CommandError) {
    let here = targets.filter(\.isHere)
    guard !here.isEmpty, !typed.isEmpty else { return }
    let file = try session.approvalFile()
    try reporting { () throws(ApprovalError) in
      try file.change { Self.note(typed, of: here, in: &$0) }
    }
  }

  static func note(
    _ typed: [Step: [String]], of targets: [TargetView], in approved: inout ApprovedCommands
  ) {
    for target in targets {
      for (step, words) in typed where areSame(words, target.words(for: step)) {
        if words.isEmpty {
          approved.forget(target: target.id, step: step)
        } else {
          approved.add(words, target: target.id, step: step)
        }
      }
    }
  }

  /// By their bytes: words that look the same can name another program.
  private static func areSame(_ a: [String], _ b: [String]) -> Bool {
    a.elementsEqual(b) { $0.utf8.elementsEqual($1.utf8) }
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

  /// Places that are no more have nothing approved, even if their commands were taken away elsewhere.
  func forget(_ targets: [TargetView]) throws(CommandError) {
    let here = targets.filter(\.isHere)
    guard !here.isEmpty else { return }
    let file = try session.approvalFile()
    try reporting { () throws(ApprovalError) in
      guard try !file.read().isEmpty else { return }
      try file.change { approved in
        for target in here { approved.forget(target: target.id) }
      }
    }
  }
}

extension TargetDescription {
  /// The commands that were typed for the new place.
  var typed: [Step: [String]] {
    switch self {
    case .manual: [:]
    case .environmentFile(_, _, let commands): commands.typed
    case .command(let words, _, let commands): commands.typed.merging([.deliver: words]) { $1 }
    }
  }
}

extension TargetCommands {
  fileprivate var typed: [Step: [String]] {
    [.reload: reload, .verify: verify].filter { !$0.value.isEmpty }
  }
}
