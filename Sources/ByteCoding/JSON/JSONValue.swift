/// The structure of a JSON text (RFC 8259). Strings and numbers stay in the text and are only
/// pointed at, so that a text in guarded memory can be read without copying a secret out of it.
/// Names of members are not secret and are ordinary strings.
package indirect enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(JSONString)
  case array([JSONValue])
  case object([JSONMember])

  /// Arrays and objects may be nested this deep.
  package static let maximumDepth = 32

  /// Checks the whole of `text` and returns its structure. Strict: one value, UTF-8 without a byte
  /// order mark, no name twice in an object.
  package static func read(_ text: Span<UInt8>) throws(JSONError) -> JSONValue {
    try JSONParser.parse(text)
  }

  /// The member of an object called `name`; nil when there is none or this is no object.
  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }
}

/// One name and value of an object, in the order of the text.
package struct JSONMember: Sendable, Equatable {
  package let name: String
  package let value: JSONValue
}

/// A number, left in its text.
package struct JSONNumber: Sendable, Equatable {
  /// Where its characters stand in the text.
  package let range: Range<Int>

  /// The number if it is written as an integer and fits.
  package func integer(in text: Span<UInt8>) -> Int64? {
    Int64(spelling(in: text))
  }

  /// The number as it is written.
  package func spelling(in text: Span<UInt8>) -> String {
    String(decoding: range.map { text[$0] }, as: UTF8.self)
  }
}
