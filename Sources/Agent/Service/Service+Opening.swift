import ByteCoding
import Cryptography
package import Ledger
import Platform
import SecretMemory
import Vault

extension Service {
  static let domain = DomainFold(version: State.foldVersion, knows: { Event.knows($0) })

  var writer: WriterIdentity {
    WriterIdentity(machine: configuration.machine, user: configuration.user)
  }

  var states: MachineState { MachineState(path: configuration.statePath) }

  func create(
    _ wish: CreateVault, _ factors: consuming CreationFactors
  ) throws(ServiceError) -> VaultView {
    let id = Identifier(RandomBytes.bytes(16))
    let kdf = wish.strong ? KDFParameters.strong : .standard
    let first = try Self.newSlot(
      SlotRequest(id: Identifier(RandomBytes.bytes(16)), kdf: kdf),
      try Self.prepared(factors.first), in: id)
    let firstSlot = first.slot
    var slots = [firstSlot]
    var notes = [Self.note(firstSlot, named: Self.kind(of: firstSlot).rawValue)]
    if let code = factors.recovery.take() {
      let recovery = try Self.newSlot(
        SlotRequest(id: Identifier(RandomBytes.bytes(16)), kdf: kdf), Factors(recovery: code),
        in: id
      ).slot
      slots.append(recovery)
      notes.append(Self.note(recovery, named: "recovery"))
    }
    let storage = try newStorage(at: configuration.vaultPath)
    let ledger: Ledger
    do throws(LedgerError) {
      ledger = try Ledger.create(
        storage, states: states, vault: id, slots: slots, writer: writer, domain: Self.domain,
        session: first.sessionKey()
      ) { sealing throws(LedgerError) in
        try self.firstDraft(wish.name, of: id, notes, sealing)
      }
    } catch { throw .ledger(error) }
    let vault = try OpenVault(
      ledger, writesWitnessBehind: configuration.writesWitnessBehind)
    adopt(vault)
    return try vaultView(vault)
  }

  func unlock(
    _ offered: consuming UnlockFactors, _ acceptingRollback: Bool
  ) throws(ServiceError) -> [Note] {
    let factors = try Self.prepared(offered)
    let ledger = try openLedger(
      at: configuration.vaultPath, factors, states, acceptingRollback: acceptingRollback)
    let vault = try OpenVault(
      ledger, writesWitnessBehind: configuration.writesWitnessBehind)
    adopt(vault)
    return warnings(vault)
  }

  /// Opens the vault as another process of the same user did, with no factor. A slot that was removed
  /// since is `wrongFactor`.
  package func open(with session: consuming SessionKey) throws(ServiceError) -> [Note] {
    let storage = try storage(at: configuration.vaultPath)
    let ledger: Ledger
    do throws(LedgerError) {
      ledger = try Ledger.open(
        storage, states: states, session: session, writer: writer, domain: Self.domain)
    } catch { throw error == .wrongFactor ? .wrongFactor : .ledger(error) }
    let vault = try OpenVault(
      ledger, writesWitnessBehind: configuration.writesWitnessBehind)
    adopt(vault)
    return warnings(vault)
  }

  func openLedger(
    at path: String, _ factors: borrowing Factors, _ states: any StateStore,
    acceptingRollback: Bool
  ) throws(ServiceError) -> Ledger {
    let storage = try storage(at: path)
    do throws(LedgerError) {
      return try Ledger.open(
        storage, states: states, factors: factors, writer: writer, domain: Self.domain,
        acceptingRollback: acceptingRollback)
    } catch { throw error == .wrongFactor ? .wrongFactor : .ledger(error) }
  }

  private func storage(at path: String) throws(ServiceError) -> FileStorage {
    do throws(StorageError) {
      return try FileStorage(
        opening: path, on: configuration.device, patience: configuration.lockPatience,
        allowsAnyFileSystem: configuration.allowsAnyFileSystem)
    } catch {
      if case .notFound = error { throw .noVault(path: path) }
      throw .ledger(.storage(error))
    }
  }

  private func newStorage(at path: String) throws(ServiceError) -> FileStorage {
    do throws(SystemError) {
      try FileSystem.makeDirectories(FileSystem.split(path).directory, mode: 0o700)
    } catch { throw .system(error) }
    do throws(StorageError) {
      return try FileStorage(
        creating: path, on: configuration.device, patience: configuration.lockPatience,
        allowsAnyFileSystem: configuration.allowsAnyFileSystem)
    } catch {
      if case .exists = error { throw .alreadyExists(path: path) }
      throw .ledger(.storage(error))
    }
  }

  private func firstDraft(
    _ name: String, of id: Identifier, _ notes: [Event], _ sealing: ValueSealing
  ) throws(LedgerError) -> TransactionDraft {
    let version = Identifier(RandomBytes.bytes(16))
    let secrets = try VaultSecrets.make(version: version, vault: id, sealing)
    let created = VaultCreated(
      name: name, manifestPublicKey: secrets.manifestPublicKey, secretsVersion: version,
      fields: secrets.fields)
    let events = [Event.vaultCreated(created)] + notes
    return TransactionDraft(
      id: Identifier(RandomBytes.bytes(16)), time: configuration.now(), actor: configuration.user,
      reason: configuration.reason, events: events.map(\.raw), blobs: secrets.blobs)
  }

  private static func newSlot(
    _ request: SlotRequest, _ factors: borrowing Factors, in vault: Identifier
  ) throws(ServiceError) -> NewSlot {
    do throws(SlotError) {
      return try NewSlot.make(request, factors: factors, vault: vault)
    } catch { throw .slot(error) }
  }

  /// The passphrase as the format wants it.
  static func prepared(_ offered: consuming UnlockFactors) throws(ServiceError) -> Factors {
    guard let typed = offered.passphrase.take() else {
      return Factors(keyFile: offered.keyFile.take(), recovery: offered.recovery.take())
    }
    return Factors(
      passphrase: try normalized(typed), keyFile: offered.keyFile.take(),
      recovery: offered.recovery.take())
  }

  static func normalized(_ typed: borrowing SecretBytes) throws(ServiceError) -> SecretBytes {
    do throws(PassphraseError) {
      return try typed.withSpan { span throws(PassphraseError) in
        try Passphrase.normalize(span)
      }
    } catch {
      switch error {
      case .empty: throw .passphrase(.empty)
      case .tooLong: throw .passphrase(.tooLong)
      case .invalidUTF8: throw .passphrase(.notUTF8)
      case .outOfMemory: throw .outOfMemory
      }
    }
  }
}
