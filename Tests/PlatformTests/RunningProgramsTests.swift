import Foundation
import Glibc
import Platform
import SecretMemory
import TestSupport
import Testing

@Suite struct RunningProgramsTests {
  @Test func runsSeveralAtOnceEachWithItsOwnInput() throws {
    var programs = RunningPrograms(most: 3)
    let start = Clock.monotonicNanoseconds()
    for token in 0..<3 {
      try programs.start(try shell("sleep 1; cat", input: "input \(token)"), token: token)
    }
    let hasRoom = programs.hasRoom
    #expect(!hasRoom)
    var heard: [Int: String] = [:]
    while programs.count > 0 {
      guard let ended = try programs.next() else { continue }
      #expect(ended.status == .exited(0))
      heard[ended.token] = text(ended.output)
    }
    #expect(heard == [0: "input 0", 1: "input 1", 2: "input 2"])
    #expect(Clock.monotonicNanoseconds() - start < 2_900_000_000)
  }

  @Test func withoutInputThereIsNothingToRead() throws {
    let (status, output, _, _) = try run("cat; readlink /proc/self/fd/0")
    #expect(status == .exited(0))
    #expect(output == "/dev/null\n")
  }

  @Test func keepsTheEndOfAFlood() throws {
    let script = "head -c 3000000 /dev/zero | tr '\\0' x; echo last; echo oops >&2"
    let (status, output, errors, isTruncated) = try run(script)
    #expect(status == .exited(0))
    #expect(output.utf8.count == RunningPrograms.outputLimit)
    #expect(output.hasSuffix("xxxlast\n"))
    #expect(errors == "oops\n")
    #expect(isTruncated)
  }

  @Test func endsWhatFloodsWithoutEnd() throws {
    let (status, _, _, isTruncated) = try run("yes", timeoutSeconds: 1)
    #expect(status == .timedOut)
    #expect(isTruncated)
  }

  @Test func killsWhatIgnoresTermination() throws {
    let script = "trap '' TERM; echo $$; while :; do sleep 1; done"
    let (status, output, _, _) = try run(script, timeoutSeconds: 1)
    #expect(status == .timedOut)
    #expect(!FileSystem.exists("/proc/\(output.dropLast())"))
  }

  @Test func killsTheWholeGroupOfWhatTakesTooLong() throws {
    let script = "(trap '' TERM; while :; do sleep 1; done) & echo $!; sleep 60"
    let (status, output, _, _) = try run(script, timeoutSeconds: 1)
    #expect(status == .timedOut)
    #expect(isGone(String(output.dropLast())))
  }

  @Test func reachesNoTerminal() throws {
    let (_, output, _, _) = try run("cut -d' ' -f5-7 /proc/$$/stat; echo $$; echo x >/dev/tty")
    let lines = output.split(separator: "\n")
    #expect(lines.count == 2 && lines[0] == "\(lines[1]) \(lines[1]) 0")
  }

  @Test func doesNotWaitForWhatOutlivesIt() throws {
    let start = Clock.monotonicNanoseconds()
    let (status, output, _, _) = try run("sleep 8 & echo started")
    #expect(status == .exited(0))
    #expect(output == "started\n")
    #expect(Clock.monotonicNanoseconds() - start < 6_000_000_000)
  }

  @Test func inputMayBeLeftUnread() throws {
    let large = String(repeating: "x", count: 1_000_000)
    #expect(try run("true", input: large).0 == .exited(0))
    #expect(try run("exec <&-; sleep 0.2; echo done", input: large).1 == "done\n")
    #expect(try run("sleep 60", input: large, timeoutSeconds: 1).0 == .timedOut)
    #expect(try run("wc -c", input: large).1 == "1000000\n")
  }

  @Test func tellsSignalsFromStatuses() throws {
    #expect(try run("exit 3").0 == .exited(3))
    #expect(try run("kill -SEGV $$").0 == .signalled(SIGSEGV))
  }

