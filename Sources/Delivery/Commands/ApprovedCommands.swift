package import ByteCoding
package import Vault

/// The commands that may be run on this machine. Somebody here has typed each of them, or has read
/// and agreed to it: a vault that came from elsewhere runs nothing by itself.
package struct ApprovedCommands: Equatable, Sendable {
  /// What is approved: one command of one target.
  private struct Place: Hashable {
    let target: Identifier
    let step: Step
  }

  private var words: [Place: [String]] = [:]

  package init() {}

  package var isEmpty: Bool { words.isEmpty }

  /// Whether exactly these words may be run for that step. Compared by their bytes: words that look
  /// the same can name another program.
  package func contains(_ words: [String], target: Identifier, step: Step) -> Bool {
    guard let approved = self.words[Place(target: target, step: step)] else { return false }
    return approved.elementsEqual(words) { $0.utf8.elementsEqual($1.utf8) }
  }

  /// Approves these words, in place of others for the same step.
  package mutating func add(_ words: [String], target: Identifier, step: Step) {
    self.words[Place(target: target, step: step)] = words
  }

  package mutating func forget(target: Identifier, step: Step) {
    words[Place(target: target, step: step)] = nil
  }

  package mutating func forget(target: Identifier) {
    for step in Step.allCases { forget(target: target, step: step) }
  }
}

// MARK: As text

extension ApprovedCommands {
  /// One line for each: the target in hexadecimal, the step, and the words as a JSON array.
  var text: [UInt8] {
    let places = words.keys.sorted { a, b in
      (a.target, a.step.rawValue) < (b.target, b.step.rawValue)
    }
    return places.flatMap { place in
      Array("\(place.target.hex) \(place.step.rawValue) ".utf8) + Self.json(words[place] ?? [])
        + [UInt8(ascii: "\n")]
    }
  }

  private static func json(_ words: [String]) -> [UInt8] {
    var writer = JSONWriter(ByteArraySink())
    writer.beginArray()
    for word in words { writer.string(word) }
    writer.endArray()
    return writer.finish().bytes
  }

  /// Reads what `text` writes, and nothing else; the number of the first other line is thrown.
  init(text: [UInt8]) throws(BadLine) {
    let newline = UInt8(ascii: "\n")
    let lines = text.split(separator: newline, omittingEmptySubsequences: false)
    for (index, line) in lines.dropLast().enumerated() {
      guard let (place, command) = Self.entry(Array(line)), words[place] == nil else {
        throw BadLine(number: index + 1)
      }
      words[place] = command
    }
    guard lines.last?.isEmpty != false else { throw BadLine(number: lines.count) }
    // What is spelled or ordered another way was written by somebody else.
    let ours = self.text.split(separator: newline, omittingEmptySubsequences: false)
    if let index = zip(lines, ours).enumerated().first(where: { $0.element.0 != $0.element.1 }) {
      throw BadLine(number: index.offset + 1)
    }
  }

  struct BadLine: Error { let number: Int }

  private static func entry(_ line: [UInt8]) -> (Place, [String])? {
    let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
    guard parts.count == 3, let target = Identifier(hex: String(decoding: parts[0], as: UTF8.self)),
      let step = Step(rawValue: String(decoding: parts[1], as: UTF8.self)),
      let words = words(Array(parts[2])), words.first?.hasPrefix("/") == true
    else { return nil }
    return (Place(target: target, step: step), words)
  }

  private static func words(_ json: [UInt8]) -> [String]? {
    guard case .array(let values)? = try? JSONValue.read(json.span) else { return nil }
    var words: [String] = []
    for value in values {
      guard case .string(let string) = value else { return nil }
      words.append(string.text(in: json.span))
    }
    return words
  }
}
