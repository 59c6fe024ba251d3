/// Why an agent ended.
package enum AgentEnd: Equatable, Sendable {
  /// A client said so.
  case locked
  case lease(Lease.End)
  /// Its number.
  case signal(Int32)
}
