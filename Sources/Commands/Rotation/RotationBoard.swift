import Agent
import ByteCoding
import Vault

/// An open rotation on the screen: where it stands, and tool by tool who has taken the new version.
struct RotationBoard {
  private let rotation: RotationView
  private let now: Int64

  init(_ rotation: RotationView, now: Int64) {
    self.rotation = rotation
    self.now = now
  }

  /// `stripe, version 3 to 4: settling since 5 min, 2 of 3 tools there`
  var heading: Message {
    let from: Message = rotation.from.map { "\($0) to " } ?? ""
    let words: [Message] = [
      "\(rotation.phase.rawValue) since \(Age.text(rotation.startedAt, now: now))", tally,
    ]
    return "\(rotation.key), version \(from)\(rotation.to): "
      + Message.joined(words, separator: ", ") + extras
  }

  /// How many of the tools that need the key have come far enough, and what the others are at.
  private var tally: Message {
    let needed = rotation.tools.filter(\.isRequired)
    guard !needed.isEmpty else { return "no tool needs it" }
    let there = needed.filter { !$0.isBehind }.count
    var parts: [Message] = ["\(there) of \(needed.count, "tool") there"]
    let behind = needed.filter(\.isBehind)
    let failed = behind.filter { $0.level == .failed }.count
    let waiting = behind.filter { !$0.waits.isEmpty }.count
    if failed > 0 { parts.append("\(failed) failed") }
    if waiting > 0 { parts.append("\(waiting) waiting for others") }
    return Message.joined(parts, separator: ", ")
  }

  private var extras: Message {
    var parts: [Message] = []
    if rotation.isEmergency { parts.append("an emergency") }
    if let repeats = rotation.repeats { parts.append("back to the value of version \(repeats)") }
    if rotation.hasWaiting, !rotation.canary.isEmpty {
      parts.append("first \(list: rotation.canary.map(\.text))")
    }
    if let grace = grace { parts.append(grace) }
    if let window = Self.window(of: rotation, now: now) { parts.append(window) }
    return parts.isEmpty ? "" : "; " + Message.joined(parts, separator: ", ")
  }

  private var grace: Message? {
    guard let end = rotation.graceEnds else {
      return rotation.grace.map {
        "the old one is kept for \(DurationText.format($0)) once all have the new one"
      }
    }
    return end > now
      ? "the old one is kept until \(Age.dateTime(end))" : "the time to keep the old one is over"
  }

  /// How long tools have been without a value that works, where the old one ended when the new one
  /// was made.
  static func window(of rotation: RotationView, now: Int64) -> Message? {
    guard rotation.kind == RotationPlan.cutover, let began = rotation.began else { return nil }
    let behind = rotation.tools.filter(\.isBehind)
    guard behind.isEmpty else {
      return "\(behind.count, "tool") without a working key for \(seconds(now - began))"
    }
    let last = rotation.tools.filter(\.isRequired).compactMap(\.at).max() ?? began
    return "the longest time without a working key was \(seconds(last - began))"
  }

  /// Said when the last tool has come far enough: how long some tool had no working key.
  static func closing(of rotation: RotationView?, now: Int64) -> Message? {
    guard let rotation, rotation.kind == RotationPlan.cutover, let began = rotation.began else {
      return nil
    }
    return "every tool has a working key again, \(seconds(now - began)) after the old one ended"
  }

  static func seconds(_ milliseconds: Int64) -> String {
    let seconds = max(0, milliseconds) / 1000
    if seconds < 120 { return "\(seconds) s" }
    return seconds < 7200 ? "\(seconds / 60) min" : "\(seconds / 3600) h"
  }

  /// The tools; those that are behind first.
  /// - Parameter limit: rows at most, nil for all.
  func table(limit: Int? = nil) -> Table {
    var table = Table(["TOOL", "STATE", "NEEDS", "SINCE", "NEXT"])
    for tool in ordered.prefix(limit ?? .max) {
      table.add([
        tool.tool.text, Self.state(tool), tool.isRequired ? tool.required.rawValue : "-",
        tool.at.map { Age.text($0, now: now) } ?? "",
        Self.next(of: tool, rotation.key)?.text ?? "",
      ])
    }
    return table
  }

  /// Whom it waits for is its state; what is to be done is done for those.
  private static func next(of tool: RotationTool, _ key: String) -> Message? {
    guard tool.waits.isEmpty else { return nil }
    return tool.next.map { NextStepText.message($0, tool: tool.tool.text, key: key) }
  }

  private var ordered: [RotationTool] {
    rotation.tools.filter(\.isBehind) + rotation.tools.filter { !$0.isBehind }
  }

  static func state(_ tool: RotationTool) -> String {
    if !tool.waits.isEmpty { return "waits for \(tool.waits.map(\.text).joined(separator: ", "))" }
    let shown = tool.note ?? tool.evidence?.rawValue
    return shown.map { "\(tool.level.rawValue) (\($0))" } ?? tool.level.rawValue
  }

  /// Every row on its own screen is too many for a status: the rest is told by number.
  func show(_ printer: Printer, limit: Int?) throws(CommandError) {
    try printer.line(heading)
    guard !rotation.tools.isEmpty else { return }
    try printer.table(table(limit: limit))
    if let limit, rotation.tools.count > limit {
      try printer.line(
        "… and \(rotation.tools.count - limit) more: keyroll rotation show \(rotation.key)")
    }
    if let end { try printer.line(end) }
  }

  /// How the rotation ends, once nobody is behind.
  var end: Message? {
    guard rotation.pending.isEmpty, rotation.isPromoted, rotation.from != nil else { return nil }
    if let time = rotation.graceEnds, time > now {
      return "every tool has it; from \(Age.dateTime(time)): keyroll revoke \(rotation.key)"
    }
    return "every tool has it: keyroll revoke \(rotation.key)"
  }
}

extension JSONOutput {
  init(board rotation: RotationView, now: Int64) {
    self = .object([
      ("key", .text(rotation.key)), ("id", .text(rotation.id.hex)),
      ("from", .integer(optional: rotation.from.map { Int64($0) })),
      ("to", .integer(Int64(rotation.to))), ("phase", .text(rotation.phase.rawValue)),
      ("started", .time(rotation.startedAt)), ("class", .text(rotation.kind)),
      ("emergency", .bool(rotation.isEmergency)),
      ("canary", .array(rotation.canary.map { JSONOutput($0) })),
      ("grace-ends", .time(rotation.graceEnds)), ("began", .time(rotation.began)),
      ("repeats", .integer(optional: rotation.repeats.map { Int64($0) })),
      ("tools", .array(rotation.tools.map { JSONOutput(board: $0, of: rotation.key) })),
    ])
  }

  init(board tool: RotationTool, of key: String) {
    self = .object([
      ("tool", JSONOutput(tool.tool)), ("required", .bool(tool.isRequired)),
      ("level", .text(tool.level.rawValue)), ("required-level", .text(tool.required.rawValue)),
      ("behind", .bool(tool.isBehind)), ("since", .time(tool.at)),
      ("evidence", .text(optional: tool.evidence?.rawValue)), ("note", .text(optional: tool.note)),
      ("waits-for", .array(tool.waits.map { JSONOutput($0) })),
      ("machines", .texts(tool.machines)),
      (
        "next",
        .text(
          optional: tool.next.map { NextStepText.message($0, tool: tool.tool.text, key: key).text })
      ),
    ])
  }
}
