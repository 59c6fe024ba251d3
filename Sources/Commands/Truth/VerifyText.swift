import Agent
import Delivery
import Platform
import Vault

/// What was found, in words: on standard output what differs, below it what was looked at.
struct VerifyText {
  let report: VerifyReport
  let session: Session

  func show() throws(CommandError) {
    for finding in report.targets { try show(finding) }
    for use in report.processes where use.isOutdated {
      try session.printer.line(use.sentence)
      session.printer.hint(use.mend)
    }
    for use in report.processes where !use.isOutdated { session.printer.detail(use.sentence) }
    for finding in report.targets where !finding.others.isEmpty {
      session.printer.note(
        "\(finding.path) also holds what no connection of \(finding.tool.name.text) stands for: "
          + "\(list: finding.others)")
    }
    for unseen in report.unseen {
      session.printer.note(
        "not looked at: \(unseen.tool.name.text), \(ToolText.place(unseen.target))")
    }
    showCounts()
  }

  private func show(_ finding: TargetFinding) throws(CommandError) {
    guard finding.isDrift else { return }
    if let problem = finding.problem {
      try session.printer.line("\(finding.tool.name.text): \(problem)")
    } else {
      for variable in finding.variables where variable.state != .current {
        try session.printer.line(
          "\(finding.tool.name.text): \(finding.path) \(variable.predicate)")
      }
    }
    session.printer.hint(finding.mend)
  }

  private func showCounts() {
    var looked: [Message] = []
    if !report.targets.isEmpty { looked.append("\(report.targets.count, "file")") }
    if let count = report.count { looked.append(Self.processes(count.read)) }
    let result: Message = report.isDrift ? "see above" : "nothing differs"
    session.printer.note(
      looked.isEmpty
        ? "there was nothing to look at"
        : "looked at \(Message.joined(looked, separator: " and ")): \(result)")
    guard report.unreadable > 0 else { return }
    session.printer.note("\(Self.processes(report.unreadable)) could not be looked into")
    if report.count?.denied ?? 0 > 0, CurrentProcess.effectiveUser != 0 {
      session.printer.hint("root can look into more of them")
    }
  }

  static func processes(_ count: Int) -> Message {
    count == 1 ? "1 process" : "\(count) processes"
  }
}

extension TargetFinding {
  /// One word for the file as a whole.
  var word: String {
    switch content {
    case .read: "read"
    case .missing: "missing"
    case .unreadable: "unreadable"
    case .notUnderstood: "not-understood"
    }
  }

  /// What is wrong with the file as a whole.
  var problem: Message? {
    switch content {
    case .read: nil
    case .missing: "\(path) is missing"
    case .unreadable(let reason): "\(path) cannot be read: \(Diagnostic.reason(reason))"
    case .notUnderstood(let line?):
      "\(path) was edited by hand: line \(line) is in no dialect"
    case .notUnderstood(nil): "\(path) was edited by hand: it is in no dialect"
    }
  }

  var mend: Message {
    let emit: Message = "keyroll emit \(tool.name.text)"
    switch content {
    case .read, .missing: return emit
    case .notUnderstood: return "move it out of the way, then: " + emit
    case .unreadable(let reason):
      if isHidden { return "as its owner: keyroll verify \(tool.name.text)" }
      return (Diagnostic(reason).hints.first.map { $0 + ", then: " } ?? "") + emit
    }
  }
}

extension VariableFinding {
  /// What the file does, to be said after its name.
  fileprivate var predicate: Message {
    let name: Message = "\(line.variable)"
    return switch state {
    case .current: "holds \(name) as it should be"
    case .other(let number, let label):
      "holds \(name) with \(words(number, label)) of \(line.key), not \(line.version ?? 0)"
    case .missing: "lacks \(name) (\(line.key))"
    case .edited: "was edited by hand: \(name) is no version of \(line.key)"
    case .unreadable: "cannot be read"
    }
  }
}

/// `version 3`, `version 3 (revoked)`
private func words(_ number: UInt64, _ label: VersionLabel?) -> Message {
  label == .revoked ? "version \(number) (revoked)" : "version \(number)"
}

extension ProcessUse {
  /// `process 1234 (billing-worker)`
  var title: Message { "process \(process.identifier) (\(process.name))" }

  var sentence: Message {
    let what = words(version, label)
    guard isOutdated else { return "\(title) runs with \(what) of \(key) (\(who))" }
    let wanted = expected.sorted().map { "\($0)" }.joined(separator: " or ")
    let need: Message = wanted.isEmpty ? "which has no value now" : "not \(wanted)"
    let doubt: Message = if case .oneOf = owner { "one of \(who), or nobody's" } else { who }
    return "\(title) still runs with \(what) of \(key), \(need) (\(doubt))"
  }

  /// `billing`, or `billing, mailer?` where that is not known.
  var ownerText: String { if case .tool = owner { who.text } else { who.text + "?" } }

  /// The tools whose process it may be; a name can be that of a thousand.
  private var who: Message {
    let names = tools.map(\.name.text)
    guard names.count > Self.mostNames + 1 else { return "\(list: names)" }
    return "\(list: Array(names.prefix(Self.mostNames))) and \(names.count - Self.mostNames) others"
  }

  private static let mostNames = 3

  var mend: Message {
    guard case .tool(let tool) = owner else { return "restart it, then: keyroll verify \(key)" }
    let name = tool.name.text
    return tool.targets.contains { $0.isHere && !$0.reload.isEmpty }
      ? "keyroll emit \(name), which tells it to load its values"
      : "restart it, then: keyroll verify \(name)"
  }
}
