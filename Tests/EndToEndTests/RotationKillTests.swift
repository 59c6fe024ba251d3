import Foundation
import TestSupport
import Testing

/// A rotation of twenty tools is killed at one system call after another: each time `rotation
/// resume` brings all of them to the new value, and no command is ever run under a second number.
///
/// `KEYROLL_LONG_TESTS=1` kills at every one of the calls that matter, else at some of each.
@Suite(.serialized) struct RotationKillTests {
  private static let isLong = ProcessInfo.processInfo.environment["KEYROLL_LONG_TESTS"] == "1"

  /// Calls that change something outside the process, or start or end a program.
  private static let calls = [
    "pwrite64", "fdatasync", "fsync", "linkat", "renameat2", "clone3", "clone", "vfork", "wait4",
    "waitid",
  ]

  @Test(.peer("strace")) func everyKillConverges() throws {
    let home = try TemporaryDirectory()
    let row = try Row(home: home.path)
    let counts = try row.count(Self.calls)
    // Nothing would be shown where none of the calls is made.
    #expect(counts.values.reduce(0, +) > 60)
    var killed = 0
    for (call, count) in counts.sorted(by: { $0.key < $1.key }) where count > 0 {
      let step = Self.isLong ? 1 : max(1, count / 3)
      for index in stride(from: 1, through: count, by: step) {
        if try row.rotate(killedAt: call, index) { killed += 1 }
        try row.resume()
        try row.check("\(call) \(index)")
      }
    }
    #expect(killed > 10)
  }

  @Test func aSecondNumberIsNoticed() throws {
    let home = try TemporaryDirectory()
    let row = try Row(home: home.path)
    try row.stage.must("echo 't1 reload 00 ' >> log; echo 't1 reload 01 ' >> log")
    #expect(throws: Row.Twice.self) { try row.checkNumbers("planted") }
  }
}

/// Twenty tools with a file, a reload and a verify command each, all with one key.
private final class Row {
  struct Twice: Error { let what: String }

  let stage: Stage
  private static let count = 20
  private var run = 0
  private var seen = 0

  init(home: String) throws {
    stage = try Stage(home: home)
    try stage.makeVault()
    try stage.must(
      """
      mkdir app
      cat > note <<'END'
      #!/bin/sh
      echo "$KEYROLL_TOOL $KEYROLL_STEP $KEYROLL_OPERATION " >> "\(home)/log"
      END
      chmod 700 note
      printf value-0 | keyroll set shared --stdin --key-file kf
      keyroll tool add t0 --env-file "$PWD/app/t0.env" --reload "$PWD/note" --verify "$PWD/note" \
        --key-file kf
      keyroll connect t0 shared --key-file kf
      """)
    for number in 1..<Self.count {
      try stage.must(
        """
        keyroll tool add t\(number) --env-file "$PWD/app/t\(number).env" --like t0 \
          --reload "$PWD/note" --verify "$PWD/note" --key-file kf
        """)
    }
    try stage.must("keyroll emit --key-file kf")
    seen = try lines().count
  }

  /// How often a rotation that nobody kills makes each call.
  func count(_ calls: [String]) throws -> [String: Int] {
    try rotate(under: ["strace", "-o", "trace", "-e", "trace=" + calls.joined(separator: ",")])
    try resume()
    try check("counting")
    let trace = try String(contentsOfFile: stage.home + "/trace", encoding: .utf8)
    return Dictionary(
      uniqueKeysWithValues: calls.map { call in
        (call, trace.split(separator: "\n").filter { $0.hasPrefix(call + "(") }.count)
      })
  }

  /// Whether the kill came before the end.
  func rotate(killedAt call: String, _ index: Int) throws -> Bool {
    try rotate(
      under: [
        "strace", "-o", "/dev/null", "-e", "trace=\(call)", "-e",
        "inject=\(call):signal=KILL:when=\(index)",
      ])
  }

  @discardableResult
  private func rotate(under tracer: [String]) throws -> Bool {
    run += 1
    let line = (tracer + ["keyroll", "rotate", "shared", "--stdin", "--key-file", "kf"])
      .joined(separator: " ")
    let result = try stage.run("printf value-\(run) | \(line)")
    return result.status != 0
  }

  /// On with what the kill interrupted; a value that was not stored is stored now.
  func resume() throws {
    let stored = try stage.must("keyroll history shared --json --key-file kf")
    if !stored.contains("\"number\":\(run + 1)") {
      try stage.must("printf value-\(run) | keyroll rotate shared --stdin --key-file kf")
    } else {
      try stage.must("keyroll rotation resume --key-file kf")
    }
  }

  func check(_ what: String) throws {
    for number in 0..<Self.count {
      let path = stage.home + "/app/t\(number).env"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      guard text.contains("value-\(run)'") || text.contains("value-\(run)\n") else {
        throw StageFailure(command: what, status: 0, output: text)
      }
    }
    let board = try stage.must("keyroll rotation show shared --json --key-file kf")
    let verified = board.components(separatedBy: "\"level\":\"verified\"").count - 1
    guard verified == Self.count else {
      throw StageFailure(command: what, status: 0, output: board)
    }
    try checkNumbers(what)
    try stage.must("keyroll revoke shared --key-file kf")
  }

  func checkNumbers(_ what: String) throws {
    let new = try lines().dropFirst(seen)
    seen += new.count
    let byStep = Dictionary(grouping: new) {
      $0.split(separator: " ").prefix(2).joined(separator: " ")
    }
    for (step, runs) in byStep where Set(runs).count != 1 {
      throw Twice(what: "\(what): \(step) ran under \(Set(runs).count) numbers")
    }
    guard byStep.count == 2 * Self.count else {
      throw Twice(what: "\(what): \(byStep.count) of \(2 * Self.count) steps ran")
    }
  }

  private func lines() throws -> [Substring] {
    let text = (try? String(contentsOfFile: stage.home + "/log", encoding: .utf8)) ?? ""
    return text.split(separator: "\n")
  }
}
