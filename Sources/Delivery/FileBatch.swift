import Platform
package import SecretMemory

/// Files that are written one after the other, and whose names become durable together: with one
/// fsync for each directory.
///
/// Each goes through `prepare`, which checks its place and writes its content under no name, and
/// `publish`, which gives it its name; what is not published leaves nothing behind. Only `finish`
/// says which of them are sure to survive a power failure.
package struct FileBatch: ~Copyable {
  private let round: FileRound
  private var files: [PreparedFile] = []

  package init(_ round: FileRound) {
    self.round = round
  }

  /// Returns the number of the file, for `publish`. Parameters are those of ``EnvironmentFile/write``.
  package mutating func prepare(
    _ contents: borrowing SecretBytes, for path: String, dialect: Dialect, known: [String],
    replaceForeign: Bool = false
  ) throws(DeliveryError) -> Int {
    let file = try PreparedFile(
      contents, path, in: round,
      rule: ForeignRule(dialect: dialect, known: known, isOff: replaceForeign))
    files.append(file)
    return files.count - 1
  }

  /// Gives the file its name. An error from "fsync" or "close" means that nobody knows whether the
  /// file holds the new content; after any other the old one is untouched.
  package mutating func publish(_ number: Int) throws(DeliveryError) -> EnvironmentFile.WriteOutcome
  {
    try files[number].publish()
  }

  /// Makes the names durable. Returns the files whose directory could not be synced: they have the
  /// new content now, and may lose it if the power fails.
  package mutating func finish() -> [(number: Int, reason: DeliveryError)] {
    var synced: [DirectoryMark: DeliveryError?] = [:]
    var unsure: [(number: Int, reason: DeliveryError)] = []
    for (number, file) in files.enumerated() where file.isPublished {
      let failure = synced[file.directory] ?? file.syncDirectory()
      synced[file.directory] = .some(failure)
      if let failure { unsure.append((number, failure)) }
    }
    files = []
    return unsure
  }
}

/// When an existing file may be replaced.
struct ForeignRule {
  let dialect: Dialect
  let known: [String]
  /// Whatever it holds.
  let isOff: Bool

  func check(_ target: borrowing TargetFile) throws(DeliveryError) {
    guard !isOff else { return }
    let old = try EnvironmentFile.readBytes(target)
    try EnvironmentFile.refuseForeign(old, dialect, known: known, path: target.path)
  }
}

/// One file of a batch. A class, because an array holds no values that cannot be copied.
private final class PreparedFile {
  let directory: DirectoryMark
  private(set) var isPublished = false
  private let place: CheckedTarget
  private let rule: ForeignRule
  /// Nil where the file holds the same content already.
  private var pending: PendingFile?

  init(
    _ contents: borrowing SecretBytes, _ path: String, in round: FileRound, rule: ForeignRule
  ) throws(DeliveryError) {
    let held = round.takeHeld(path)
    let place = if let held { held } else { CheckedTarget(try round.target(path)) }
    directory = try reporting(path) { () throws(SystemError) in
      let mark = try DirectoryMark(place.target.directory)
      try round.tidy(place.target.directory, mark)
      return mark
    }
    self.place = place
    self.rule = rule
    let isSame = try Self.holds(contents, place.target, held == nil ? rule : nil)
    pending = nil
    if !isSame { pending = try Self.write(contents, beside: place.target) }
  }

  private var target: TargetFile {
    _read { yield place.target }
  }

  /// Whether the file has this content already; refuses one that must not be replaced, unless that
  /// was found out before.
  private static func holds(
    _ contents: borrowing SecretBytes, _ target: borrowing TargetFile, _ rule: ForeignRule?
  ) throws(DeliveryError) -> Bool {
    guard target.existing != nil else { return false }
    let old = try EnvironmentFile.readBytes(target)
    if same(old, contents) { return true }
    if let rule, !rule.isOff {
      try EnvironmentFile.refuseForeign(
        old, rule.dialect, known: rule.known, path: target.path)
    }
    return false
  }

  private static func same(_ a: borrowing SecretBytes, _ b: borrowing SecretBytes) -> Bool {
    a.withSpan { old in b.withSpan { new in constantTimeEquals(old, new) } }
  }

  private static func write(
    _ contents: borrowing SecretBytes, beside target: borrowing TargetFile
  ) throws(DeliveryError) -> PendingFile {
    try reporting(target.path) { () throws(SystemError) in
      let old = target.existing
      let pending = try PendingFile(
        in: target.directory, mode: old.map { $0.mode & 0o640 } ?? 0o600,
        owner: old.map { ($0.owner, $0.group) })
      try contents.withSpan { (bytes) throws(SystemError) in try pending.write(bytes) }
      pending.startWriting()
      return pending
    }
  }

  func publish() throws(DeliveryError) -> EnvironmentFile.WriteOutcome {
    try confirmUntouched()
    let isNew = target.existing == nil
    let wasWritten = try reporting(target.path) { () throws(SystemError) in
      // Some file systems report only when a file is closed what went wrong.
      guard let file = try pending.take()?.publish(as: target.name, exclusive: isNew) else {
        return false
      }
      try file.close()
      return true
    }
    isPublished = true
    return wasWritten ? isNew ? .created : .replaced : .unchanged
  }

  /// Other files were written since this one was looked at: what somebody has put there meanwhile
  /// is not lost either.
  private func confirmUntouched() throws(DeliveryError) {
    guard let existing = target.existing else { return }
    let now = try reporting(target.path) { () throws(SystemError) in
      try target.directory.status(of: target.name)
    }
    if now != existing { try rule.check(target) }
  }

  func syncDirectory() -> DeliveryError? {
    do throws(SystemError) {
      try target.directory.sync()
      return nil
    } catch {
      return .system(error.at(target.path))
    }
  }
}

private func reporting<R: ~Copyable>(
  _ path: String, _ body: () throws(SystemError) -> R
) throws(DeliveryError) -> R {
  do throws(SystemError) {
    return try body()
  } catch {
    throw .system(error.path == nil ? error.at(path) : error)
  }
}
