import Glibc
import Platform
import TestSupport
import Testing

@Suite struct ReplaceProcessTests {
  @Test func becomesTheProgramWithItsArgumentsAndEnvironment() async {
    await #expect(processExitsWith: .exitCode(7)) {
      var environment = try EnvironmentBlock(inheriting: true)
      try environment.set(name: "KEYROLL_TEST", value: "a value")
      try become(
        "sh",
        arguments: ["-c", "test \"$KEYROLL_TEST$1$0\" = 'a value 1sh' && exit 7", "sh", " 1"],
        environment: environment)
    }
  }

  @Test func programStartsAsIfWeHadNotBeenThere() async {
    await #expect(processExitsWith: .exitCode(7)) {
      umask(0o022)
      signal(SIGPIPE, SIG_DFL)
      Hardening.apply()
      let script = """
        ignored=$(sed -n 's/SigIgn:.//p' /proc/$$/status)
        test $((0x$ignored & 0x1001000)) = 0 || exit 1  # SIGPIPE, SIGXFSZ
        test "$(umask)" = 0022 || exit 2
        exit 7
        """
      try become(
        "sh", arguments: ["-c", script],
        environment: try EnvironmentBlock(inheriting: true))
    }
  }

  @Test func failureLeavesUsHardened() async {
    await #expect(processExitsWith: .success) {
      Hardening.apply()
      let directory = try TemporaryDirectory()
      let path = try directory.write("script", "not a program", mode: 0o700)
      let error = #expect(throws: SystemError.self) {
        let environment = try EnvironmentBlock(inheriting: false)
        try become(path, arguments: [], environment: environment)
      }
      #expect(error?.name == "ENOEXEC")
      #expect(umask(0o077) == 0o077)
    }
  }

  @Test func environmentKeepsOneValuePerName() throws {
    var environment = try EnvironmentBlock(inheriting: false)
    #expect(environment.names == [])
    try environment.set(name: "A", value: "1")
    try environment.set(name: "AB", value: "2")
    try environment.set(name: "A", value: String(repeating: "3", count: 10_000))
    #expect(environment.names == ["AB", "A"])
    environment.remove("AB")
    #expect(environment.names == ["A"])
    let result = try ChildProcess.run(
      program: "printenv", arguments: ["A"], environment: environment, timeoutSeconds: 20,
      outputLimit: 20_000)
    #expect(result.output.count == 10_001)
  }

  @Test(arguments: [("", "v"), ("A=B", "v"), ("A\0", "v"), ("A", "v\0w")])
  func refusesEntriesThatWouldMeanSomethingElse(name: String, value: String) throws {
    var environment = try EnvironmentBlock(inheriting: false)
    let error = #expect(throws: SystemError.self) { try set(name, value, in: &environment) }
    #expect(error?.name == "EINVAL")
    #expect(environment.names == [])
  }

  @Test func inheritsAllOrOnlyWhatIsNamed() throws {
    #expect(try EnvironmentBlock(inheriting: true).names.contains("PATH"))
    #expect(try EnvironmentBlock(inheriting: ["PATH", "NO_SUCH"]).names == ["PATH"])
  }
}

/// Returns as far as the compiler knows, which expectations need.
private func become(
  _ program: String, arguments: [String], environment: borrowing EnvironmentBlock
) throws {
  try replaceProcess(program: program, arguments: arguments, environment: environment)
}

private func set(
  _ name: String, _ value: String, in environment: inout EnvironmentBlock
) throws(SystemError) {
  try environment.set(name: name, value: value)
}
