package import Platform

/// Why an agent could not begin. Facts only.
package enum AgentStartError: Error {
  case place(PlaceError)
  /// The vault did not open again.
  case service(ServiceError)
  case system(SystemError)
  /// It ended, or said nothing for too long, before it was ready.
  case gone
}
