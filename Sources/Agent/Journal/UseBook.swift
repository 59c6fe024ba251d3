import ByteCoding
import Cryptography
import Ledger
import Platform

/// What a service knows of uses that the ledger does not have: some in memory, the others in the
/// journal of this machine.
struct UseBook: ~Copyable {
  /// Sums in memory above which they go to the journal at once.
  private static let mostInMemory = 4_096
  private static let label = Label("keyroll.usesjoin")
  private static let fileLabel = Label("keyroll.usesfile")

  /// A transaction of uses, under an identifier by which it is known again.
  struct Draft {
    var id: Identifier
    var uses: [Use]
  }

  private let journal: UseJournal
  private let sumsInMemory: Bool
  private var table = UseTable()
  /// Sums that were in memory and are on their way into the ledger, or failed to get there.
  private(set) var handed: Draft?
  private var joining: JoiningUses?
  /// Why uses are not remembered, while that is so.
  private(set) var failure: SystemError?
  private var untold: [Note] = []
  /// Of the journal when it was last summed here, in bytes.
  private var summedSize = 0
  /// When old uses were last looked for.
  private var lookedAt: Int64 = 0

  init(directory: String, sumsInMemory: Bool) {
    journal = UseJournal(directory: directory)
    self.sumsInMemory = sumsInMemory
  }

  // MARK: Noting

  /// Never fails: whoever reads gets what was asked for.
  mutating func note(_ uses: [Use], _ sealing: UseSealing) {
    guard sumsInMemory else { return add(uses, sealing) }
    for use in uses { table.add(use) }
    if table.count > Self.mostInMemory { flush(sealing) }
  }

  /// Whether everything that was noted is in files.
  var isFlushed: Bool { table.isEmpty && handed == nil }

  /// Moves what is in memory to the journal.
  mutating func flush(_ sealing: UseSealing) {
    guard !table.isEmpty else { return }
    let uses = table.uses
    table = UseTable()
    add(uses, sealing)
    guard failure != nil, sumsInMemory else { return }
    // Later then, as long as there is room.
    table = UseTable(uses.prefix(Self.mostInMemory))
  }

  private mutating func add(_ uses: [Use], _ sealing: UseSealing) {
    recording { (book) throws(SystemError) in
      guard let records = try? UseRecord.encode(uses, sealing) else { return }
      // What is all sums already becomes no smaller: only growth beside them is worth the work.
      guard let size = try book.journal.add(records), size >= 2 * book.summedSize else { return }
      let summed = try book.journal.sum { bytes in
        // What cannot be read may be of an epoch that another process began: it is kept.
        guard let content = try? UseRecord.decode(bytes, sealing), content.dropped == 0 else {
          return nil
        }
        return try? UseRecord.encode(UseTable(content.uses).uses, sealing)
      }
      book.summedSize = summed ?? 0
    }
  }

  private mutating func recording(
    _ body: (inout UseBook) throws(SystemError) -> Void
  ) {
    do throws(SystemError) {
      try body(&self)
      failure = nil
    } catch {
      if failure == nil { tell(.usesNotRecorded(error)) }
      failure = error
    }
  }

  private mutating func tell(_ note: Note) {
    if !untold.contains(note), untold.count < 8 { untold.append(note) }
  }

  /// What a user should hear, once.
  mutating func takeNotes() -> [Note] {
    defer { untold = [] }
    return untold
  }

  // MARK: Joining

  /// Whether nothing waits for the ledger, as far as can be told at little cost.
  var isEmpty: Bool { isFlushed && journal.isEmpty }

  private static let day: Int64 = 86_400_000
  /// How often the journal is looked at for old uses, in milliseconds.
  private static let pause: Int64 = 3_600_000

  /// Whether something in the journal is a day old; looked up now and then only.
  mutating func hasOld(now: Int64, _ sealing: UseSealing) -> Bool {
    guard abs(now - lookedAt) >= Self.pause else { return false }
    lookedAt = now
    guard let files = try? journal.contents(),
      let content = try? UseRecord.decode(files.joining + files.new, sealing)
    else { return false }
    return content.uses.contains { now - $0.firstAt >= Self.day }
  }

  /// Takes what is in memory out of it, as a transaction of its own.
  mutating func hand() {
    guard handed == nil, !table.isEmpty else { return }
    handed = Draft(id: Identifier(RandomBytes.bytes(16)), uses: table.uses)
    table = UseTable()
  }

  /// After a failure: what did not get into the ledger is in memory again.
  mutating func handBack(isWritten: Bool) {
    guard let handed else { return }
    if !isWritten { for use in handed.uses { table.add(use) } }
    self.handed = nil
  }

  /// Takes what is in the journal, and keeps everybody else from doing so until `finish`.
  /// - Returns: whether somebody began before, so that some of it may be in the ledger.
  mutating func take(
    _ vault: Identifier, _ sealing: UseSealing
  ) -> (drafts: [Draft], isLeft: Bool) {
    guard let taken = try? journal.take(),
      let content = try? UseRecord.decode(taken.bytes, sealing)
    else { return ([], false) }
    if content.dropped > 0 { tell(.usesDropped(bytes: content.dropped)) }
    let drafts = Self.drafts(content.uses, of: taken.bytes, vault)
    let isLeft = taken.isLeft
    joining = consume taken
    return (drafts, isLeft)
  }

  /// Lets go of what was taken.
  mutating func finish(isWritten: Bool) {
    if isWritten {
      handed = nil
      if let joined = joining.take() { try? journal.remove(joined) }
    }
    joining = nil
  }

  /// What the ledger would get from the journal, and from memory.
  func pending(
    _ vault: Identifier, _ sealing: UseSealing
  ) throws(LedgerError) -> (joining: [Draft], others: [Use]) {
    let files = (try? journal.contents()) ?? (joining: [], new: [])
    let left = try UseRecord.decode(files.joining, sealing)
    let new = try UseRecord.decode(files.new, sealing)
    return (
      Self.drafts(left.uses, of: files.joining, vault),
      new.uses + table.uses + (handed?.uses ?? [])
    )
  }

  private static func drafts(
    _ uses: [Use], of bytes: [UInt8], _ vault: Identifier
  ) -> [Draft] {
    let sums = UseTable(uses).uses
    let file = BLAKE2b.digest(bytes.span, label: fileLabel)
    return stride(from: 0, to: sums.count, by: UseRecord.limit).enumerated().map { part, start in
      let number = (0..<4).map { UInt8(truncatingIfNeeded: part >> (8 * $0)) }
      let message = vault.bytes + number + file
      return Draft(
        id: Identifier(Array(BLAKE2b.digest(message.span, label: label).prefix(16))),
        uses: Array(sums[start..<min(start + UseRecord.limit, sums.count)]))
    }
  }
}
