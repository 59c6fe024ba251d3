import Delivery
import Platform
import SecretMemory
import TestSupport
import Testing

@Suite struct EnvironmentFileTests {
  private let directory: TemporaryPlace

  init() throws { directory = try TemporaryPlace() }

  private func write(
    _ pairs: Pairs, to name: String = "app.env", dialect: Dialect = .dotenv, known: [String] = [],
    replaceForeign: Bool = false
  ) throws -> EnvironmentFile.WriteOutcome {
    let fields = try fields(pairs)
    let contents = try DialectCodec.encode(fields, as: dialect)
    return try EnvironmentFile.write(
      contents, to: directory.path(name), dialect: dialect, known: pairs.map(\.name) + known,
      replaceForeign: replaceForeign)
  }

  private let one: Pairs = [("A", [0x31])]
  private let two: Pairs = [("A", [0x32])]

  @Test func aNewFileIsPrivateAndComplete() throws {
    #expect(try write(one) == .created)
    #expect(try directory.status("app.env").mode == 0o600)
    #expect(try directory.read("app.env").hasSuffix("\nA='1'\n"))
    #expect(try directory.names() == ["app.env"])
  }

  @Test func theSameContentIsNotWrittenAgain() throws {
    _ = try write(one)
    let before = try directory.status("app.env")
    #expect(try write(one) == .unchanged)
    #expect(try directory.status("app.env").isSameFile(as: before))
  }

  @Test(
    arguments: [(0o600, 0o600), (0o640, 0o640), (0o660, 0o640), (0o400, 0o400)]
      as [(UInt32, UInt32)])
  func anExistingFileKeepsItsModeButNeverAWiderOne(before: UInt32, after: UInt32) throws {
    try directory.write("app.env", "A='0'\n", mode: before)
    #expect(try write(two) == .replaced)
    #expect(try directory.status("app.env").mode == after)
    #expect(try directory.read("app.env").hasSuffix("\nA='2'\n"))
    #expect(try directory.names() == ["app.env"])
  }

  @Test(.enabled(if: User.current.identifier == 0, "skipped: needs root"))
  func anExistingFileKeepsItsOwner() throws {
    try directory.write("app.env", "A='0'\n")
    try OwnedFile.open(directory.path("app.env"), .readWrite).setOwner(65_534, group: 65_534)
    #expect(try write(two) == .replaced)
    let status = try directory.status("app.env")
    #expect(status.owner == 65_534)
    #expect(status.group == 65_534)
  }

  @Test func anEmptyFileIsNobodysContent() throws {
    try directory.write("app.env", "")
    #expect(try write(one) == .replaced)
  }

  @Test(arguments: Dialect.allCases)
  func variablesThatKeyrollDoesNotKnowStopTheWrite(dialect: Dialect) throws {
    let both: Pairs = [("A", [0x31]), ("THEIRS", [0x32]), ("ALSO", [0x33])]
    _ = try write(both, dialect: dialect)
    let before = try directory.read("app.env")
    let path = directory.path("app.env")
    #expect(
      throws: DeliveryError.foreignContent(path: path, names: ["ALSO", "THEIRS"], line: nil)
    ) {
      _ = try write(two, dialect: dialect)
    }
    #expect(try directory.read("app.env") == before)
    #expect(try write(two, dialect: dialect, known: ["THEIRS", "ALSO"]) == .replaced)
  }

  @Test func aFileInTheDialectOfBeforeIsStillOurs() throws {
    for (before, after) in [(Dialect.json, Dialect.sh), (.sh, .json), (.dotenv, .json)] {
      _ = try write([("A", Array("it is".utf8))], dialect: before)
      #expect(try write(two, dialect: after) == .replaced)
      try FileSystem.removeTree(directory.path("app.env"))
    }
  }

  @Test func textOutsideTheDialectStopsTheWrite() throws {
    try directory.write("app.env", "A='1'\n# mine\n")
    let path = directory.path("app.env")
    #expect(throws: DeliveryError.foreignContent(path: path, names: [], line: 2)) {
      _ = try write(two)
    }
    #expect(try directory.read("app.env") == "A='1'\n# mine\n")
    #expect(try write(two, replaceForeign: true) == .replaced)
  }

  @Test func readingReturnsWhatIsThere() throws {
    let path = directory.path("app.env")
    let missing = try EnvironmentFile.read(path, dialect: .dotenv)
    #expect(optionalDictionary(missing) == nil)
    _ = try write([("A", [0x31]), ("B", [])])
    let found = try EnvironmentFile.read(path, dialect: .dotenv)
    #expect(optionalDictionary(found) == ["A": [0x31], "B": []])
  }

  @Test func aMissingDirectoryIsASystemError() throws {
    #expect {
      _ = try write(one, to: "missing/app.env")
    } throws: { error in
      guard case DeliveryError.system(let cause) = error else { return false }
      return cause.name == "ENOENT"
    }
  }

  /// Errors are printed and logged.
  @Test func noErrorCarriesAValueOfTheExistingFile() throws {
    try directory.write("app.env", "A='CANARY9f3b'\nTHEIRS='CANARY9f3b'\n")
    #expect {
      _ = try write(two)
    } throws: { !"\($0)".contains("CANARY") }
    try directory.write("other.env", "CANARY9f3b\n")
    #expect {
      _ = try write(two, to: "other.env")
    } throws: { !"\($0)".contains("CANARY") }
  }
}
