import Delivery
import SecretMemory
import Testing

@Suite struct RefusalTests {
  private func refusal(_ value: [UInt8], as dialect: Dialect) throws -> Unrepresentable? {
    try refusal("V", value, as: dialect)
  }

  private func refusal(
    _ name: String, _ value: [UInt8], as dialect: Dialect
  ) throws -> Unrepresentable? {
    let fields = try fields([(name, value)])
    return DialectCodec.check(fields, as: dialect).first
  }

  @Test(arguments: [
    ("a\nb", RefusalReason.newline), ("a\rb", .cr), ("a'b", .quote), ("\"a", .quote),
    ("`a", .quote), ("a\\b", .backslash), ("a\u{1}b", .control), ("a\tb", .control),
    ("a\u{7F}", .control), ("a\u{85}b", .control),
    (HostileValues.noncharacter(0xFDD0), .noncharacter),
    ("a" + HostileValues.noncharacter(0x1FFFF), .noncharacter), ("a${B}", .dollarBrace),
    ("a ", .outerBlank),
    ("a\u{A0}", .outerBlank), ("a\0b", .nul),
  ])
  func dotenvRefusesWithTheReason(text: String, reason: RefusalReason) throws {
    #expect(try refusal(Array(text.utf8), as: .dotenv)?.reason == reason)
  }

  @Test(arguments: ["", "a\"b", "a`b", " a", "$HOME", "a$", "$(x)", "#a", "a #b", "é", "🔑", "{$"])
  func dotenvAcceptsWhatEveryReaderAgreesOn(text: String) throws {
    #expect(try refusal(Array(text.utf8), as: .dotenv) == nil)
  }

  @Test func bytesThatAreNotTextAreRefusedWhereReadersNeedText() throws {
    #expect(try refusal([0xFF], as: .dotenv)?.reason == .notUTF8)
    #expect(try refusal([0xFF], as: .json)?.reason == .notUTF8)
    #expect(try refusal([0xFF], as: .sh) == nil)
  }

  @Test func alternativesAreTheDialectsThatWork() throws {
    #expect(try refusal(Array("a'b".utf8), as: .dotenv)?.alternatives == [.sh, .json])
    #expect(try refusal([0xFF], as: .dotenv)?.alternatives == [.sh])
    #expect(try refusal([0], as: .sh)?.alternatives == [.json])
    #expect(try refusal("1X", [], as: .sh)?.alternatives == [])
  }

  @Test(arguments: ["", "1A", "A-B", "A B", "A=B", "É", "A\n"])
  func everyDialectRefusesWhatIsNoVariableName(name: String) throws {
    for dialect in Dialect.allCases {
      #expect(try refusal(name, [0x31], as: dialect)?.reason == .name)
    }
  }

  /// Integer variables evaluate their text, and the shell itself owns the others.
  @Test(arguments: [
    "RANDOM", "SRANDOM", "OPTIND", "HISTCMD", "SECONDS", "TMOUT", "PPID", "COLUMNS", "LINES",
    "BASHPID", "UID", "EUID", "SHELLOPTS", "BASHOPTS", "LINENO", "SHLVL", "_", "history", "path",
  ])
  func shellRefusesNamesThatItEvaluatesOrOwns(name: String) throws {
    let found = try refusal(name, Array("a[$(touch canary)0]".utf8), as: .sh)
    #expect(found?.reason == .name)
    #expect(found?.alternatives.contains(.json) == true)
  }

  @Test func theKernelsLimitCountsNameSignValueAndNUL() throws {
    let longest = [UInt8](repeating: 0x78, count: 131_072 - "NAME=".utf8.count - 1)
    for dialect in [Dialect.sh, .dotenv] {
      #expect(try refusal("NAME", longest, as: dialect) == nil)
      #expect(try refusal("NAME", longest + [0x78], as: dialect)?.reason == .tooLong)
    }
    #expect(try refusal("NAME", longest + [0x78], as: .json) == nil)
  }
}
