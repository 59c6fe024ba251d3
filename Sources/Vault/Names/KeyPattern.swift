/// A pattern over key names: `*` stands for any characters but `/`, `**` for any at all, `?` for
/// one but `/`. Case does not count.
package struct KeyPattern: Sendable {
  private enum Piece { case one, run, all, scalar(Unicode.Scalar) }

  private let pieces: [Piece]

  /// Whether a text is a pattern rather than a name.
  package static func isPattern(_ text: String) -> Bool { text.contains { $0 == "*" || $0 == "?" } }

  package init(_ text: String) {
    var pieces: [Piece] = []
    for scalar in folded(text).unicodeScalars {
      switch (scalar, pieces.last) {
      case ("*", .run), ("*", .all): pieces[pieces.count - 1] = .all
      case ("*", _): pieces.append(.run)
      case ("?", _): pieces.append(.one)
      default: pieces.append(.scalar(scalar))
      }
    }
    self.pieces = pieces
  }

  package func matches(_ name: String) -> Bool {
    let letters = Array(folded(name).unicodeScalars)
    // reachable[j]: the pieces so far can match the first j letters. Keeps a hostile pattern cheap.
    var reachable = [true] + Array(repeating: false, count: letters.count)
    for piece in pieces { reachable = Self.step(reachable, over: letters, by: piece) }
    return reachable[letters.count]
  }

  private static func step(
    _ before: [Bool], over letters: [Unicode.Scalar], by piece: Piece
  ) -> [Bool] {
    var after = Array(repeating: false, count: before.count)
    switch piece {
    case .run: after[0] = before[0]
    case .all: after[0] = before[0]
    case .one, .scalar: break
    }
    for (j, letter) in letters.enumerated() {
      switch piece {
      case .scalar(let scalar): after[j + 1] = before[j] && letter == scalar
      case .one: after[j + 1] = before[j] && letter != "/"
      case .run: after[j + 1] = before[j + 1] || (after[j] && letter != "/")
      case .all: after[j + 1] = before[j + 1] || after[j]
      }
    }
    return after
  }
}
