/// The candidate that someone who typed `text` most likely meant, or nil when none is near: at
/// most one slip for each three letters, a slip being a letter added, left out, replaced, or two
/// neighbours exchanged. The first of several equally near ones counts.
package func didYouMean(_ text: String, among candidates: some Sequence<String>) -> String? {
  let typed = Array(folded(text).unicodeScalars)
  var best: (name: String, slips: Int)?
  for candidate in candidates {
    let bound = min((best?.slips ?? Int.max) - 1, max(1, typed.count / 3))
    let letters = Array(folded(candidate).unicodeScalars)
    if let slips = slips(from: typed, to: letters, atMost: bound) { best = (candidate, slips) }
  }
  return best?.name
}

/// Edit distance with exchanges of neighbours (optimal string alignment), or nil above `bound`,
/// found out without finishing the table.
private func slips(
  from a: [Unicode.Scalar], to b: [Unicode.Scalar], atMost bound: Int
) -> Int? {
  guard bound >= 0, abs(a.count - b.count) <= bound else { return nil }
  var beforePrevious: [Int] = []
  var previous = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var cost = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        cost = min(cost, beforePrevious[j - 1] + 1)
      }
      row.append(cost)
    }
    guard (row.min() ?? 0) <= bound else { return nil }
    (beforePrevious, previous) = (previous, row)
  }
  return previous[b.count] <= bound ? previous[b.count] : nil
}
