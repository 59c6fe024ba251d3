import Delivery
import SecretMemory
import Testing

@Suite struct RoundTripTests {
  @Test(arguments: Dialect.allCases)
  func whatIsNotRefusedReadsBackByteForByte(dialect: Dialect) throws {
    for pairs in [HostileValues.all] + (1...8).map({ HostileValues.random(250, seed: $0) }) {
      let carried = try carried(pairs, by: dialect)
      #expect(carried.count > pairs.count / 20)
      let read = try parsed(encoded(carried, as: dialect), as: dialect)
      #expect(read == Dictionary(carried.map { ($0.name, $0.value) }) { first, _ in first })
    }
  }

  @Test(arguments: Dialect.allCases)
  func oneRefusedVariableStopsTheWholeFileAndIsNamed(dialect: Dialect) throws {
    let pairs = HostileValues.all + [("not-a-name", [])]
    let fields = try fields(pairs)
    let refused = DialectCodec.check(fields, as: dialect)
    #expect(refused.contains { $0.variable == "not-a-name" && $0.reason == .name })
    #expect(throws: DeliveryError.unrepresentable(refused)) {
      _ = try DialectCodec.encode(fields, as: dialect)
    }
  }

  @Test func shellCarriesEveryByteButNUL() throws {
    #expect(try carried(HostileValues.all, by: .sh).count == HostileValues.all.count)
  }

  @Test func jsonCarriesAllText() throws {
    let refused = Set(HostileValues.binaries)
    let carried = try carried(HostileValues.all + [("NUL", [0])], by: .json)
    #expect(carried.count == HostileValues.all.count + 1 - refused.count)
  }

  @Test func variablesAreSortedByName() throws {
    let pairs: Pairs = [("B", [0x31]), ("a", [0x32]), ("A", [0x33]), ("_", [0x34])]
    #expect(
      String(decoding: try encoded(Array(pairs.dropLast()), as: .dotenv), as: UTF8.self)
        == "# Written by keyroll. What you change here is lost at the next emit.\n"
        + "A='3'\nB='1'\na='2'\n")
    #expect(
      String(decoding: try encoded(pairs, as: .json), as: UTF8.self)
        == "{\n  \"A\": \"3\",\n  \"B\": \"1\",\n  \"_\": \"4\",\n  \"a\": \"2\"\n}\n")
  }

  @Test(arguments: Dialect.allCases)
  func noVariablesAtAllIsAValidFile(dialect: Dialect) throws {
    #expect(try parsed(encoded([], as: dialect), as: dialect) == [:])
  }

  @Test(arguments: Dialect.allCases)
  func readBackNoticesEveryDifference(dialect: Dialect) throws {
    let meant = try fields([("A", Array("one".utf8)), ("B", Array("two".utf8))])
    for (pairs, blamed): (Pairs, String) in [
      ([("A", Array("one".utf8)), ("B", Array("twO".utf8))], "B"),
      ([("A", Array("one".utf8))], "B"),
      ([("A", Array("one".utf8)), ("B", Array("two".utf8)), ("INJECTED", [0x31])], "INJECTED"),
    ] {
      let other = try fields(pairs)
      let text = try DialectCodec.encode(other, as: dialect)
      #expect(throws: DeliveryError.readBackMismatch(variable: blamed)) {
        try DialectCodec.confirm(text, holds: meant, as: dialect)
      }
    }
  }
}
