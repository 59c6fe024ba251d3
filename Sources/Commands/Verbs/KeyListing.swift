import Agent
import ByteCoding
import Vault

/// A table of keys, for `list` and `find`.
struct KeyListing {
  static let options: [Option] = [
    Option("tag", .one("T"), "only keys with this tag"),
    Option("provider", .one("P"), "only keys of this provider"),
    Option("owner", .one("O"), "only keys of this owner"),
    Option("environment", .one("E"), "only keys of this environment"),
    Option("tool", .one("TOOL"), "only keys that this tool uses"),
    Option("stale", "only keys that are too old or past their end"),
    Option(
      "sort", .one("ORDER"), "the order", default: "name", choices: ["name", "age", "provider"]),
  ]

  static let exits: [ExitStatus] = [
    .locked, .wrongPassphrase, .noVault, .notFound, .damaged, .rolledBack,
  ]

  private let invocation: Invocation
  private let session: Session

  init(_ invocation: Invocation, _ session: Session) {
    self.invocation = invocation
    self.session = session
  }

  func show(text: String?) throws(CommandError) -> ExitStatus {
    let keys = sorted(try session.keys(try filter(text)))
    guard !session.printer.isJSON else {
      try session.printer.object([("keys", .array(keys.map { JSONOutput($0) }))])
      return .done
    }
    guard !keys.isEmpty else {
      session.printer.note(text == nil ? "no keys" : "no key matches")
      return .done
    }
    try session.printer.table(table(keys))
    return .done
  }

  private func filter(_ text: String?) throws(CommandError) -> KeyFilter {
    var filter = KeyFilter(
      text: text, tag: invocation.value("tag"), provider: invocation.value("provider"),
      owner: invocation.value("owner"), environment: invocation.value("environment"),
      staleOnly: invocation.flag("stale"))
    if let tool = invocation.value("tool") { filter.tool = try invocation.plainTool(tool) }
    return filter
  }

  private func sorted(_ keys: [KeyView]) -> [KeyView] {
    switch invocation.value("sort") {
    case "age": keys.sorted { age($0) < age($1) }
    case "provider": keys.sorted { ($0.provider ?? "", $0.name) < ($1.provider ?? "", $1.name) }
    default: keys.sorted { $0.name < $1.name }
    }
  }

  /// When the current value was set; the oldest first.
  private func age(_ key: KeyView) -> Int64 { key.current?.stagedAt ?? key.addedAt }

  private func table(_ keys: [KeyView]) -> Table {
    let now = session.surroundings.now()
    var table = Table(["KEY", "PROVIDER", "VERSION", "AGE", "TOOLS", "OWNER", "NOTE"])
    for key in keys {
      table.add([
        key.name, key.provider ?? "-", key.current.map { String($0.number) } ?? "-",
        Age.text(age(key), now: now), String(key.tools.count), key.attributes.owner ?? "-",
        note(key, now),
      ])
    }
    return table
  }

  private func note(_ key: KeyView, _ now: Int64) -> String {
    if key.openRotation { return "rotating" }
    if let expires = key.current?.expires, expires < now { return "ended" }
    return key.isStale ? "stale" : ""
  }
}
