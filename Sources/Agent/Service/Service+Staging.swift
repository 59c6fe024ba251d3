import ByteCoding
import Ledger
import Providers
import SecretMemory
import Vault

extension Service {
  /// The new value of a rotation: durable before anything is written anywhere.
  func stage(
    _ wish: StageRotation, _ values: borrowing SecretFields, _ vault: OpenVault
  ) throws(ServiceError) -> StagedRotation {
    let staged = try vault.commit(configuration) { context throws(ServiceError) in
      let key = try vault.deciding { state throws(Refusal) in try state.find(key: wish.key) }
      let plan = try self.plan(wish, key, vault)
      let sealed = try self.seal(values, key.fields, ofKey: key.id, wish.expires, &context, vault)
      let events = try vault.deciding { state throws(Refusal) in
        try state.decideRotate(key: key.id, sealed.version, plan, &context)
      }
      return Draft(
        events: events, blobs: sealed.blobs, answer: Staged(key: key, sealed.version.id))
    }
    return try view(of: staged, vault)
  }

  /// How the key gets to its next version: what the user asked for, and what its provider can do.
  private func plan(
    _ wish: StageRotation, _ key: Key, _ vault: OpenVault
  ) throws(ServiceError) -> RotationPlan {
    let profile = key.attributes.provider.flatMap { Catalogue.provider($0) }
    var plan = RotationPlan(
      kind: profile?.rotation.rawValue, grace: wish.grace.flatMap { $0 > 0 ? $0 : nil },
      isEmergency: wish.emergency,
      began: wish.began)
    for name in wish.canary {
      let id = try find(name, vault).id
      if !plan.canaries.contains(id) { plan.canaries.append(id) }
    }
    return plan
  }

  /// Stages an earlier value again, as a version of its own. It is opened and sealed here and never
  /// leaves.
  func rollBack(
    _ name: String, to number: UInt64?, _ vault: OpenVault
  ) throws(ServiceError) -> StagedRotation {
    let staged = try vault.commit(configuration) { context throws(ServiceError) in
      let key = try vault.deciding { state throws(Refusal) in try state.find(key: name) }
      let source = try vault.deciding { state throws(Refusal) in
        try state.rollbackSource(key: key.id, to: number)
      }
      let values = try self.values(of: source, of: key, vault)
      let sealed = try self.seal(
        values, key.fields, ofKey: key.id, source.expires, &context, vault)
      let events = try vault.deciding { state throws(Refusal) in
        try state.decideRollback(key: key.id, to: number, sealed.version, &context)
      }
      return Draft(
        events: events, blobs: sealed.blobs, answer: Staged(key: key, sealed.version.id))
    }
    return try view(of: staged, vault)
  }

  private func values(
    of version: Version, of key: Key, _ vault: OpenVault
  ) throws(ServiceError) -> SecretFields {
    var values = SecretFields()
    for field in key.fields {
      let value = try open(field.id, of: version, of: key, vault)
      do throws(SecretMemoryError) {
        try value.withSpan { span throws(SecretMemoryError) in
          try values.append(name: field.name, value: span)
        }
      } catch { throw .outOfMemory }
    }
    return values
  }

  /// A version that was staged, and what was in use before.
  private struct Staged {
    let key: Identifier
    let version: Identifier
    let before: UInt64?

    /// - Parameter key: As it was before.
    init(key: Key, _ version: Identifier) {
      self.key = key.id
      self.version = version
      before = key.current?.number
    }
  }

  private func view(
    of staged: Staged, _ vault: OpenVault
  ) throws(ServiceError) -> StagedRotation {
    let key = try keyView(staged.key, vault)
    return StagedRotation(
      key: key, from: staged.before,
      to: key.versions.last { $0.id == staged.version }?.number ?? 1,
      roll: try roll(ofKey: staged.key, vault))
  }
}
