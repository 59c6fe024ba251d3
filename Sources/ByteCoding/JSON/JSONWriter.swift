/// Writes one JSON value (RFC 8259) into a sink. Calls that would not make JSON trap: a value
/// without a name inside an object, an end without its beginning.
package struct JSONWriter<Sink: ByteSink & ~Copyable>: ~Copyable {
  private struct Container {
    let isObject: Bool
    var isEmpty = true
  }

  private var sink: Sink
  private let pretty: Bool
  private var open: [Container] = []
  private var named = false
  private var complete = false

  /// With `pretty`, every member and element gets a line of its own, indented by two spaces.
  package init(_ sink: consuming Sink, pretty: Bool = false) {
    self.sink = sink
    self.pretty = pretty
  }

  package mutating func beginObject() throws(Sink.Failure) {
    try begin(isObject: true)
  }

  package mutating func endObject() throws(Sink.Failure) {
    try end(isObject: true)
  }

  package mutating func beginArray() throws(Sink.Failure) {
    try begin(isObject: false)
  }

  package mutating func endArray() throws(Sink.Failure) {
    try end(isObject: false)
  }

  /// The name of the member whose value is written next.
  package mutating func name(_ name: String) throws(Sink.Failure) {
    precondition(open.last?.isObject == true && !named, "ByteCoding: no name belongs here")
    try separate()
    try quote(name.utf8Span.span)
    try sink.append(UInt8(ascii: ":"))
    if pretty { try sink.append(UInt8(ascii: " ")) }
    named = true
  }

  package mutating func string(_ text: String) throws(Sink.Failure) {
    try startValue()
    try quote(text.utf8Span.span)
  }

  /// A string from UTF-8, which may be secret. Traps when the bytes are not UTF-8.
  package mutating func string(_ text: Span<UInt8>) throws(Sink.Failure) {
    precondition(UTF8Check.isValid(text), "ByteCoding: JSON strings are UTF-8")
    try startValue()
    try quote(text)
  }

  package mutating func integer(_ value: Int64) throws(Sink.Failure) {
    try raw(String(value))
  }

  package mutating func bool(_ value: Bool) throws(Sink.Failure) {
    try raw(value ? "true" : "false")
  }

  package mutating func null() throws(Sink.Failure) {
    try raw("null")
  }

  /// Ends the writing: the sink with exactly one value in it.
  package consuming func finish() -> Sink {
    precondition(complete && open.isEmpty, "ByteCoding: the JSON value is not complete")
    return sink
  }

  private mutating func raw(_ text: String) throws(Sink.Failure) {
    try startValue()
    try sink.append(text.utf8Span.span)
  }

  private mutating func begin(isObject: Bool) throws(Sink.Failure) {
    try startValue()
    try sink.append(isObject ? UInt8(ascii: "{") : UInt8(ascii: "["))
    open.append(Container(isObject: isObject))
  }

  private mutating func end(isObject: Bool) throws(Sink.Failure) {
    guard let container = open.popLast(), container.isObject == isObject, !named else {
      preconditionFailure("ByteCoding: nothing ends here")
    }
    if !container.isEmpty { try breakLine() }
    try sink.append(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
  }

  private mutating func startValue() throws(Sink.Failure) {
    switch open.last?.isObject {
    case .some(true):
      precondition(named, "ByteCoding: a member needs a name")
      named = false
    case .some(false):
      try separate()
    case .none:
      precondition(!complete, "ByteCoding: one value only")
      complete = true
    }
  }

  private mutating func separate() throws(Sink.Failure) {
    let index = open.count - 1
    if !open[index].isEmpty { try sink.append(UInt8(ascii: ",")) }
    open[index].isEmpty = false
    try breakLine()
  }

  private mutating func breakLine() throws(Sink.Failure) {
    guard pretty else { return }
    try sink.append(UInt8(ascii: "\n"))
    for _ in 0..<open.count * 2 { try sink.append(UInt8(ascii: " ")) }
  }

  private mutating func quote(_ text: Span<UInt8>) throws(Sink.Failure) {
    try sink.append(UInt8(ascii: "\""))
    for index in text.indices { try escape(text[index]) }
    try sink.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ byte: UInt8) throws(Sink.Failure) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): try escape(letter: byte)
    case 0x08: try escape(letter: UInt8(ascii: "b"))
    case 0x09: try escape(letter: UInt8(ascii: "t"))
    case 0x0a: try escape(letter: UInt8(ascii: "n"))
    case 0x0c: try escape(letter: UInt8(ascii: "f"))
    case 0x0d: try escape(letter: UInt8(ascii: "r"))
    case ..<0x20, 0x7f:
      try sink.append("\\u00".utf8Span.span)
      try sink.append(Hex.digit(byte >> 4))
      try sink.append(Hex.digit(byte & 15))
    default: try sink.append(byte)
    }
  }

  private mutating func escape(letter: UInt8) throws(Sink.Failure) {
    try sink.append(UInt8(ascii: "\\"))
    try sink.append(letter)
  }
}
