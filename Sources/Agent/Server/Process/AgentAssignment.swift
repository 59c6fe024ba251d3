import Platform

/// What an agent is for: one vault, one place, and how long.
package struct AgentAssignment: Equatable, Sendable {
  /// Absolute and without symbolic links: an agent has no working directory.
  package let vaultPath: String
  /// Holds a directory for each vault that this machine has seen; absolute.
  package let statePath: String
  package let place: AgentPlace
  package let limits: LeaseLimits
  /// Names for people, recorded with each change.
  package let machine: String
  package let user: String
  package let allowsAnyFileSystem: Bool

  /// - Parameter vault: any path to it.
  package init(
    vault: String, statePath: String, place: AgentPlace, limits: LeaseLimits, machine: String,
    user: String, allowsAnyFileSystem: Bool = false
  ) throws(PlaceError) {
    vaultPath = try placing { () throws(SystemError) in try FileSystem.realPath(vault) }
    self.statePath = statePath
    self.place = place
    self.limits = limits
    self.machine = machine
    self.user = user
    self.allowsAnyFileSystem = allowsAnyFileSystem
  }

  var admission: Admission {
    switch place.owner {
    case .user(let user): .user(user)
    case .system: .system
    }
  }

  var configuration: ServiceConfiguration {
    ServiceConfiguration(
      vaultPath: vaultPath, statePath: statePath, machine: machine, user: user, now: Clock.now,
      allowsAnyFileSystem: allowsAnyFileSystem, writesWitnessBehind: true, sumsUsesInMemory: true)
  }
}
