package import ByteCoding
package import Vault

package struct EmissionPlan: Sendable {
  package var targets: [PlannedTarget]
  /// Manual targets, and targets of other machines: nothing is written here, the user is told.
  package var elsewhere: [PlannedTarget]
  /// Tools that keep what they have until others have come further.
  package var waiting: [WaitingTool] = []
}

package struct PlannedTarget: Sendable {
  package var tool: ToolName
  package var selection: TargetSelection
  package var target: TargetView
  package var variables: [String]
  package var keys: [String]
  /// What is still to be done there.
  package var steps: Set<Step> = []
  /// A command that was begun and of which no result is known.
  package var operation: OpenOperation?
}

/// A command that may have run.
package struct OpenOperation: Equatable, Sendable {
  package var id: Identifier
  package var step: Step
  package var versions: [KeyVersion]
}

/// A tool that is not given the new version of a key yet.
package struct WaitingTool: Equatable, Sendable {
  package var tool: ToolName
  package var key: String
  /// Those that it waits for.
  package var `for`: [ToolName]
}
