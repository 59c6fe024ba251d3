package import Agent
import ByteCoding
package import Vault

/// Tools, their places and the vault's slots, as JSON.
extension JSONOutput {
  package init(_ tool: ToolView) {
    self = .object([
      ("name", JSONOutput(tool.name)), ("id", .text(tool.id.hex)),
      ("attributes", JSONOutput(tool.attributes)),
      ("targets", .array(tool.targets.map { JSONOutput($0) })),
      ("connections", .array(tool.connections.map { JSONOutput(used: $0) })),
      ("last-use", JSONOutput(tool.lastUse)), ("denials", JSONOutput(tool.denials)),
    ])
  }

  /// How often and when last; null for never.
  package init(_ use: UseSum?) {
    guard let use else {
      self = .null
      return
    }
    self = .object([
      ("count", .integer(Int64(clamping: use.count))), ("time", .time(use.lastAt)),
      ("kind", .text(use.kind.rawValue)),
    ])
  }

  package init(_ use: ObservedUse?) {
    guard let use else {
      self = .null
      return
    }
    self = .object([
      ("kind", .text(use.kind.rawValue)), ("count", .integer(Int64(clamping: use.count))),
      ("first", .time(use.firstAt)), ("last", .time(use.lastAt)),
      ("by", .text(optional: use.by)),
    ])
  }

  package init(_ target: TargetView) {
    self = .object([
      ("name", .text(target.name)), ("id", .text(target.id.hex)),
      ("kind", .text(target.kind.rawValue)), ("machine", .text(target.machine)),
      ("here", .bool(target.isHere)), ("path", .text(optional: target.path)),
      ("dialect", .text(optional: target.dialect)),
      ("command", .texts(target.command)), ("reload", .texts(target.reload)),
      ("verify", .texts(target.verify)), ("timeout", .integer(optional: target.timeout)),
    ])
  }

  package init(_ slot: SlotView) {
    self = .object([
      ("name", .text(slot.name)), ("id", .text(slot.id.hex)),
      ("kind", .text(optional: slot.kind?.rawValue)), ("grant", .text(slot.grant)),
      ("verified", .time(slot.lastVerified)),
      ("passes", .integer(optional: slot.passes.map { Int64($0) })),
      ("memory-bytes", .integer(optional: slot.memoryBytes.map { Int64($0) })),
      ("opened-this", .bool(slot.openedThis)),
    ])
  }
}
