/// Rows under headings, cut to the width of the terminal; never cut where the output is no
/// terminal, so that a pipe gets every character.
package struct Table: Sendable {
  private let headings: [String]
  private var rows: [[String]] = []

  package init(_ headings: [String]) {
    self.headings = headings
  }

  package var isEmpty: Bool { rows.isEmpty }

  /// - Parameter cells: one for each heading, from anywhere: they are escaped here.
  package mutating func add(_ cells: [String]) {
    precondition(cells.count == headings.count, "Commands: a row has a cell for each heading")
    rows.append(cells.map(Escape.text))
  }

  /// - Parameter columns: the width to fit, nil for no limit.
  package func lines(columns: Int?) -> [String] {
    let widths = fitted(to: columns)
    return ([headings] + rows).map { line($0, widths) }
  }

  private static let gap = 2
  /// No column is made narrower, as a few letters still tell rows apart.
  private static let narrow = 6
  /// Unless the terminal is too small for that.
  private static let narrowest = 3

  private func fitted(to columns: Int?) -> [Int] {
    var widths = headings.indices.map { column in
      ([headings] + rows).map { DisplayWidth.columns(of: $0[column]) }.max() ?? 0
    }
    guard let columns else { return widths }
    var excess = widths.reduce(0, +) + Self.gap * (widths.count - 1) - columns
    // The first column names the row: it gives way last.
    let others = widths.indices.dropFirst()
    Self.shrink(&widths, in: widths.indices, to: Self.narrow, by: &excess)
    Self.shrink(&widths, in: others, to: Self.narrowest, by: &excess)
    Self.shrink(&widths, in: widths.indices, to: Self.narrowest, by: &excess)
    return widths
  }

  private static func shrink(
    _ widths: inout [Int], in range: Range<Int>, to narrowest: Int, by excess: inout Int
  ) {
    while excess > 0, let widest = range.max(by: { widths[$0] < widths[$1] }),
      widths[widest] > narrowest
    {
      widths[widest] -= 1
      excess -= 1
    }
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (cell, width) in zip(cells, widths) {
      let shown = Self.cut(cell, to: width)
      line += shown
      line += String(repeating: " ", count: width - DisplayWidth.columns(of: shown) + Self.gap)
    }
    let end = line.lastIndex { $0 != " " }
    return end.map { String(line[...$0]) } ?? ""
  }

  private static func cut(_ cell: String, to width: Int) -> String {
    let (text, whole) = DisplayWidth.prefix(of: cell, columns: width)
    guard !whole else { return text }
    return DisplayWidth.prefix(of: cell, columns: width - 1).text + "…"
  }
}
