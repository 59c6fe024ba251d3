import ByteCoding
import Ledger
import Platform
import SecretMemory

extension Service {
  /// A copy of the sealed file, up to its last whole frame. No value is opened for it.
  func backup(_ path: String, _ vault: OpenVault) throws(ServiceError) -> BackupView {
    try Self.copy(vault.ledger, to: path)
    return BackupView(
      path: path, bytes: vault.ledger.byteCount, sequence: vault.ledger.nextSequence - 1,
      keptAside: nil)
  }

  /// Opens the copy before it takes the vault's place; a vault that is there stays beside it. What
  /// this machine has seen of the vault is compared when the restored vault is next opened.
  func restore(
    _ wish: RestoreVault, _ offered: consuming UnlockFactors
  ) throws(ServiceError) -> BackupView {
    let factors = try Self.prepared(offered)
    let copy = try openLedger(at: wish.from, factors, MemoryState(), acceptingRollback: false)
    let place = configuration.vaultPath
    var kept: String?
    do throws(SystemError) {
      try FileSystem.makeDirectories(FileSystem.split(place).directory, mode: 0o700)
    } catch { throw .system(error) }
    if FileSystem.exists(place) {
      guard wish.replace else { throw .alreadyExists(path: place) }
      let aside = "\(place).before-restore-\(configuration.now())"
      try Self.move(place, to: aside)
      kept = aside
    }
    try Self.copy(copy, to: place)
    return BackupView(
      path: place, bytes: copy.byteCount, sequence: copy.nextSequence - 1, keptAside: kept)
  }

  /// Never over a file that is there.
  private static func copy(_ ledger: Ledger, to path: String) throws(ServiceError) {
    guard !FileSystem.exists(path) else { throw .alreadyExists(path: path) }
    let (folder, name) = FileSystem.split(path)
    let pending = try newFile(in: folder)
    do throws(TransactionFailure<SystemError>) {
      try ledger.copy { piece throws(SystemError) in try pending.write(piece) }
    } catch {
      switch error {
      case .ledger(let failure): throw .ledger(failure)
      case .refused(let failure): throw .system(failure)
      }
    }
    do throws(SystemError) {
      _ = try pending.commit(as: name, exclusive: true)
    } catch { throw .system(error) }
  }

  private static func newFile(in folder: String) throws(ServiceError) -> PendingFile {
    do throws(SystemError) {
      return try PendingFile(in: try Directory.open(folder), mode: 0o600)
    } catch { throw .system(error) }
  }

  private static func move(_ path: String, to other: String) throws(ServiceError) {
    let (folder, name) = FileSystem.split(path)
    do throws(SystemError) {
      let directory = try Directory.open(folder)
      try directory.rename(name, to: FileSystem.split(other).name, replacing: false)
      try directory.sync()
    } catch { throw .system(error) }
  }
}
