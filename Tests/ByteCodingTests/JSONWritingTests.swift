import ByteCoding
import Testing

@Suite struct JSONWriting {
  private func write(
    pretty: Bool = false, _ body: (inout JSONWriter<ByteArraySink>) -> Void
  ) -> String {
    var writer = JSONWriter(ByteArraySink(), pretty: pretty)
    body(&writer)
    return writer.finish().text
  }

  private func sample(_ writer: inout JSONWriter<ByteArraySink>) {
    writer.beginObject()
    writer.name("a")
    writer.integer(-5)
    writer.name("b")
    writer.beginArray()
    writer.bool(true)
    writer.null()
    writer.beginObject()
    writer.endObject()
    writer.endArray()
    writer.name("c")
    writer.string("x")
    writer.endObject()
  }

  @Test func compactText() {
    #expect(write(sample) == #"{"a":-5,"b":[true,null,{}],"c":"x"}"#)
  }

  @Test func prettyText() {
    let expected = """
      {
        "a": -5,
        "b": [
          true,
          null,
          {}
        ],
        "c": "x"
      }
      """
    #expect(write(pretty: true, sample) == expected)
  }

  @Test func escapesWhatMustBeEscaped() {
    let text = write { $0.string("\"\\/\u{8}\t\n\u{c}\r\u{1}\u{1f}\u{7f}é") }
    #expect(text == #""\"\\/\b\t\n\f\r\u0001\u001f\u007fé""#)
  }

  @Test func everyCharacterReadsBack() throws {
    let all = (0..<0x3000).compactMap(Unicode.Scalar.init).map { String(Character($0)) }.joined()
    let text = Array(write { $0.string(all) }.utf8)
    guard case .string(let string) = try JSONValue.read(text.span) else { return }
    #expect(Array(string.text(in: text.span).utf8) == Array(all.utf8))
  }

  @Test func bytesAreWrittenAsAString() {
    let bytes = Array("sécret".utf8)
    #expect(write { $0.string(bytes.span) } == #""sécret""#)
  }

  @Test func misuseTraps() async {
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter(ByteArraySink())
      writer.beginObject()
      writer.null()
    }
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter(ByteArraySink())
      writer.null()
      writer.null()
    }
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter(ByteArraySink())
      writer.beginArray()
      _ = writer.finish()
    }
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter(ByteArraySink())
      let bytes: [UInt8] = [0xff]
      writer.string(bytes.span)
    }
  }
}
