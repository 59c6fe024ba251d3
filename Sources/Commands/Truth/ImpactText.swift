import Agent
import Delivery
import Providers
import Vault

/// What a new value would touch, in words and as JSON.
struct ImpactText {
  let impact: Impact
  let session: Session

  func show() throws(CommandError) {
    let printer = session.printer
    let name = impact.key.name
    try printer.line(
      "a new value of \(name) concerns \(impact.touched.count, "tool") on "
        + "\(impact.machines.count, "machine")")
    let table = table
    if !table.isEmpty { try printer.table(table) }
    for made in impact.made {
      try printer.line(
        "\(made.key) is made from \(made.via.last ?? name): it needs a new value too")
    }
    for (tool, after) in impact.order {
      try printer.line("\(tool.name.text) comes after \(list: after.map(\.name.text))")
    }
    try showClass()
    showWork()
    printer.hint("go on: keyroll rotate \(name)")
  }

  private var table: Table {
    var table = Table(["TOOL", "KEY", "VARIABLES", "NEEDS", "PLACE", "THEN RUNS"])
    for use in impact.uses {
      let start = [
        use.tool.name.text, use.key, use.variables.joined(separator: " "),
        use.isRequired ? use.tool.required.rawValue : "optional",
      ]
      if use.tool.targets.isEmpty { table.add(start + ["when it is started", ""]) }
      for target in use.tool.targets {
        table.add(start + [ToolText.place(target).text, Self.commands(target)])
      }
    }
    return table
  }

  private static func commands(_ target: TargetView) -> String {
    target.commands.map { "\($0.step.rawValue): \(CommandText.quoted($0.words))" }
      .joined(separator: "; ")
  }

  /// What the provider does to the old key.
  private func showClass() throws(CommandError) {
    guard let provider = impact.provider else {
      return try session.printer.line("nothing is known about who issues it")
    }
    try session.printer.line("\(provider.name): \(Self.words(provider.rotation))")
    ProviderSteps(session).showWarnings(provider)
  }

  private static func words(_ rotation: RotationClass) -> Message {
    switch rotation {
    case .overlap: "the old key lives beside the new one until it is revoked"
    case .grace: "the old key lives for a set time after the new one was made"
    case .cutover: "the old key ends when the new one is made: tools stop until they have it"
    case .frozen: "no new key is issued any more"
    }
  }

  private func showWork() {
    for use in impact.byHand {
      session.printer.note(
        "by hand: carry \(use.key) over to \(use.tool.name.text), then: "
          + "keyroll ack \(use.tool.name.text) \(use.key)")
    }
    let far = Set(impact.targets.filter { !$0.isHere && $0.kind.isWritten }.map(\.machine))
    for machine in far.sorted() {
      session.printer.note("on \(machine): keyroll emit \(impact.key.name)")
    }
  }

  var members: [(String, JSONOutput)] {
    [
      ("key", .text(impact.key.name)),
      ("version", .integer(optional: impact.key.current.map { Int64($0.number) })),
      ("provider", .text(optional: impact.provider?.id)),
      ("class", .text(optional: impact.provider?.rotation.rawValue)),
      ("warnings", .texts(impact.provider?.rotationWarnings ?? [])),
      ("tools", .array(impact.uses.map(json))), ("machines", .texts(impact.machines)),
      (
        "made-from-it",
        .array(
          impact.made.map { .object([("key", .text($0.key)), ("via", .texts($0.via))]) })
      ),
      (
        "order",
        .array(
          impact.order.map { tool, after in
            .object([
              ("tool", JSONOutput(tool.name)), ("after", .array(after.map { JSONOutput($0.name) })),
            ])
          })
      ),
      ("by-hand", .array(impact.byHand.map { JSONOutput($0.tool.name) })),
    ]
  }

  private func json(_ use: Impact.Use) -> JSONOutput {
    .object([
      ("tool", JSONOutput(use.tool.name)), ("key", .text(use.key)),
      ("variables", .texts(use.variables)), ("required", .bool(use.isRequired)),
      ("required-level", .text(use.tool.required.rawValue)),
      ("owner", .text(optional: use.tool.attributes.owner)),
      ("waits", .array((use.lines.first?.waits ?? []).map { JSONOutput($0) })),
      (
        "targets",
        .array(
          use.tool.targets.map { target in
            .object([
              ("target", JSONOutput(target)),
              (
                "commands",
                .array(
                  target.commands.map {
                    .object([("step", .text($0.step.rawValue)), ("words", .texts($0.words))])
                  })
              ),
            ])
          })
      ),
    ])
  }
}
