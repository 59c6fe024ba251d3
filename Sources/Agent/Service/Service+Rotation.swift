import ByteCoding
import Vault

extension Service {
  func acknowledge(
    _ name: ToolName, _ key: String, _ level: AdoptionLevel.Claim, _ note: String?,
    _ vault: OpenVault
  ) throws(ServiceError) -> Response {
    try change(vault) { state, context throws(Refusal) in
      let key = try state.find(key: key)
      let tool = try state.find(tool: name)
      return try state.decideAcknowledge(
        tool: tool.id, key: key.id, level: level, note: note, &context)
    }
  }

  /// Counts the tool as one that has the version, although nothing shows it.
  func waive(
    _ name: ToolName, _ key: String, _ reason: String, _ vault: OpenVault
  ) throws(ServiceError) -> Response {
    try change(vault) { state, context throws(Refusal) in
      let key = try state.find(key: key)
      let tool = try state.find(tool: name)
      return try state.decideWaive(tool: tool.id, key: key.id, reason: reason, &context)
    }
  }

  /// Gives up a rotation whose new version is not in use yet.
  func abort(_ key: String, _ vault: OpenVault) throws(ServiceError) -> Response {
    try change(vault) { state, _ throws(Refusal) in
      try state.decideAbort(key: try state.find(key: key).id)
    }
  }

  func revoke(_ wish: Revoke, _ vault: OpenVault) throws(ServiceError) -> RevokedVersion {
    let limits = RevocationLimits(
      force: wish.force, reason: configuration.reason, emergency: wish.emergency)
    let done = try vault.commit(configuration) { context throws(ServiceError) in
      let key = try vault.deciding { state throws(Refusal) in
        try state.find(key: wish.reference.key)
      }
      let number = try Self.number(of: wish.reference, key)
      let revocation = try vault.deciding { state throws(Refusal) in
        try state.decideRevoke(key: key.id, number: number, limits, now: context.now)
      }
      return Draft(events: revocation.events, answer: (key: key.id, revocation: revocation))
    }
    let behind = Set(done.revocation.leftBehind.map(\.tool))
    return RevokedVersion(
      key: try keyView(done.key, vault), numbers: done.revocation.versions.map(\.number),
      writtenOnly: done.revocation.writtenOnly,
      forcedPast: try roll(ofKey: done.key, by: behind, vault))
  }

  /// Nil for "the previous ones".
  private static func number(
    of reference: Reference, _ key: Key
  ) throws(ServiceError) -> UInt64? {
    switch reference.version {
    case nil, .label(.previous): return nil
    case .number(let number): return number
    case .label(let label):
      guard let version = key.versions.last(where: { $0.label == label }) else {
        throw .refused(
          .noSuchVersion(
            key: key.name, selector: .label(label), versions: UInt64(key.versions.count)))
      }
      throw .refused(.notRevocable(key: key.name, number: version.number, label: label))
    }
  }
}
