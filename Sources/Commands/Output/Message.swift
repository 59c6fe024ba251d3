/// Words for a person. What is interpolated, a name or a path, is escaped; what the program itself
/// wrote is not. Only messages reach a terminal, so that no name does without escaping.
package struct Message: Sendable, Hashable {
  /// Safe to show; may have several lines.
  package let text: String

  private init(verbatim text: String) {
    self.text = text
  }

  /// Text from elsewhere, as one line.
  package init(escaping text: String) {
    self.text = Escape.text(text)
  }

  package static func + (left: Message, right: Message) -> Message {
    Message(verbatim: left.text + right.text)
  }

  package static func joined(_ parts: [Message], separator: Message) -> Message {
    Message(verbatim: parts.map(\.text).joined(separator: separator.text))
  }

  package var isEmpty: Bool { text.isEmpty }
}

extension Message: ExpressibleByStringInterpolation {
  package init(stringLiteral text: StaticString) {
    self.text = text.description
  }

  package init(stringInterpolation: Interpolation) {
    text = stringInterpolation.text
  }

  package struct Interpolation: StringInterpolationProtocol {
    fileprivate var text: String

    package init(literalCapacity: Int, interpolationCount: Int) {
      text = ""
      text.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    package mutating func appendLiteral(_ literal: StaticString) {
      text += literal.description
    }

    package mutating func appendInterpolation(_ name: String) {
      text += Escape.text(name)
    }

    package mutating func appendInterpolation(_ number: some BinaryInteger) {
      text += String(number)
    }

    package mutating func appendInterpolation(_ message: Message) {
      text += message.text
    }

    /// `a, b, c`
    package mutating func appendInterpolation(list names: [String]) {
      text += names.map(Escape.text).joined(separator: ", ")
    }

    package mutating func appendInterpolation(octal number: some BinaryInteger) {
      text += String(number, radix: 8)
    }

    /// `1 tool`, `2 tools`
    package mutating func appendInterpolation(_ count: Int, _ noun: StaticString) {
      text += "\(count) \(noun.description)\(count == 1 ? "" : "s")"
    }
  }
}