  @Test func closedOutputsEndNothing() throws {
    #expect(try run("exec >&- 2>&-; sleep 0.3; exit 4").0 == .exited(4))
  }

  @Test func inheritsNoOpenFilesAndStandsAtTheRoot() throws {
    let leaked = unsafe open("/etc/passwd", O_RDONLY)
    defer { close(leaked) }
    let (_, output, _, _) = try run("pwd; ls -l /proc/self/fd; env")
    #expect(output.hasPrefix("/\n"))
    #expect(!output.contains("/etc/passwd"))
    #expect(output.contains("ONLY=this"))
    #expect(!output.contains("HOME="))
  }

  @Test func refusesWhatCannotBeRun() throws {
    let temporary = try TemporaryDirectory()
    let file = try temporary.write("script", "#!/bin/sh\n", mode: 0o600)
    for (path, code) in [(file, EACCES), ("/etc", EACCES), ("/no-such-program", ENOENT)] {
      var programs = RunningPrograms(most: 1)
      #expect(throws: SystemError(errno: code, operation: "posix_spawn", path: path)) {
        try programs.start(try child(path, [path]), token: 0)
      }
      let count = programs.count
      #expect(count == 0)
    }
  }

  @Test func endsAllWhenAsked() throws {
    var programs = RunningPrograms(most: 2)
    let start = Clock.monotonicNanoseconds()
    for token in 0..<2 { try programs.start(try shell("sleep 60"), token: token) }
    programs.endAll()
    while programs.count > 0 {
      guard let ended = try programs.next() else { continue }
      #expect(ended.status == .timedOut)
    }
    #expect(Clock.monotonicNanoseconds() - start < 20_000_000_000)
  }

  @Test func leavesNobodyBehindAtItsEnd() throws {
    let temporary = try TemporaryDirectory()
    let note = temporary.path + "/pid"
    do {
      var programs = RunningPrograms(most: 1)
      try programs.start(try shell("echo $$ >\(note); sleep 60"), token: 0)
      while (try? String(contentsOfFile: note, encoding: .utf8))?.isEmpty != false {
        _ = try programs.next()
      }
    }
    let process = try String(contentsOfFile: note, encoding: .utf8).dropLast()
    #expect(isGone(String(process)))
  }
}

/// A member of a killed group may remain as a zombie until somebody reaps it.
private func isGone(_ process: String) -> Bool {
  for _ in 0..<100 {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else {
      return true
    }
    if status.contains(") Z ") { return true }
    Clock.pause(milliseconds: 20)
  }
  return false
}

private func child(
  _ path: String, _ words: [String], input: String? = nil, timeoutSeconds: Int = 30
) throws -> ChildProgram {
  var environment = try EnvironmentBlock(inheriting: ["PATH"])
  try environment.set(name: "ONLY", value: "this")
  guard let input else {
    return ChildProgram(
      path: path, words: words, environment: environment, timeoutSeconds: timeoutSeconds)
  }
  return ChildProgram(
    path: path, words: words, input: try SecretBytes(copying: Array(input.utf8).span),
    environment: environment, timeoutSeconds: timeoutSeconds)
}

private func shell(
  _ script: String, input: String? = nil, timeoutSeconds: Int = 30
) throws -> ChildProgram {
  try child("/bin/sh", ["sh", "-c", script], input: input, timeoutSeconds: timeoutSeconds)
}

private func run(
  _ script: String, input: String? = nil, timeoutSeconds: Int = 30
) throws -> (ChildStatus, output: String, errors: String, isTruncated: Bool) {
  var programs = RunningPrograms(most: 1)
  try programs.start(try shell(script, input: input, timeoutSeconds: timeoutSeconds), token: 0)
  while true {
    guard let ended = try programs.next() else { continue }
    return (ended.status, text(ended.output), text(ended.errorOutput), ended.isTruncated)
  }
}

private func text(_ bytes: borrowing SecretBytes) -> String {
  bytes.withSpan { span in String(decoding: span.indices.map { span[$0] }, as: UTF8.self) }
}
