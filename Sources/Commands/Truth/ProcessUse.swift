import Agent
import ByteCoding
import Platform
import Vault

/// A process that holds a version of a key under a name that tools have for it.
struct ProcessUse {
  /// Whose process it is.
  enum Owner {
    case tool(ToolView)
    /// It may be a process of any of these.
    case oneOf([ToolView])
  }

  struct Held {
    let variable: String
    let field: String
    let version: UInt64
    let label: VersionLabel
  }

  let process: RunningProcess
  let key: String
  let keyID: Identifier
  /// At least one, in the order of variables.
  let held: [Held]
  let owner: Owner
  /// The version that its tool is to have; of several tools, all of theirs.
  let expected: Set<UInt64>

  var isOutdated: Bool { held.contains { !expected.contains($0.version) } }

  /// The oldest that it holds, of those that it should not hold if there are any.
  var version: UInt64 { oldest?.version ?? 0 }
  var label: VersionLabel? { oldest?.label }

  private var oldest: Held? {
    let wrong = held.filter { !expected.contains($0.version) }
    return (wrong.isEmpty ? held : wrong).min { $0.version < $1.version }
  }

  var tools: [ToolView] {
    switch owner {
    case .tool(let tool): [tool]
    case .oneOf(let tools): tools
    }
  }
}
