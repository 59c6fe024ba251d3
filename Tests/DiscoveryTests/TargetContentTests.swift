import Delivery
import Discovery
import Platform
import SecretMemory
import TestSupport
import Testing

@Suite struct TargetContentTests {
  /// What was read, in a form that can be compared.
  private enum Seen: Equatable {
    case values([String: String])
    case missing
    case unreadable
    case notUnderstood(Int?)
  }

  private func seen(_ path: String, _ dialect: Dialect = .dotenv) throws -> Seen {
    switch try TargetContent.read(path, dialect: dialect) {
    case .values(let fields): .values(texts(fields))
    case .missing: .missing
    case .unreadable: .unreadable
    case .notUnderstood(let line): .notUnderstood(line)
    }
  }

  @Test(arguments: Dialect.allCases) func readsEveryDialectAlsoUnderAnotherName(
    dialect: Dialect
  ) throws {
    let place = try TemporaryDirectory()
    var fields = SecretFields()
    try fields.append(name: "A", value: "it is".utf8Span.span)
    let contents = try DialectCodec.encode(fields, as: dialect)
    let text = contents.withSpan { span in
      String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
    }
    let path = try place.write("app.env", text)
    for reader in Dialect.allCases { #expect(try seen(path, reader) == .values(["A": "it is"])) }
  }

  @Test func whatIsNotThereIsMissing() throws {
    let place = try TemporaryDirectory()
    #expect(try seen(place.path("app.env")) == .missing)
    #expect(try seen(place.path("gone/app.env")) == .missing)
    try place.write("file", "")
    #expect(try seen(place.path("file/app.env")) == .missing)
  }

  @Test func textInNoDialectSaysWhere() throws {
    let place = try TemporaryDirectory()
    let path = try place.write("app.env", "A='1'\n# mine\n")
    #expect(try seen(path) == .notUnderstood(2))
  }

  @Test func whatMayHoldNoValuesIsNotRead() throws {
    let place = try TemporaryDirectory()
    let open = try place.write("open.env", "A='1'\n", mode: 0o644)
    #expect(try seen(open) == .unreadable)
    try FileSystem.makeDirectories(place.path("directory.env"))
    #expect(try seen(place.path("directory.env")) == .unreadable)
  }

  /// Errors are printed and logged.
  @Test func noOutcomeCarriesTheText() throws {
    let place = try TemporaryDirectory()
    let open = try place.write("open.env", "A='CANARY9f3b'\n", mode: 0o644)
    guard case .unreadable(let why) = try TargetContent.read(open, dialect: .dotenv) else {
      return #expect(Bool(false))
    }
    #expect(!"\(why)".contains("CANARY"))
  }
}
