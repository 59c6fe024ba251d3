import ByteCoding
import Ledger
import Platform
import SecretMemory

extension Service {
  /// Opens the copy before it takes the vault's place, in one step; a vault that is there gets
  /// another name first. What this machine has seen of the vault is compared when the restored
  /// vault is next opened.
  func restore(
    _ wish: RestoreVault, _ offered: consuming UnlockFactors
  ) throws(ServiceError) -> BackupView {
    let factors = try Self.prepared(offered)
    let copy = try openLedger(at: wish.from, factors, MemoryState(), acceptingRollback: false)
    let place = configuration.vaultPath
    let (folder, name) = FileSystem.split(place)
    try Self.system { () throws(SystemError) in
      try FileSystem.makeDirectories(folder, mode: 0o700)
    }
    let isThere = FileSystem.exists(place)
    guard !isThere || wish.replace else { throw .alreadyExists(path: place) }
    let pending = try Self.pendingCopy(of: copy, in: folder)
    guard isThere else {
      try Self.publish(pending, as: name, exclusive: true)
      return view(of: copy, at: place, keptAside: nil)
    }
    let aside = "\(place).before-restore-\(configuration.now())"
    try Self.replace(place, by: pending, keeping: aside)
    return view(of: copy, at: place, keptAside: aside)
  }

  /// There is a vault at `place` at every moment, and none of its writers is in the middle.
  private static func replace(
    _ place: String, by pending: consuming PendingFile, keeping aside: String
  ) throws(ServiceError) {
    let (folder, name) = FileSystem.split(place)
    let other = FileSystem.split(aside).name
    let directory = try system { () throws(SystemError) in try Directory.open(folder) }
    let old = try system { () throws(SystemError) in try directory.openFile(name, .read) }
    try system { () throws(SystemError) in
      _ = try old.lock(exclusive: true, wait: true)
      try directory.link(name, as: other)
    }
    do throws(ServiceError) { try publish(pending, as: name, exclusive: false) } catch {
      try? directory.unlink(other)
      throw error
    }
    try? old.unlock()
  }

  private func view(of copy: Ledger, at path: String, keptAside: String?) -> BackupView {
    BackupView(
      path: path, bytes: copy.byteCount, sequence: copy.nextSequence - 1, keptAside: keptAside)
  }

  private static func publish(
    _ pending: consuming PendingFile, as name: String, exclusive: Bool
  ) throws(ServiceError) {
    do throws(SystemError) {
      _ = try pending.commit(as: name, exclusive: exclusive)
    } catch { throw .system(error) }
  }

  private static func pendingCopy(
    of ledger: Ledger, in folder: String
  ) throws(ServiceError) -> PendingFile {
    let pending = try system { () throws(SystemError) in
      do throws(SystemError) {
        return try PendingFile(in: try Directory.open(folder), mode: 0o600)
      } catch { throw error.at(folder) }
    }
    do throws(TransactionFailure<SystemError>) {
      try ledger.copy { piece throws(SystemError) in try pending.write(piece) }
    } catch {
      switch error {
      case .ledger(let failure): throw .ledger(failure)
      case .refused(let failure): throw .system(failure)
      }
    }
    return pending
  }

  private static func system<R: ~Copyable>(
    _ body: () throws(SystemError) -> R
  ) throws(ServiceError) -> R {
    do throws(SystemError) { return try body() } catch { throw .system(error) }
  }
}
