import Foundation
import TestSupport
import Testing

/// What the kernel sees of a value: it goes where it was asked for, and nowhere else.
@Suite(.serialized, .peer("strace")) struct TraceTests {
  static let canary = "canary7Qx2Vb9Lm4Td8Zk1Rw6Yp3Hc5N"

  /// Forms in which a value could slip out.
  static func forms(of value: String) -> [String] {
    let bytes = Array(value.utf8)
    let hex = bytes.map { String(format: "%02x", $0) }.joined()
    let base64 = Data(bytes).base64EncodedString()
    return [value, hex, hex.uppercased(), String(base64.dropLast(4)), String(value.reversed())]
  }

  @Test func setWritesNoValue() throws {
    let trace = try Trace("keyroll set traced/new --stdin", input: Self.canary)
    #expect(trace.status == 0)
    #expect(trace.leaks(allowing: []).isEmpty)
    #expect(trace.calls > 0)
  }

  @Test func getWritesToStandardOutputOnly() throws {
    let trace = try Trace("keyroll get traced/old")
    #expect(trace.leaks(allowing: ["write(1<"]).isEmpty)
    #expect(!trace.leaks(allowing: []).isEmpty, "the trace does not see what is written")
  }

  @Test func exportWritesToItsFileOnly() throws {
    let trace = try Trace("keyroll export worker -o out.env")
    #expect(trace.status == 0)
    #expect(trace.leaks(allowing: ["<\(trace.home)/#", "<\(trace.home)/.keyroll-new-"]).isEmpty)
    #expect(!trace.leaks(allowing: []).isEmpty)
  }

  @Test func emitWritesToItsTargetOnly() throws {
    let trace = try Trace("keyroll emit worker")
    #expect(trace.status == 0)
    #expect(
      trace.leaks(allowing: ["<\(trace.home)/app/#", "<\(trace.home)/app/.keyroll-new-"]).isEmpty)
  }

  @Test func runPutsTheValueIntoNoArgument() throws {
    let trace = try Trace("keyroll run worker -- /bin/true")
    #expect(trace.status == 0)
    #expect(trace.leaks(allowing: []).isEmpty)
  }
}

/// One command under strace, in a vault that holds the canary already.
private struct Trace {
  let status: Int32
  let home: String
  let lines: [Substring]

  var calls: Int { lines.count }

  init(_ command: String, input: String = "") throws {
    let home = try TemporaryDirectory()
    self.home = home.path
    let stage = try Stage(home: home.path)
    try stage.makeVault()
    try stage.must(
      """
      printf \(TraceTests.canary) | keyroll set traced/old --stdin --key-file kf
      mkdir app && keyroll tool add worker --env-file "$PWD/app/worker.env" --key-file kf
      keyroll connect worker traced/old --key-file kf
      """)
    let words = command.split(separator: " ").map(String.init)
    let split = words.firstIndex(of: "--") ?? words.endIndex
    let line =
      words[1..<split] + ["--key-file", "kf"] + words[split...]
    let result = try runProgram(
      "strace",
      [
        "-f", "-y", "-s", "65536", "-o", home.path("trace"), "-e",
        "trace=execve,execveat,write,writev,pwrite64,pwritev,sendto,sendmsg", stage.program,
      ] + line, input: Array(input.utf8), environment: stage.environment, directory: home.path)
    status = result.status
    let text = try home.read("trace")
    lines = text.split(separator: "\n")
  }

  /// Calls that show a form of the canary, but for those to a place that was asked for.
  func leaks(allowing places: [String]) -> [Substring] {
    let forms = TraceTests.forms(of: TraceTests.canary)
    return lines.filter { line in
      forms.contains { line.contains($0) } && !places.contains { line.contains($0) }
    }
  }
}

/// Failures of which nobody can say whether the file was replaced.
@Suite(.serialized, .peer("strace")) struct AmbiguousWriteTests {
  @Test func intentOutlivesAFailedSync() throws {
    let home = try TemporaryDirectory()
    let place = try Stage(home: home.path)
    try place.makeVault()
    try place.must(
      """
      mkdir -m 700 app
      printf one | keyroll --key-file kf set k --stdin
      keyroll --key-file kf tool add worker --env-file app/.env
      keyroll --key-file kf connect worker k
      """)
    let failed = try place.run(
      "strace -f -o /dev/null -P \"$HOME/app\" -e inject=fsync:error=EIO "
        + "keyroll --key-file kf emit worker")
    #expect(failed.status == 25)
    #expect(try place.must("cat app/.env").contains("K='one'"))
    let fix = try place.run("printf two | keyroll --key-file kf set k --fix --stdin")
    #expect(fix.status == 23, "the value was replaced although a file holds it")
  }
}
