/// A story told at a shell prompt:
///
///     # what this shows
///     $ printf %s one | keyroll set a/b --stdin
///     stored a/b, version 1
///     $ keyroll get nothing
///     keyroll: no key "nothing": …
///     ? 10
///
/// Output and messages are compared line by line in the order in which they came. `[..]` stands for
/// any text within a line, a line `...` for any number of lines. `? N` is the exit status when it
/// is not 0. A line that begins with `> ` continues the command above it.
struct Transcript {
  struct Step {
    var line: Int
    var command: String
    var expected: [String]
    var status: Int32
  }

  var steps: [Step] = []

  init(_ text: String) {
    for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = String(raw)
      if line.hasPrefix("$ ") {
        let command = String(line.dropFirst(2))
        steps.append(Step(line: index + 1, command: command, expected: [], status: 0))
      } else if steps.isEmpty || line.hasPrefix("# ") {
        continue
      } else if line.hasPrefix("> ") {
        steps[steps.count - 1].command += "\n" + line.dropFirst(2)
      } else if line.hasPrefix("? "), let status = Int32(line.dropFirst(2)) {
        steps[steps.count - 1].status = status
      } else {
        steps[steps.count - 1].expected.append(line)
      }
    }
    for index in steps.indices {
      while steps[index].expected.last == "" { steps[index].expected.removeLast() }
    }
  }

  /// The first expected line that the output does not have; nil when all is as written.
  static func difference(_ expected: [String], _ actual: [String]) -> String? {
    guard let pattern = expected.first else {
      return actual.isEmpty ? nil : "unexpected: \(actual[0])"
    }
    if pattern == "..." {
      let rest = Array(expected.dropFirst())
      for start in 0...actual.count
      where difference(rest, Array(actual.dropFirst(start))) == nil {
        return nil
      }
      return "nothing matches after ...: \(rest.first ?? "")"
    }
    guard let line = actual.first else { return "missing: \(pattern)" }
    guard matches(line, pattern) else { return "expected: \(pattern)\n     got: \(line)" }
    return difference(Array(expected.dropFirst()), Array(actual.dropFirst()))
  }

  static func matches(_ line: String, _ pattern: String) -> Bool {
    let pieces = pattern.components(of: "[..]")
    guard pieces.count > 1 else { return line == pattern }
    guard line.hasPrefix(pieces[0]) else { return false }
    var rest = Substring(line.dropFirst(pieces[0].count))
    for piece in pieces.dropFirst().dropLast() {
      guard let found = rest.range(of: piece) else { return false }
      rest = rest[found...]
    }
    return rest.hasSuffix(pieces[pieces.count - 1])
  }
}

extension String {
  fileprivate func components(of separator: String) -> [String] {
    var parts: [String] = []
    var rest = Substring(self)
    while let found = rest.start(of: separator) {
      parts.append(String(rest[..<found]))
      rest = rest[rest.index(found, offsetBy: separator.count)...]
    }
    return parts + [String(rest)]
  }
}

extension Substring {
  /// Where the text after the first `piece` begins.
  fileprivate func range(of piece: String) -> Index? {
    start(of: piece).map { index($0, offsetBy: piece.count) }
  }

  fileprivate func start(of piece: String) -> Index? {
    guard !piece.isEmpty else { return startIndex }
    var place = startIndex
    while place < endIndex {
      if self[place...].hasPrefix(piece) { return place }
      place = index(after: place)
    }
    return nil
  }
}
