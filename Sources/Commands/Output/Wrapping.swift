/// Breaks help texts into lines.
enum Wrapping {
  /// - Parameter indent: blanks before every line but the first, which the caller has begun.
  static func lines(_ text: String, columns: Int, indent: Int = 0) -> [String] {
    var lines: [String] = []
    var line = ""
    let room = columns - indent
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > room {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    if !line.isEmpty { lines.append(line) }
    let margin = String(repeating: " ", count: indent)
    return lines.enumerated().map { $0.offset == 0 ? $0.element : margin + $0.element }
  }

  /// Paragraphs are separated by empty lines; a line that starts with a blank is kept.
  static func paragraphs(_ text: String, columns: Int) -> [String] {
    var lines: [String] = []
    var open = ""
    func flush() {
      if !open.isEmpty { lines += Self.lines(open, columns: columns) }
      open = ""
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty || line.first == " " {
        flush()
        lines.append(String(line))
      } else {
        open += (open.isEmpty ? "" : " ") + line
      }
    }
    flush()
    return lines
  }
}
