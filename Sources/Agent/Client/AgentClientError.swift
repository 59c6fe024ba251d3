package import Platform

/// Why an agent that is there gave no answer. Facts only.
package enum AgentClientError: Error {
  /// Its directory or socket is not as it should be.
  case place(PlaceError)
  /// Whoever listens there runs as a user whose agent this is not.
  case untrusted(user: UInt32)
  /// It speaks another version of the protocol.
  case version(UInt32)
  /// The request cannot be made of an agent.
  case request(WireError)
  /// It says something that the protocol does not have.
  case reply(WireError)
  /// It went away, or said nothing for too long. A change may have been written nevertheless.
  case lost(mayHaveHappened: Bool)
  case failure(AgentFailure)
  case system(SystemError)
}
