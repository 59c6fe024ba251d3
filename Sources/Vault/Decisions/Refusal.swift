/// Why a command is not carried out: facts for a message, never words, never a value.
package enum Refusal: Error, Equatable, Sendable {
  /// The state could not be read.
  case unavailable

  // No such thing.
  case noSuchKey(name: String, suggestion: String?)
  case noSuchTool(name: String, suggestion: String?)
  case noSuchVersion(key: String, selector: VersionSelector, versions: UInt64)
  case noSuchField(key: String, field: String, fields: [String])
  case noSuchTarget(tool: String)
  case noCurrentVersion(key: String)
  case notConnected(tool: String, key: String)

  // More than one.
  /// The tool exists in several environments and none was named.
  case ambiguousTool(name: String, environments: [String])

  // In the way.
  case vaultExists
  case keyExists(name: String)
  case toolExists(name: String)
  /// A key and a tool may not share a name.
  case nameTakenByKey(name: String)
  case nameTakenByTool(name: String)
  /// The key is in use by these tools: its value changes by rotation, and it cannot be removed.
  case connected(key: String, tools: [String])
  /// The tool has connections to these keys.
  case toolConnected(tool: String, keys: [String])
  case pathTaken(path: String, machine: String, tool: String)
  case variableTaken(tool: String, variable: String, key: String, field: String)
  case rotationOpen(key: String, from: UInt64?, to: UInt64?)
  case noOpenRotation(key: String)
  /// The new version is in use already, so that the rotation cannot be aborted.
  case alreadyPromoted(key: String, number: UInt64)
  /// These tools may hold the version, so that it cannot be replaced under its number.
  case alreadyTaken(key: String, number: UInt64, tools: [String])

  /// The old version is kept until then, in milliseconds since 1970.
  case graceRunning(key: String, until: Int64)
  /// The version is not one to go back to.
  case rollbackImpossible(key: String, number: UInt64, label: VersionLabel)
  case nothingToRollBack(key: String)
  /// The old version ends when the new one is made: nothing can be tried first, or kept.
  case noOverlap(key: String)
  /// A tool would have to come before itself.
  case orderCycle(tool: String)
  /// A key's value cannot be made from itself.
  case madeFromCycle(key: String)
  /// No tool is connected to the key.
  case unused(key: String)
  /// The key lacks fields that the one in whose place it is to be used has.
  case notReplaceable(key: String, fields: [String])

  // Not like this.
  case invalidVariable(String)
  case publicVariable(variable: String, prefix: String)
  case specialVariable(variable: String, reason: SpecialReason)
  /// The connection relies on another version of the vendor's API than the key is for.
  case apiMismatch(key: String, required: String, actual: String)
  /// A version must have a value for each field of its key.
  case fieldsMissing(key: String, fields: [String])
  case textTooLong(attribute: String, maximum: Int)
  case notWritten(tool: String, kind: TargetKind)
  /// A target is written on its own machine only.
  case otherMachine(tool: String, machine: String)
  /// The values of the version are no longer in the file.
  case valuesPurged(key: String, number: UInt64)

  // Revoking.
  case nothingToRevoke(key: String)
  case alreadyRevoked(key: String, number: UInt64)
  /// The version is not one that this command revokes: current without the word for an emergency,
  /// pending, or discarded.
  case notRevocable(key: String, number: UInt64, label: VersionLabel)
  case toolsPending([Laggard])
  /// Leaving tools behind needs a reason.
  case reasonRequired
}
