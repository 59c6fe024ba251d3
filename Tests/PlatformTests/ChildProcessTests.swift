import Foundation
import Glibc
import Platform
import TestSupport
import Testing

@Suite struct ChildProcessTests {
  @Test func tellsStatusAndBothOutputs() throws {
    let result = try run("sh", ["-c", "echo \"$1\"; echo oops >&2; exit 7", "sh", "two words"])
    #expect(result.status == .exited(7))
    #expect(result.output == Array("two words\n".utf8))
    #expect(result.errorOutput == Array("oops\n".utf8))
    #expect(!result.isTruncated)
    #expect(try run("sh", ["-c", "kill -KILL $$"]).status == .signalled(SIGKILL))
  }

  @Test func passesLargeInputThrough() throws {
    let input = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let result = try run("cat", [], input: input, outputLimit: 2_000_000)
    #expect(result.output == input)
  }

  @Test func inputMayBeLeftUnread() throws {
    let input = [UInt8](repeating: 1, count: 1_000_000)
    #expect(try run("true", [], input: input).status == .exited(0))
  }

  @Test func withoutInputThereIsNothingToRead() throws {
    #expect(try run("cat", []).output.isEmpty)
  }

  @Test func environmentIsExactlyWhatWasGiven() throws {
    var environment = try EnvironmentBlock(inheriting: false)
    try environment.set(name: "A", value: "1")
    try environment.set(name: "B", value: "x=y\nz")
    let result = try ChildProcess.run(
      program: "env", arguments: ["-0"], environment: environment, timeoutSeconds: 20,
      outputLimit: 4096)
    #expect(result.output == Array("A=1\0B=x=y\nz\0".utf8))
  }

  @Test func inheritsNoOpenFiles() throws {
    let leaked = unsafe open("/etc/passwd", O_RDONLY)
    defer { close(leaked) }
    let result = try run("sh", ["-c", "ls -l /proc/self/fd"])
    #expect(!String(decoding: result.output, as: UTF8.self).contains("/etc/passwd"))
  }

  @Test func runsInItsDirectoryAndGroup() throws {
    let temporary = try TemporaryDirectory()
    let place = try FileSystem.realPath(temporary.path)
    #expect(try run("pwd", ["-P"], directory: place).output == Array((place + "\n").utf8))
    let script = "test \"$(cut -d' ' -f5 /proc/$$/stat)\" = $$"
    #expect(try run("sh", ["-c", script]).status == .exited(0))
  }

  @Test func endsWhatTakesTooLong() throws {
    let start = Clock.monotonicNanoseconds()
    let result = try run("sh", ["-c", "echo begun; sleep 60"], timeoutSeconds: 1)
    #expect(result.status == .timedOut)
    #expect(result.output == Array("begun\n".utf8))
    #expect(Clock.monotonicNanoseconds() - start < 10_000_000_000)
  }

  @Test func killsWhatIgnoresTermination() throws {
    let script = "trap '' TERM; echo $$; while :; do sleep 1; done"
    let result = try run("sh", ["-c", script], timeoutSeconds: 1)
    #expect(result.status == .timedOut)
    let process = String(decoding: result.output, as: UTF8.self).split(separator: "\n")[0]
    #expect(!FileSystem.exists("/proc/\(process)"))
  }

  @Test func dropsOutputPastTheLimit() throws {
    let result = try run(
      "sh", ["-c", "head -c 1000000 /dev/zero; echo end >&2"], outputLimit: 1000)
    #expect(result.status == .exited(0))
    #expect(result.output == [UInt8](repeating: 0, count: 1000))
    #expect(result.errorOutput == Array("end\n".utf8))
    #expect(result.isTruncated)
  }

  @Test func doesNotWaitForWhatRunsOnInTheBackground() throws {
    let start = Clock.monotonicNanoseconds()
    let result = try run("sh", ["-c", "sleep 5 & echo started"])
    #expect(result.status == .exited(0))
    #expect(result.output == Array("started\n".utf8))
    #expect(Clock.monotonicNanoseconds() - start < 4_000_000_000)
  }

  @Test func tellsAbsentFromForbiddenPrograms() throws {
    let temporary = try TemporaryDirectory()
    let path = try temporary.write("script", "#!/bin/sh\n", mode: 0o600)
    #expect(throws: SystemError(errno: ENOENT, operation: "execve", path: "no-such-program")) {
      _ = try run("no-such-program", [])
    }
    #expect(throws: SystemError(errno: EACCES, operation: "execve", path: path)) {
      _ = try run(path, [])
    }
    #expect(throws: SystemError(errno: EACCES, operation: "execve", path: "/etc")) {
      _ = try ProgramSearch.find("/etc")
    }
    #expect(try FileSystem.status(ProgramSearch.find("sh")).kind == .regular)
  }

  @Test func hardeningDoesNotReachThePrograms() async {
    await #expect(processExitsWith: .success) {
      umask(0o027)
      signal(SIGPIPE, SIG_DFL)
      Hardening.apply()
      let script = """
        umask
        ignored=$(sed -n 's/SigIgn:.//p' /proc/$$/status)
        echo $((0x$ignored & 0x1001000))  # SIGPIPE, SIGXFSZ
        """
      let result = try run("sh", ["-c", script])
      #expect(String(decoding: result.output, as: UTF8.self) == "0027\n0\n")
      #expect(umask(0o077) == 0o077)
    }
  }
}

private func run(
  _ program: String, _ arguments: [String], input: [UInt8]? = nil, directory: String? = nil,
  timeoutSeconds: Int = 30, outputLimit: Int = 65536
) throws -> ChildResult {
  let environment = try EnvironmentBlock(inheriting: ["PATH"])
  guard let input else {
    return try ChildProcess.run(
      program: program, arguments: arguments, environment: environment, directory: directory,
      timeoutSeconds: timeoutSeconds, outputLimit: outputLimit)
  }
  return try ChildProcess.run(
    program: program, arguments: arguments, input: input.span, environment: environment,
    directory: directory, timeoutSeconds: timeoutSeconds, outputLimit: outputLimit)
}
