package import ByteCoding
package import Vault

/// The new value of a key that tools use. Its provider says how many values can live at once.
package struct StageRotation: Sendable {
  package var key: String
  package var expires: Int64?
  /// Seconds after the new version came into use in which the one before is not to be revoked.
  package var grace: Int64?
  /// These tools have to be verified before any other is given the new version.
  package var canary: [ToolName]
  /// The old value is known to somebody else: nothing waits.
  package var emergency: Bool
  /// Milliseconds since 1970 when the user agreed to go on, before the new value was made.
  package var began: Int64?
  package init(
    key: String, expires: Int64? = nil, grace: Int64? = nil, canary: [ToolName] = [],
    emergency: Bool = false, began: Int64? = nil
  ) {
    self.key = key
    self.expires = expires
    self.grace = grace
    self.canary = canary
    self.emergency = emergency
    self.began = began
  }
}

/// Moves connections from one key to another.
package struct Replace: Sendable {
  package var old: String
  package var new: String
  /// Only those of this tool.
  package var tool: ToolName?
  /// The version of the vendor's API that the connections rely on from now on.
  package var requiresAPI: String?
  package init(old: String, new: String, tool: ToolName? = nil, requiresAPI: String? = nil) {
    self.old = old
    self.new = new
    self.tool = tool
    self.requiresAPI = requiresAPI
  }
}

/// Seconds.
package struct DueWish: Equatable, Sendable {
  /// What happens within this time is told too.
  package var within: Int64
  /// A key that nobody used for this time counts as unused.
  package var unused: Int64
  package init(within: Int64, unused: Int64) {
    self.within = within
    self.unused = unused
  }
}

/// Whose connections give the names of values their meaning.
package enum RecognitionScope: Equatable, Sendable {
  case tool(Identifier)
  case everything
}
