import SecretMemory
import Testing

@Suite struct SecretBuilderTests {
  @Test func emptyBuilderGivesAnEmptySecret() throws {
    let secret = try SecretBuilder().finish()
    #expect(secret.count == 0)
  }

  @Test(arguments: [1, 63, 64, 65, 128, 129, 5000])
  func keepsEveryByteAcrossGrowth(length: Int) throws {
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 13) }
    var builder = SecretBuilder()
    for byte in bytes { try builder.append(byte) }
    #expect(builder.count == length)
    let secret = try builder.finish()
    #expect(contents(secret) == bytes)
  }

  @Test func mixesBytesSpansAndText() throws {
    var builder = SecretBuilder()
    try builder.append("key=")
    let middle: [UInt8] = [0x61, 0x62]
    try builder.append(middle.span)
    try builder.append(0x0a)
    try builder.append("é, and a longer piece of text than fits in a small string")
    let expected = "key=ab\né, and a longer piece of text than fits in a small string"
    let secret = try builder.finish()
    #expect(contents(secret) == Array(expected.utf8))
  }

  @Test func appendingManyBytesAtOnceGrowsOnce() throws {
    var builder = SecretBuilder()
    try builder.append(1)
    let large = [UInt8](repeating: 5, count: 100_000)
    try builder.append(large.span)
    #expect(builder.withSpan { $0.count } == 100_001)
    #expect(builder.withSpan { [$0[0], $0[1], $0[100_000]] } == [1, 5, 5])
  }
}

@Suite struct SecretFieldsTests {
  private func sample() throws -> SecretFields {
    var fields = SecretFields()
    let values: [(String, [UInt8])] = [("id", [1, 2]), ("secret", []), ("token", [3, 4, 5])]
    for (name, value) in values { try fields.append(name: name, value: value.span) }
    return fields
  }

  @Test func findsFieldsByName() throws {
    let fields = try sample()
    #expect(fields.names == ["id", "secret", "token"])
    #expect(fields.withField("token") { [$0[0], $0[1], $0[2]] } == [3, 4, 5])
    #expect(fields.length(of: "secret") == 0)
    #expect(fields.length(of: "id") == 2)
  }

  @Test func lendsFieldsInOrder() throws {
    let fields = try sample()
    #expect(fields.count == 3)
    #expect(fields.withField(at: 0) { name, value in "\(name)\(value.count)" } == "id2")
    #expect(fields.withField(at: 2) { name, value in "\(name)\(value.count)" } == "token3")
  }

  @Test func unknownNameIsNilAndNeverCallsTheBody() throws {
    let fields = try sample()
    var calls = 0
    let result: Int? = fields.withField("nothing") { _ in
      calls += 1
      return 1
    }
    #expect(result == nil)
    #expect(calls == 0)
    #expect(fields.length(of: "nothing") == nil)
  }

  @Test func addingANameTwiceTraps() async {
    await #expect(processExitsWith: .failure) {
      var fields = SecretFields()
      let value: [UInt8] = [1]
      try fields.append(name: "a", value: value.span)
      try fields.append(name: "a", value: value.span)
    }
  }
}

@Suite struct ConstantTimeTests {
  private func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    constantTimeEquals(a.span, b.span)
  }

  @Test func comparesContentAndLength() {
    #expect(equal([1, 2, 3], [1, 2, 3]))
    #expect(!equal([1, 2, 3], [1, 2, 4]))
    #expect(!equal([1, 2, 3], [0, 2, 3]))
    #expect(!equal([1, 2, 3], [1, 2]))
    #expect(equal([], []))
  }
}
