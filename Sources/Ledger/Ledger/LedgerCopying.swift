extension Ledger {
  /// Bytes of the vault from its header to its last whole frame.
  package var byteCount: Int { contents.end }

  /// Gives the sealed bytes in order, in pieces. Those of this handle's file, whatever takes its
  /// place meanwhile.
  package func copy<E: Error>(
    _ take: (Span<UInt8>) throws(E) -> Void
  ) throws(TransactionFailure<E>) {
    var offset = 0
    while offset < byteCount {
      let piece: [UInt8]
      do throws(StorageError) {
        piece = try storage.read(at: offset, count: min(1 << 20, byteCount - offset))
      } catch { throw .ledger(.storage(error)) }
      guard !piece.isEmpty else {
        throw .ledger(.damaged(.truncated, sequence: nil, offset: offset))
      }
      do throws(E) { try take(piece.span) } catch { throw .refused(error) }
      offset += piece.count
    }
  }
}
