import Delivery
import Glibc
import Platform
import Testing
import Vault

@Suite struct CommandProgramTests {
  private let place: TemporaryPlace
  private let home: String

  init() throws {
    place = try TemporaryPlace()
    home = place.root
  }

  private func program(_ name: String, mode: UInt32 = 0o700) throws -> String {
    try place.write(name, "#!/bin/sh\n", mode: mode)
    return "\(home)/\(name)"
  }

  @Test func findsProgramsInAbsoluteDirectoriesOnly() throws {
    let path = try program("tool")
    _ = try program("data", mode: 0o600)
    #expect(try CommandProgram.resolve("tool", search: ".:relative:\(home)") == path)
    #expect(throws: ProgramProblem.notFound("/any/where")) {
      try CommandProgram.resolve("/any/where", search: nil)
    }
    #expect(throws: ProgramProblem.notFound("tool")) {
      try CommandProgram.resolve("tool", search: ".:")
    }
    #expect(throws: ProgramProblem.notFound("data")) {
      try CommandProgram.resolve("data", search: home)
    }
    #expect(throws: ProgramProblem.notFound("./no-such")) {
      try CommandProgram.resolve("./no-such", search: home)
    }
    #expect(try CommandProgram.resolve("sh", search: nil).hasSuffix("/sh"))
  }

  @Test func acceptsOurProgramsAndRootsOnes() throws {
    try CommandProgram.check(try program("mine"))
    try CommandProgram.check("/bin/sh")
  }

  @Test func refusesWhatOthersCanChange() throws {
    for mode: UInt32 in [0o720, 0o702, 0o777] {
      let path = try program("open\(mode)")
      #expect(unsafe chmod(path, mode_t(mode)) == 0)
      #expect(throws: ProgramProblem.writableByOthers(path, mode: mode)) {
        try CommandProgram.check(path)
      }
    }
    let path = try program("theirs")
    if getuid() == 0 {
      #expect(unsafe chown(path, 4242, 4242) == 0)
      #expect(throws: ProgramProblem.ownedByOther(path)) { try CommandProgram.check(path) }
    } else {
      #expect(throws: Never.self) { try CommandProgram.check(path) }
    }
  }

  @Test func storesTheRealDirectoryAndTheNameAsItIs() throws {
    try place.makeDirectory("real")
    let path = try program("real/many")
    #expect(unsafe symlink("real", "\(home)/way") == 0)
    #expect(unsafe symlink("many", "\(home)/real/one") == 0)
    #expect(try CommandProgram.resolve("\(home)/way/../way/many") == path)
    #expect(try CommandProgram.resolve("one", search: "\(home)/way") == "\(home)/real/one")
  }

  @Test func refusesAProgramInADirectoryThatOthersCanChange() throws {
    let open = try place.makeDirectory("open")
    let inner = try place.makeDirectory("open/inner")
    let path = try program("open/inner/tool")
    try CommandProgram.check(path)
    for mode: UInt32 in [0o720, 0o702, 0o777] {
      #expect(unsafe chmod(open, mode) == 0)
      #expect(throws: ProgramProblem.openDirectory(open, program: path)) {
        try CommandProgram.check(path)
      }
    }
    #expect(unsafe chmod(open, 0o1777) == 0)
    try CommandProgram.check(path)
    #expect(unsafe chmod(inner, 0o770) == 0)
    let problem = ProgramProblem.openDirectory(inner, program: path)
    #expect(throws: problem) { try CommandProgram.check(path) }
    #expect(problem.isUntrusted)
    guard getuid() == 0 else { return }
    #expect(unsafe chmod(inner, 0o700) == 0 && chown(inner, 4242, 4242) == 0)
    #expect(throws: ProgramProblem.openDirectory(open, program: path)) {
      try CommandProgram.check(path)
    }
    #expect(unsafe chmod(open, 0o755) == 0)
    #expect(throws: problem) { try CommandProgram.check(path) }
  }

  @Test func refusesALinkThroughADirectoryThatOthersCanChange() throws {
    let open = try place.makeDirectory("open")
    let path = try program("tool")
    #expect(unsafe symlink(path, "\(open)/hop") == 0)
    #expect(unsafe symlink("open/../open/hop", "\(home)/link") == 0)
    try CommandProgram.check("\(home)/link")
    #expect(unsafe chmod(open, 0o777) == 0)
    #expect(throws: ProgramProblem.openDirectory(open, program: "\(home)/link")) {
      try CommandProgram.check("\(home)/link")
    }
  }

  @Test func refusesWhatIsNoProgram() throws {
    #expect(throws: ProgramProblem.notRegular(home)) { try CommandProgram.check(home) }
    #expect(throws: ProgramProblem.notFound("\(home)/none")) {
      try CommandProgram.check("\(home)/none")
    }
    let path = try program("plain", mode: 0o600)
    #expect(throws: ProgramProblem.notExecutable(path)) { try CommandProgram.check(path) }
    #expect(unsafe mkfifo("\(home)/fifo", 0o700) == 0)
    #expect(throws: ProgramProblem.notRegular("\(home)/fifo")) {
      try CommandProgram.check("\(home)/fifo")
    }
  }

  @Test func environmentHoldsTheFactsAndNothingElse() throws {
    let facts = CommandFacts(
      tool: "billing@prod", step: .reload, operation: "00ff", target: "/srv/.env",
      keys: ["stripe", "a/b"])
    let environment = try facts.environment()
    let expected: Set = [
      "PATH", "HOME", "USER", "LANG", "KEYROLL_TOOL", "KEYROLL_STEP", "KEYROLL_OPERATION",
      "KEYROLL_TARGET", "KEYROLL_KEYS",
    ]
    let names = Set(environment.names)
    #expect(names.isSuperset(of: expected))
    #expect(
      names.subtracting(expected).isSubset(of: [
        "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS",
      ]))
    let result = try ChildProcess.run(
      program: "/bin/sh", arguments: ["-c", "echo $PATH; echo $KEYROLL_STEP $KEYROLL_KEYS $LANG"],
      environment: environment, timeoutSeconds: 20, outputLimit: 4096)
    #expect(
      String(decoding: result.output, as: UTF8.self) == """
        /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
        reload stripe a/b C.UTF-8

        """)
  }
}
