import ByteCoding
import Testing

private func read(_ text: String) throws(JSONError) -> JSONValue {
  let bytes = Array(text.utf8)
  return try JSONValue.read(bytes.span)
}

/// The text of the string that is the only value of `text`.
private func stringValue(_ text: String) throws -> String? {
  let bytes = Array(text.utf8)
  guard case .string(let string) = try JSONValue.read(bytes.span) else { return nil }
  return string.text(in: bytes.span)
}

@Suite struct JSONReading {
  @Test func structureOfAnObject() throws {
    let text = Array(#" { "name" : "a" , "list":[1,-2.5e+3,true,null],"o":{},"e":[]} "#.utf8)
    let value = try JSONValue.read(text.span)
    guard case .string(let name)? = value["name"], case .array(let list)? = value["list"],
      case .number(let one) = list[0], case .number(let real) = list[1]
    else {
      Issue.record("another structure: \(value)")
      return
    }
    #expect(name.text(in: text.span) == "a")
    #expect(one.integer(in: text.span) == 1)
    #expect(real.spelling(in: text.span) == "-2.5e+3")
    #expect(real.integer(in: text.span) == nil)
    #expect(list[2...] == [.bool(true), .null])
    #expect(value["o"] == .object([]))
    #expect(value["e"] == .array([]))
    #expect(value["missing"] == nil)
    #expect(list[2]["name"] == nil)
  }

  @Test(arguments: [
    (#""""#, ""), (#""plain é 水""#, "plain é 水"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
    (#""\u0041\u00e9\u6c34""#, "Aé水"), (#""\uD834\uDD1E""#, "\u{1D11E}"),
    (#""\u0000""#, "\0"), (#""x\uDBFF\uDFFFy""#, "x\u{10FFFF}y"),
  ])
  func undoesEscapes(text: String, expected: String) throws {
    #expect(try stringValue(text) == expected)
  }

  @Test func integersKeepTheirFullRange() throws {
    for value in [Int64.min, -1, 0, Int64.max] {
      let text = Array(String(value).utf8)
      guard case .number(let number) = try JSONValue.read(text.span) else { continue }
      #expect(number.integer(in: text.span) == value)
    }
    let large = Array("9223372036854775808".utf8)
    guard case .number(let number) = try JSONValue.read(large.span) else { return }
    #expect(number.integer(in: large.span) == nil)
  }
}

@Suite struct JSONRefusals {
  @Test(arguments: [
    ("", JSONError.Fault.truncated, 0), ("  ", .truncated, 2), ("{", .truncated, 1),
    (#"{"a""#, .truncated, 4), (#"{"a":"#, .truncated, 5), (#"{"a":1"#, .truncated, 6),
    ("[1,", .truncated, 3), (#""abc"#, .truncated, 4), ("tru", .truncated, 3),
    ("truth", .unexpectedByte, 3), ("[1 2]", .unexpectedByte, 3), ("[1,]", .unexpectedByte, 3),
    ("{1:2}", .unexpectedByte, 1), (#"{"a":1,}"#, .unexpectedByte, 7), ("'a'", .unexpectedByte, 0),
    ("+1", .unexpectedByte, 0), (".5", .unexpectedByte, 0), ("NaN", .unexpectedByte, 0),
    ("\u{feff}1", .unexpectedByte, 0), ("/**/1", .unexpectedByte, 0),
    ("-", .invalidNumber, 1), ("01", .invalidNumber, 0), ("-00", .invalidNumber, 1),
    ("1.", .invalidNumber, 2), ("1e", .invalidNumber, 2), ("1e+", .invalidNumber, 3),
    ("1 2", .leftover, 2), ("{}}", .leftover, 2), ("0x1", .leftover, 1),
    (#""\x""#, .invalidEscape, 1), (#""\u12G4""#, .invalidEscape, 1),
    (#""\u12"#, .invalidEscape, 1),
    (#""\uD800""#, .invalidEscape, 1), (#""\uDC00""#, .invalidEscape, 1),
    (#""\uD800\u0041""#, .invalidEscape, 1), (#""\uD800x""#, .invalidEscape, 1),
    ("\"a\nb\"", .controlCharacter, 2), ("\"\0\"", .controlCharacter, 1),
    (#"{"a":1,"a":2}"#, .duplicateName, 7), (#"{"a":1,"\u0061":2}"#, .duplicateName, 7),
  ])
  func namesFaultAndOffset(text: String, fault: JSONError.Fault, offset: Int) {
    #expect(throws: JSONError(fault, at: offset)) { try read(text) }
  }

  @Test func bytesThatAreNotUTF8() {
    let bytes: [UInt8] = [0x22, 0x61, 0xff, 0x22]
    #expect(throws: JSONError(.invalidUTF8, at: 2)) { try JSONValue.read(bytes.span) }
  }

  @Test func nestingBeyondTheLimit() throws {
    let limit = JSONValue.maximumDepth
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try read(nested(limit))
    #expect(throws: JSONError(.tooDeep, at: limit)) { try read(nested(limit + 1)) }
  }

  @Test func siblingsDoNotCountAsDepth() throws {
    _ = try read("[" + Array(repeating: "[{}]", count: 100).joined(separator: ",") + "]")
  }
}
