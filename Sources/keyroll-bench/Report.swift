/// What was measured, printed as it comes, and whether every demand was met.
struct Report {
  private var missed: [String] = []

  func line(_ text: String) { print(text) }

  /// Prints the figures of a demand and whether it was met.
  mutating func demand(_ what: String, _ figures: String, isMet: Bool) {
    print("\(isMet ? "ok    " : "MISSED") \(what): \(figures)")
    if !isMet { missed.append(what) }
  }

  /// Prints figures of which nothing is demanded.
  func figure(_ what: String, _ figures: String) { print("       \(what): \(figures)") }

  func finish() -> Bool {
    print(missed.isEmpty ? "every demand was met" : "missed: \(missed.joined(separator: ", "))")
    return missed.isEmpty
  }
}
