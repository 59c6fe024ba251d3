import Platform

/// What was measured, printed as it comes, and whether every demand was met.
struct Report {
  private var missed: [String] = []

  /// At once, also when the output is a file.
  func line(_ text: String) { try? StandardStream.output.write(text + "\n") }

  /// Prints the figures of a demand and whether it was met.
  mutating func demand(_ what: String, _ figures: String, isMet: Bool) {
    line("\(isMet ? "ok    " : "MISSED") \(what): \(figures)")
    if !isMet { missed.append(what) }
  }

  /// Prints figures of which nothing is demanded.
  func figure(_ what: String, _ figures: String) { line("       \(what): \(figures)") }

  func finish() -> Bool {
    line(missed.isEmpty ? "every demand was met" : "missed: \(missed.joined(separator: ", "))")
    return missed.isEmpty
  }
}
