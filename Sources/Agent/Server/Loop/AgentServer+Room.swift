import Platform

/// Who has to go when there is no room for another client: whoever has said nothing for so long that
/// it is not missed. So neither a crowd that only connects nor connections that somebody forgot keep
/// others out.
extension AgentServer {
  /// Milliseconds from the arrival of a client to its first request.
  static let patienceForRequest: Int64 = 1_000
  /// Milliseconds between two requests.
  private static let patienceBetweenRequests: Int64 = 10_000

  /// Whether there is room for a client of that user, now that whoever is silent has gone for it.
  func makeRoom(for user: UInt32) -> Bool {
    let most = desk.options.admission.mostClients
    if clients.values.count(where: { $0.peer.user == user }) >= most.ofOneUser {
      return dropSilent { $0.peer.user == user }
    }
    return clients.count < most.all || dropSilent { _ in true }
  }

  /// Whether it is better to let those who come wait: there is no room, and soon there will be.
  var shouldWait: Bool {
    guard clients.count >= desk.options.admission.mostClients.all else { return false }
    return !clients.values.contains(where: isSilent)
      && clients.values.contains { !$0.hasAsked }
  }

  private func isSilent(_ client: ServedClient) -> Bool {
    let patience = client.hasAsked ? Self.patienceBetweenRequests : Self.patienceForRequest
    return client.lastSign + patience <= desk.now.monotonic
  }

  /// Those who never asked go first, then whoever did so longest ago.
  private func dropSilent(of isMeant: (ServedClient) -> Bool) -> Bool {
    let silent = clients.values.filter { isSilent($0) && isMeant($0) }
    let first = silent.min { a, b in
      a.hasAsked == b.hasAsked ? a.lastSign < b.lastSign : b.hasAsked
    }
    guard let first else { return false }
    drop(first)
    return true
  }
}
