/// Why an agent ended.
package enum AgentEnd: Equatable, Sendable {
  /// A client said so.
  case locked
  case lease(Lease.End)
  /// The vault does not open any more with what the agent has.
  case shutOut
  /// Its number.
  case signal(Int32)
}
