package import Providers
package import SecretMemory

/// Stores first and asks afterwards, because vendors show a key once: whoever stops at a question
/// loses the answer and not the key.
extension ValueInput {
  /// Reads a value and stores it; then, where it looks wrong, asks whether to keep it.
  ///
  /// - Parameters:
  ///   - leaving: what is so when the person leaves at the question.
  ///   - save: stores the values. Its second argument says that they replace those of the call
  ///     before.
  /// - Returns: what the last call of `save` returned.
  package func enter<Stored>(
    _ wanted: [WantedField], _ provider: Provider?, leaving: Abortion,
    save: (consuming SecretFields, _ isCorrection: Bool) throws(CommandError) -> Stored
  ) throws(CommandError) -> Stored {
    try check(wanted)
    var fields = try read(wanted)
    if invocation.flag("trim-newline") { fields = try trimmed(fields) }
    let review = PasteReview(fields, wanted, provider)
    guard needsQuestion(review) else {
      try refuse(review)
      let stored = try save(fields, false)
      warnOfNewline(review)
      return stored
    }
    let shorter = review.endsInNewline ? Optional(try trimmed(fields)) : nil
    let stored = try save(fields, false)
    do throws(CommandError) {
      return try settle(review, stored, shorter, wanted, provider, save)
    } catch {
      if case .aborted = error { throw .aborted(leaving) }
      throw error
    }
  }

  private func needsQuestion(_ review: PasteReview) -> Bool {
    !review.isClean && !invocation.flag("as-is") && session.questions.areAllowed
  }

  /// Without anybody to ask, a value that looks wrong is not stored.
  private func refuse(_ review: PasteReview) throws(CommandError) {
    guard let first = review.findings.first, !invocation.flag("as-is") else { return }
    throw .input(.suspicious(field: first.field.name, findings: first.findings))
  }

  private func warnOfNewline(_ review: PasteReview) {
    guard review.endsInNewline, !invocation.flag("as-is") else { return }
    session.printer.warning(
      "the value ends with a line end, and was stored with it; --trim-newline drops it")
  }

  private func settle<Stored>(
    _ review: PasteReview, _ stored: Stored, _ shorter: consuming SecretFields?,
    _ wanted: [WantedField], _ provider: Provider?,
    _ save: (consuming SecretFields, Bool) throws(CommandError) -> Stored
  ) throws(CommandError) -> Stored {
    var review = review
    var stored = stored
    var shorter = shorter
    while true {
      switch try choice(review) {
      case "t":
        guard let fields = shorter.take() else { return stored }
        return try save(fields, true)
      case "r":
        guard let fields = try retyped(wanted) else { continue }
        review = PasteReview(fields, wanted, provider)
        shorter = nil
        stored = try save(fields, true)
        if review.isClean { return stored }
      default: return stored
      }
    }
  }

  /// Nil when what was typed is no value: then there is still the stored one to decide about.
  private func retyped(_ wanted: [WantedField]) throws(CommandError) -> SecretFields? {
    do throws(CommandError) {
      return try ask(wanted)
    } catch {
      guard case .input = error else { throw error }
      return nil
    }
  }

  private func choice(_ review: PasteReview) throws(CommandError) -> String {
    for line in review.words { try session.questions.show(line) }
    let keep = Questions.Choice("k", "keep")
    let retype = Questions.Choice("r", "retype")
    let trim = Questions.Choice("t", "trim")
    return try session.questions.choose(
      "it is stored; keep it as it is, type it again\(review.endsInNewline ? ", or trim it" : "")?",
      review.endsInNewline ? [keep, retype, trim] : [keep, retype], standard: "k",
      option: "--as-is", agreed: "k")
  }

  private func trimmed(_ fields: borrowing SecretFields) throws(CommandError) -> SecretFields {
    do throws(SecretMemoryError) {
      return try fields.withoutLineEnds()
    } catch {
      throw .outOfMemory
    }
  }
}
