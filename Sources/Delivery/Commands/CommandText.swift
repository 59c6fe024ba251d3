/// Why a line cannot be split into words.
package enum CommandTextError: Error, Equatable, Sendable {
  /// A quote that is opened and not closed, or a backslash with nothing after it.
  case unbalanced(Character)
  /// There is no program on it.
  case empty
  /// No program can be given a zero byte.
  case zeroByte
}

/// Commands as they are typed and as they are kept: as words, because what a shell would make of a
/// line depends on where it runs.
package enum CommandText {
  /// The words of a line. Blanks separate them. Within single quotes every character means itself;
  /// within double quotes a backslash takes away the meaning of `"`, `\`, `$` and a backquote, and
  /// stays before any other; outside it takes away any meaning. Nothing is expanded.
  package static func split(_ line: String) throws(CommandTextError) -> [String] {
    guard !line.utf8.contains(0) else { throw .zeroByte }
    var splitter = Splitter(line)
    let words = try splitter.words()
    guard words.first?.isEmpty == false else { throw .empty }
    return words
  }

  /// The words that make a shell obey the line.
  package static func shell(_ line: String) throws(CommandTextError) -> [String] {
    guard !line.utf8.contains(0) else { throw .zeroByte }
    guard line.unicodeScalars.contains(where: { !Splitter.isBlank($0) }) else { throw .empty }
    return ["/bin/sh", "-c", line]
  }

  /// A line that `split` makes these words of, and a shell too.
  package static func quoted(_ words: [String]) -> String {
    words.map(quoted).joined(separator: " ")
  }

  /// Words that only a shell would obey: `&&`, `|`, `>file`. Whoever types them meant one.
  package static func shellWords(in words: [String]) -> [String] {
    words.filter { word in
      guard let first = word.utf8.first else { return false }
      return word == ";" || "|&<>".utf8.contains(first) || word.hasPrefix("2>")
    }
  }

  private static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || "_-./:=,+@%".unicodeScalars.contains(scalar))
    }
    if isPlain && !word.isEmpty { return word }
    var text = "'"
    for scalar in word.unicodeScalars {
      if scalar == "'" { text += "'\\''" } else { text.unicodeScalars.append(scalar) }
    }
    return text + "'"
  }
}

private struct Splitter {
  private var rest: Substring.UnicodeScalarView
  private var word = ""
  /// Quotes make a word even around nothing.
  private var hasWord = false

  init(_ line: String) {
    rest = Substring(line).unicodeScalars
  }

  static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
  }

  mutating func words() throws(CommandTextError) -> [String] {
    var words: [String] = []
    while let scalar = rest.popFirst() {
      guard !Self.isBlank(scalar) else {
        if hasWord { words.append(word) }
        (word, hasWord) = ("", false)
        continue
      }
      hasWord = true
      switch scalar {
      case "'": try takeLiteral()
      case "\"": try takeQuoted()
      case "\\":
        guard let next = rest.popFirst() else { throw .unbalanced("\\") }
        word.unicodeScalars.append(next)
      default: word.unicodeScalars.append(scalar)
      }
    }
    return hasWord ? words + [word] : words
  }

  private mutating func takeLiteral() throws(CommandTextError) {
    while let scalar = rest.popFirst() {
      if scalar == "'" { return }
      word.unicodeScalars.append(scalar)
    }
    throw .unbalanced("'")
  }

  private mutating func takeQuoted() throws(CommandTextError) {
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\"": return
      case "\\":
        guard let next = rest.popFirst() else { throw .unbalanced("\"") }
        if !"\"\\$`".unicodeScalars.contains(next) { word += "\\" }
        word.unicodeScalars.append(next)
      default: word.unicodeScalars.append(scalar)
      }
    }
    throw .unbalanced("\"")
  }
}
