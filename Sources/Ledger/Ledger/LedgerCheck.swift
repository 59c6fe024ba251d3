/// What a check of the whole file counted. A file with a fault gives an error instead.
package struct CheckReport: Equatable, Sendable {
  package var frames: UInt64 = 0
  package var transactions = 0
  package var checkpoints = 0
  /// Addresses that have a blob.
  package var blobs = 0
  /// Bytes of the file up to its last whole payload.
  package var length = 0
  package var tornTail: TornTail?
  /// Both copies of the header are intact.
  package var headerIsIntact = true
}

extension Ledger {
  /// Reads and checks every frame, body, event, page and index, and compares what checkpoints say
  /// with what was read. Values are not opened: only the domain knows which events name them.
  package func check(
    _ each: (TransactionBody) -> Void = { _ in }
  ) throws(LedgerError) -> CheckReport {
    var report = CheckReport(
      frames: nextSequence - 1, length: contents.end, tornTail: contents.torn,
      headerIsIntact: !contents.isDegraded)
    var verifier = CheckpointVerifier(ring: contents.ring)
    let base = contents.header.framesOffset
    try scan { (placed, bodies, state) throws(LedgerError) in
      do throws(ReadFault) { try verifier.take(placed, state) } catch {
        throw error.at(placed.sequence, base + placed.position)
      }
      report.transactions += bodies.count
      bodies.forEach(each)
      return true
    }
    report.checkpoints = verifier.checkpoints
    report.blobs = verifier.blobCount
    return report
  }
}
