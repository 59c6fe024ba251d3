package import ByteCoding
package import Vault

/// A target of this machine. A file has an absolute path; without a dialect a target takes the
/// vault's default.
package enum TargetDescription: Sendable {
  case environmentFile(path: String, dialect: String?, commands: TargetCommands = TargetCommands())
  /// The words of a command that takes the values on standard input.
  case command([String], dialect: String?, commands: TargetCommands = TargetCommands())
  case manual
}

/// What is run for a target beside bringing values there: words, none of which means none.
package struct TargetCommands: Equatable, Sendable {
  package var reload: [String]
  package var verify: [String]
  /// Seconds that each may take.
  package var timeout: Int64?
  package init(reload: [String] = [], verify: [String] = [], timeout: Int64? = nil) {
    self.reload = reload
    self.verify = verify
    self.timeout = timeout
  }
}

/// One target and the versions that are to be, or were, written to it.
package struct TargetSelection: Hashable, Sendable {
  package var tool: Identifier
  package var target: Identifier
  package var versions: [KeyVersion]
  package init(tool: Identifier, target: Identifier, versions: [KeyVersion]) {
    self.tool = tool
    self.target = target
    self.versions = versions
  }
}

package struct EmissionReport: Sendable {
  package var selection: TargetSelection
  /// A stable reason code, nil when the target was written.
  package var failure: String?
  /// Whether the target held something else before.
  package var changed: Bool
  package init(selection: TargetSelection, failure: String?, changed: Bool = true) {
    self.selection = selection
    self.failure = failure
    self.changed = changed
  }
}

/// A command of a target that is to be run next.
package struct CommandWish: Sendable {
  package var selection: TargetSelection
  package var step: Step
  package init(selection: TargetSelection, step: Step) {
    self.selection = selection
    self.step = step
  }
}

/// How a command ended.
package struct CommandReport: Sendable {
  package var selection: TargetSelection
  /// Under which it was run.
  package var operation: Identifier
  package var step: Step
  /// `passed`, or why not: `exit-3`, `timed-out`.
  package var code: String
  package init(selection: TargetSelection, operation: Identifier, step: Step, code: String) {
    self.selection = selection
    self.operation = operation
    self.step = step
    self.code = code
  }
}

/// What somebody saw of a tool and a version.
package enum ObservationReport: Sendable {
  /// A level holds no more. Without a target it is about all of the tool.
  case drift(
    tool: Identifier, target: Identifier?, key: Identifier, version: Identifier,
    level: AdoptionLevel.Floor, cause: LoweringCause)
  /// The tool runs with it.
  case seen(tool: Identifier, key: Identifier, version: Identifier)
}
