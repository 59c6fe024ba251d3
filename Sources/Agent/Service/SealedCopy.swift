import Ledger
import Platform

/// A copy of a vault as it stands, sealed. It needs no key, only to be told where the last whole
/// frame ends, so that whoever wants a backup may make it beside an agent that has the keys.
package struct SealedCopy: ~Copyable {
  private let vault: String
  private let source: OwnedFile

  /// Opens the file whose extent is asked for next.
  package init(of vault: String) throws(ServiceError) {
    self.vault = vault
    do throws(SystemError) {
      source = try OwnedFile.open(vault, .read)
    } catch { throw error.name == "ENOENT" ? .noVault(path: vault) : .system(error) }
  }

  /// Writes what `view` says is there to a new file, durably.
  ///
  /// - Parameter view: of the vault, asked for after this copy was begun.
  /// - Returns: nil when another file has taken the vault's place meanwhile: then nothing is there.
  package func write(_ view: VaultView, to path: String) throws(ServiceError) -> BackupView? {
    let (folder, name) = FileSystem.split(path)
    do throws(SystemError) {
      let pending = try Self.pending(in: folder)
      try copy(view.bytes, to: pending)
      // While this file is open no other gets its inode: the same one means that `view` is of it.
      guard try source.status().isSameFile(as: FileSystem.status(vault)) else { return nil }
      _ = try pending.commit(as: name, exclusive: true)
    } catch { throw error.name == "EEXIST" ? .alreadyExists(path: path) : .system(error) }
    return BackupView(path: path, bytes: view.bytes, sequence: view.sequence, keptAside: nil)
  }

  private static func pending(in folder: String) throws(SystemError) -> PendingFile {
    do throws(SystemError) {
      return try PendingFile(in: try Directory.open(folder), mode: 0o600)
    } catch { throw error.at(folder) }
  }

  private func copy(_ count: Int, to pending: borrowing PendingFile) throws(SystemError) {
    var offset = 0
    while offset < count {
      let piece = try source.read(at: offset, count: min(1 << 20, count - offset))
      guard !piece.isEmpty else { return }
      try pending.write(piece.span)
      offset += piece.count
    }
  }
}

extension ServiceError {
  /// The vault was replaced again and again.
  package static var changedMeanwhile: ServiceError { .ledger(.storage(.conflict)) }
}
