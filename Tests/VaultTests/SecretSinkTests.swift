import ByteCoding
import SecretMemory
import Testing
import Vault

@Suite struct SecretSinkTests {
  @Test func jsonStringsGoFromGuardedToGuardedMemory() throws {
    var text = SecretBuilder()
    try text.append(#"{"token":"a\n\u00e9"}"#)
    var value = SecretBuilder()
    try text.withSpan { span in
      guard case .string(let string)? = try JSONValue.read(span)["token"] else { return }
      try string.write(from: span, into: &value)
    }
    let token = try value.finish()
    let bytes = token.withSpan { span in span.indices.map { span[$0] } }
    #expect(bytes == Array("a\n\u{e9}".utf8))
  }
}
