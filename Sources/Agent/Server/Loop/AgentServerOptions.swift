/// What an agent is started with, besides its vault.
package struct AgentServerOptions: Sendable {
  package var admission: Admission
  package var limits: LeaseLimits
  /// The path of its socket, for whoever asks.
  package var socket: String
  /// Whether secrets are in pages that even the kernel does not map.
  package var secretPages: Bool
  /// The clocks, which a test moves.
  package var clock: @Sendable () -> LeaseTime

  package init(
    _ admission: Admission, _ limits: LeaseLimits, socket: String,
    clock: @escaping @Sendable () -> LeaseTime = LeaseTime.now
  ) {
    self.admission = admission
    self.limits = limits
    self.socket = socket
    secretPages = false
    self.clock = clock
  }
}
