import Agent
import Vault

/// How a rotation is to go, from the line.
struct RotationOptions {
  static let all: [Option] = [
    Option("grace", .one("D"), "keep the old value for this long once all tools have the new one"),
    Option("canary", .many("TOOL"), "this tool first; the others once it is verified"),
    Option("emergency", "it has leaked: nothing is waited for, and a checklist is shown"),
    jobs,
  ]

  static let jobs = Option(
    "jobs", .one("N"), "commands that run at once", default: "\(Emitter.standardJobs)")

  let grace: Int64?
  let canary: [ToolName]
  let isEmergency: Bool
  let jobs: Int

  init(_ invocation: Invocation) throws(CommandError) {
    grace = try invocation.duration("grace")
    canary = try invocation.values("canary").map { text throws(CommandError) in
      try invocation.plainTool(text)
    }
    isEmergency = invocation.flag("emergency")
    jobs = try Self.jobs(invocation)
  }

  static func jobs(_ invocation: Invocation) throws(CommandError) -> Int {
    try invocation.number("jobs", in: 1...64) ?? Emitter.standardJobs
  }
}
