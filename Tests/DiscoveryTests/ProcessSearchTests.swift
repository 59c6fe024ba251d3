import Discovery
import Platform
import SecretMemory
import TestSupport
import Testing

@Suite struct ProcessSearchTests {
  /// One process as proc(5) shows it.
  private func add(_ environment: String, to directory: borrowing TemporaryDirectory) throws {
    try FileSystem.makeDirectories(directory.path("77"))
    let fields = "S 1 1 1 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 100 9 9"
    try directory.write("77/stat", "77 (worker) \(fields)\n")
    try directory.write("77/status", "Uid:\t0\t1002\t0\t0\n")
    try directory.write("77/environ", environment)
  }

  private func found(_ environment: String, _ names: [String]) throws -> [String: String]? {
    let directory = try TemporaryDirectory()
    try add(environment, to: directory)
    var search = try ProcessSearch(for: names, root: directory.path)
    guard let finding = try search.next() else { return nil }
    #expect(finding.process.identifier == 77)
    let names = finding.names
    let found = texts(finding.variables())
    #expect(names.sorted() == found.keys.sorted())
    return found
  }

  @Test func picksTheNamesThatWereAskedFor() throws {
    let environment = "HOME=/root\0API_KEY=one\0API_KEY_2=two\0API=\0KEY=three\0"
    #expect(try found(environment, ["API_KEY"]) == ["API_KEY": "one"])
    #expect(try found(environment, ["API", "KEY"]) == ["API": "", "KEY": "three"])
    #expect(
      try found(environment, ["API_KEY_2", "API_KEY", "API_KEY"])
        == ["API_KEY": "one", "API_KEY_2": "two"])
    #expect(try found(environment, ["API_KE", "api_key", "OTHER", ""]) == nil)
    #expect(try found(environment, []) == nil)
  }

  @Test func takesValuesAsTheyAre() throws {
    #expect(try found("A==b=c\0B= \n\t'\0", ["A", "B"]) == ["A": "=b=c", "B": " \n\t'"])
    #expect(try found("A=\u{1F511}\0", ["A"]) == ["A": "\u{1F511}"])
  }

  @Test func survivesWhatIsNoEnvironment() throws {
    #expect(try found("worker: idle\0\0\0=x\0A\0B=1", ["A", "B"]) == ["B": "1"])
    #expect(try found("\0\0\0", ["A"]) == nil)
    #expect(try found("====", ["A", ""]) == ["": "==="])
  }

  @Test func theFirstOfTwoCountsAsForTheProcessItself() throws {
    #expect(try found("A=1\0A=2\0", ["A"]) == ["A": "1"])
  }

  @Test func findsRealProcessesThatHoldAVariable() throws {
    let place = try TemporaryDirectory()
    let name = "KEYROLL_TEST_\(CurrentProcess.identifier)"
    let one = try RunningProgram.waiting(
      as: "billing-worker", in: place.path, environment: [name: "one", "PATH": "/bin"])
    let other = try RunningProgram.waiting(
      as: "mailer", in: place.path, environment: ["PATH": "/bin"])
    let search = try holders(of: name)
    #expect(search.values == [one.identifier: "one"])
    #expect(search.names == ["billing-worker"])
    #expect(search.values[other.identifier] == nil)
    one.end()
    #expect(try holders(of: name).values.isEmpty)
  }

  private func holders(
    of name: String
  ) throws -> (values: [Int32: String], names: [String]) {
    var search = try ProcessSearch(for: [name])
    var values: [Int32: String] = [:]
    var names: [String] = []
    while let finding = try search.next() {
      let process = finding.process
      names.append(process.name)
      values[process.identifier] = texts(finding.variables())[name]
    }
    #expect(search.count.read > 0)
    return (values, names)
  }

  @Test func aMachineWithoutATableIsAnError() {
    let error = #expect(throws: DiscoveryError.self) {
      _ = try ProcessSearch(for: ["A"], root: "/no/such/place")
    }
    guard case .system(let cause)? = error else { return #expect(Bool(false)) }
    #expect(cause.name == "ENOENT")
  }
}

func texts(_ fields: borrowing SecretFields) -> [String: String] {
  var texts: [String: String] = [:]
  for index in 0..<fields.count {
    fields.withField(at: index) { name, value in
      texts[name] = String(decoding: value.indices.map { value[$0] }, as: UTF8.self)
    }
  }
  return texts
}
