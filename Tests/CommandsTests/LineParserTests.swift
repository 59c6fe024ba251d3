import Commands
import Testing

@Suite struct LineParserTests {
  enum Store: Command {
    static let declaration = CommandDeclaration(
      "store", aliases: ["st"], summary: "store",
      operands: [Operand("KEY", .one, .key, "a key"), Operand("OTHER", .optional, .text, "")],
      options: [
        Option("fix", "fix"), Option("tag", .many("T"), "tag"), Option("owner", .one("O"), "owner"),
        Option("generate", .optional("LEN"), "generate"),
        Option("output", short: "o", .one("F"), "file"),
        Option("format", .one("D"), "format", choices: ["sh", "json"]),
        Option("stdin", "stdin"),
      ], exclusions: [["stdin", "generate"]])
    static func run(_ invocation: Invocation, _ session: Session) -> Commands.ExitStatus { .done }
  }

  enum Launch: Command {
    static let declaration = CommandDeclaration(
      "launch", summary: "launch",
      operands: [Operand("TOOL", .optional, .tool, ""), Operand("CMD", .rest, .text, "")],
      ownFailure: 125)
    static func run(_ invocation: Invocation, _ session: Session) -> Commands.ExitStatus { .done }
  }

  enum AddTool: Command {
    static let declaration = CommandDeclaration("tool add", summary: "add")
    static func run(_ invocation: Invocation, _ session: Session) -> Commands.ExitStatus { .done }
  }

  static let set = CommandSet([
    "store": Store.self, "launch": Launch.self, "tool add": AddTool.self,
  ])

  func parse(_ words: String...) throws(UsageError) -> Invocation? {
    try parse(bytes: words.map { Array($0.utf8) })
  }

  func parse(bytes: [[UInt8]]) throws(UsageError) -> Invocation? {
    var parser = LineParser(bytes, for: Self.set)
    if case .command(_, let invocation) = try parser.parse() { return invocation }
    return nil
  }

  func fault(_ words: String...) -> UsageError? {
    do {
      _ = try parse(bytes: words.map { Array($0.utf8) })
      return nil
    } catch {
      return error
    }
  }

  @Test func takesOptionsInBothSpellingsAndAnyOrder() throws {
    let line = try #require(
      try parse("--json", "store", "--owner=a=b", "k", "--tag", "x", "-q", "--tag", "y", "-oF"))
    #expect(line.operands == ["k"])
    #expect(line.value("owner") == "a=b")
    #expect(line.values("tag") == ["x", "y"])
    #expect(line.value("output") == "F")
    #expect(line.flag("json") && line.flag("quiet") && !line.flag("fix"))
  }

  @Test func knowsAliases() throws {
    #expect(try parse("st", "k")?.declaration.name == "store")
  }

  @Test func joinsShortOptions() throws {
    let line = try #require(try parse("store", "k", "-qyo", "F"))
    #expect(line.flag("quiet") && line.flag("yes"))
    #expect(line.value("output") == "F")
  }

  @Test func givesAnOptionalValueOnlyAfterEquals() throws {
    let plain = try #require(try parse("store", "--generate", "k"))
    #expect(plain.has("generate") && plain.value("generate") == nil)
    #expect(plain.operands == ["k"])
    #expect(try parse("store", "k", "--generate=12")?.value("generate") == "12")
  }

  @Test func endsOptionsAtTwoDashes() throws {
    #expect(try parse("store", "--", "--fix")?.operands == ["--fix"])
    #expect(try parse("store", "-")?.operands == ["-"])
  }

  @Test func passesWordsAfterTwoDashesByteForByte() throws {
    let odd: [UInt8] = [0xff, 0x3d, 0x2d]
    let line = try #require(
      try parse(bytes: [Array("launch".utf8), Array("--".utf8), Array("--json".utf8), odd]))
    #expect(line.rest == [Array("--json".utf8), odd])
    #expect(!line.flag("json"))
  }

  @Test func asksForHelpAnywhere() throws {
    var parser = LineParser(
      ["store", "--owner", "x", "-h"].map { Array($0.utf8) }, for: Self.set)
    guard case .help(let words) = try parser.parse() else {
      Issue.record("no help")
      return
    }
    #expect(words == ["store"])
  }

  @Test func refusesWhatItDoesNotKnow() {
    #expect(fault() == .noCommand)
    #expect(fault("stroe", "k") == .unknownCommand("stroe", suggestions: ["store"]))
    #expect(fault("tool") == .incompleteCommand("tool", continuations: ["tool add"]))
    #expect(fault("tool", "ad") == .unknownCommand("tool ad", suggestions: ["tool add"]))
    #expect(fault("tool add") == .unknownCommand("tool add", suggestions: []))
    #expect(
      fault("store", "k", "--onwer", "x")
        == .unknownOption("--onwer", command: "store", suggestions: ["--owner"]))
    #expect(fault("store", "-c") == .unknownOption("-c", command: "store", suggestions: []))
    #expect(fault("--owner", "x", "store") == .optionBeforeCommand("--owner", commands: ["store"]))
    #expect(
      fault("store", "k", "--own", "x")
        == .unknownOption("--own", command: "store", suggestions: []))
  }

  @Test func refusesWrongUseOfOptions() {
    func option(_ fault: OptionFault, _ name: String) -> UsageError {
      .option(fault, name: name, command: "store")
    }
    #expect(fault("store", "k", "--fix=1") == option(.unexpectedValue, "--fix"))
    #expect(
      fault("store", "k", "--owner") == option(.missingValue(placeholder: "O"), "--owner"))
    #expect(
      fault("store", "k", "--owner", "--fix")
        == option(.missingValue(placeholder: "O"), "--owner"))
    #expect(
      fault("store", "k", "--owner", "a", "--owner", "b") == option(.repeated, "--owner"))
    #expect(
      fault("store", "k", "--format", "xml")
        == option(.badChoice(given: "xml", choices: ["sh", "json"]), "--format"))
    #expect(
      fault("store", "k", "--stdin", "--generate") == option(.excludes("--generate"), "--stdin"))
  }

  @Test func refusesTooFewAndTooManyWords() {
    #expect(fault("store") == .operand(.missing("KEY"), command: "store"))
    #expect(fault("store", "a", "b", "c") == .operand(.surplus(position: 3), command: "store"))
    #expect(fault("launch", "t") == .operand(.missing("-- CMD…"), command: "launch"))
    #expect(fault("launch", "--") == .operand(.missing("-- CMD…"), command: "launch"))
  }

  @Test func refusesAValueOnTheLineWithoutKeepingIt() {
    #expect(fault("store", "k=hunter2") == .valueOnCommandLine(key: "k"))
    #expect(
      fault("store", "k", "--value=hunter2")
        == .unknownOption("--value", command: "store", suggestions: []))
  }

  @Test func refusesWordsThatAreNotText() {
    #expect(throws: UsageError.notText(position: 2)) {
      try parse(bytes: [Array("store".utf8), [0xc3]])
    }
  }
}
