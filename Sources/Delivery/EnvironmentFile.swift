import Platform
package import SecretMemory

/// The file that a tool reads its variables from.
package enum EnvironmentFile {
  /// What a write did.
  package enum WriteOutcome: Equatable, Sendable { case created, replaced, unchanged }

  /// Existing files above this length are nobody's environment file.
  static let longestExisting = 16 << 20

  /// Replaces the file at `path` with `contents`, complete and durable or not at all.
  ///
  /// - Parameters:
  ///   - contents: Complete bytes, as `DialectCodec.encode` returns them.
  ///   - dialect: In which an existing file is read first.
  ///   - known: Variables that Keyroll wrote or may write there. An existing file that holds others,
  ///     or text in no dialect of ours, is left alone (`foreignContent`), as it would be lost.
  ///   - replaceForeign: Replaces it all the same.
  ///
  /// A new file has mode 0600. An existing one keeps its owner and its mode, write access for its
  /// group excepted; one that is open to everybody is refused.
  package static func write(
    _ contents: borrowing SecretBytes, to path: String, dialect: Dialect, known: [String],
    replaceForeign: Bool = false
  ) throws(DeliveryError) -> WriteOutcome {
    var batch = FileBatch(FileRound())
    let file = try batch.prepare(
      contents, for: path, dialect: dialect, known: known, replaceForeign: replaceForeign)
    let outcome = try batch.publish(file)
    if let failure = batch.finish().first { throw failure.reason }
    return outcome
  }

  /// Makes every check of `write` that needs no values: for the moment a target is registered.
  package static func check(
    _ path: String, dialect: Dialect, known: [String], round: FileRound = FileRound()
  ) throws(DeliveryError) {
    let target = try round.target(path)
    if target.existing != nil {
      try refuseForeign(try readBytes(target), dialect, known: known, path: path)
    }
    round.hold(target)
  }

  /// The variables that the file holds now, for comparison; nil when there is no file.
  package static func read(
    _ path: String, dialect: Dialect
  ) throws(DeliveryError) -> SecretFields? {
    let target = try TargetFile.open(path)
    guard target.existing != nil else { return nil }
    return try parse(try readBytes(target), dialect, path: path)
  }

  static func readBytes(
    _ target: borrowing TargetFile
  ) throws(DeliveryError) -> SecretBytes {
    do throws(SystemError) {
      return try target.directory.openFile(target.name, .read).readSecret(limit: longestExisting)
    } catch {
      throw .system(error)
    }
  }

  /// Reads `bytes` in `dialect`, or in another one, in which the file was written before its
  /// target was changed.
  private static func parse(
    _ bytes: borrowing SecretBytes, _ dialect: Dialect, path: String
  ) throws(DeliveryError) -> SecretFields {
    var firstLine: Int?
    for dialect in [dialect] + Dialect.allCases {
      do throws(DialectSyntaxError) {
        return try bytes.withSpan { (text) throws(DialectSyntaxError) in
          try DialectCodec.parse(text, as: dialect)
        }
      } catch {
        switch error {
        case .memory: throw .memory
        case .line(let line), .duplicate(_, let line): firstLine = firstLine ?? line
        }
      }
    }
    throw .foreignContent(path: path, names: [], line: firstLine)
  }

  static func refuseForeign(
    _ old: borrowing SecretBytes, _ dialect: Dialect, known: [String], path: String
  ) throws(DeliveryError) {
    guard old.count > 0 else { return }
    let fields = try parse(old, dialect, path: path)
    let foreign = fields.names.filter { !known.contains($0) }.sorted()
    guard foreign.isEmpty else { throw .foreignContent(path: path, names: foreign, line: nil) }
  }
}
