import Foundation
import TestSupport
import Testing

/// One key and many tools: rotated, killed twice on the way, resumed, one tool failing, one edited by
/// hand, the old version held until they are mended, and another key rolled back. After each step
/// every state is what it should be, and no file is ever half a file.
///
/// `KEYROLL_LONG_TESTS=1` tells it with a thousand tools, else with a hundred and twenty.
@Suite(.serialized) struct RotationStoryTests {
  static let count =
    ProcessInfo.processInfo.environment["KEYROLL_LONG_TESTS"] == "1" ? 1000 : 120

  @Test func strandsNobody() throws {
    let home = try TemporaryDirectory()
    let town = try Town(home: home.path, tools: Self.count)
    #expect(try town.versions() == [1: Self.count])

    try town.rotateKilledOnTheWay()
    try town.resumeWithOneThatFails()
    try town.mendTheOneThatFailed()
    try town.editOneByHand()
    try town.mendAndRevoke()
    try town.rollBackAnother()
  }
}

/// A vault whose tools all have one file each, all with the same key.
private final class Town {
  let stage: Stage
  let count: Int
  /// Commands that were ended before they had ended by themselves.
  private var kills = 0
  private let values = [1: "value-one", 2: "value-two", 3: "value-three", 4: "value-four"]

  struct HalfAFile: Error { let path: String, text: String }

  init(home: String, tools count: Int) throws {
    stage = try Stage(home: home)
    self.count = count
    try stage.makeVault()
    try stage.must("mkdir ran && mkdir \(Self.directories.joined(separator: " "))")
    try stage.must(
      """
      cat > reload <<'END'
      #!/bin/sh
      touch "\(home)/ran/$KEYROLL_TOOL-$KEYROLL_OPERATION"
      sleep 0.5
      END
      chmod 700 reload
      printf value-one | keyroll set shared --stdin --key-file kf
      printf other-one | keyroll set other --stdin --key-file kf
      keyroll tool add t0 --env-file "\(path(0))" --key-file kf
      keyroll connect t0 shared --as SHARED --key-file kf
      """)
    // Every tenth tool is told to load what was written, and takes its time: those that come after
    // have nothing yet when the command is killed.
    let adding = (1..<count).map { number in
      "keyroll tool add t\(number) --env-file \"\(path(number))\" --like t0 --key-file kf -q"
        + (number.isMultiple(of: 10) ? " --reload \"\(home)/reload\"" : "")
    }
    for start in stride(from: 0, to: adding.count, by: 100) {
      try stage.must(
        "set -e\n" + adding[start..<min(start + 100, adding.count)].joined(separator: "\n"))
    }
    try stage.must(
      "keyroll connect t1 other --key-file kf && keyroll connect t2 other --key-file kf")
    try stage.must("keyroll emit --key-file kf -q")
  }

  private static let directories = (0..<10).map { "app\($0)" }

  private func path(_ number: Int) -> String {
    "\(stage.home)/app\(number % 10)/t\(number).env"
  }

  // MARK: The story

  func rotateKilledOnTheWay() throws {
    try kill(["rotate", "shared", "--stdin"], "value-two", after: 0.35)
    if try rotation() == nil {
      // Killed before the value was stored: nothing has happened.
      #expect(try versions() == [1: count])
      try kill(["rotate", "shared", "--stdin"], "value-two", after: 3)
    }
    #expect(try versions().keys.allSatisfy { $0 == 1 || $0 == 2 })
    try kill(["rotation", "resume", "shared"], "", after: 0.35)
    #expect(try versions().keys.allSatisfy { $0 == 1 || $0 == 2 })
    // Commands that had ended by themselves would show nothing.
    #expect(kills >= 2)
  }

  func resumeWithOneThatFails() throws {
    let victim = 7
    try stage.must("chmod 755 app7 && rm -f \"\(path(victim))\" && mkdir \"\(path(victim))\"")
    let resumed = try stage.run("keyroll rotation resume shared --key-file kf")
    #expect(resumed.status == 12 && resumed.outputText.contains("t\(victim).env"))
    #expect(try versions() == [2: count - 1])
    let board = try #require(try rotation())
    #expect(board.phase == "distributing")
    #expect(board.behind == ["t\(victim)"])
    #expect(board.levels["t10"] == "applied" && board.levels["t1"] == "emitted")
    // The new version is not in use, so that there is no old one to end.
    #expect(try stage.run("keyroll revoke shared --key-file kf").status == 10)
    #expect(try labels("shared") == ["current", "pending"])
    try checkThatNothingRanTwice(version: 2)
  }

  func mendTheOneThatFailed() throws {
    try stage.must("rmdir \"\(path(7))\" && keyroll rotation resume shared --key-file kf -q")
    #expect(try versions() == [2: count])
    #expect(try rotation()?.phase == "settling")
    #expect(try rotation()?.behind == [])
  }

  func editOneByHand() throws {
    let edited = 3
    try stage.must("printf 'SHARED=by-hand\\n' > \"\(path(edited))\"")
    let verified = try stage.run("keyroll verify --key-file kf")
    #expect(verified.status == 21)
    #expect(verified.outputText.contains("t\(edited)"))
    #expect(try rotation()?.behind == ["t\(edited)"])
    let refused = try stage.run("keyroll revoke shared --key-file kf")
    #expect(refused.status == 20)
    #expect(refused.outputText.contains("keyroll emit t\(edited)\n"))
    #expect(try labels("shared") == ["previous", "current"])
  }

  func mendAndRevoke() throws {
    try stage.must("keyroll rotation resume shared --key-file kf -q")
    #expect(try versions() == [2: count])
    #expect(try rotation()?.behind == [])
    try stage.must("keyroll verify --key-file kf -q && keyroll revoke shared --key-file kf")
    #expect(try rotation() == nil)
    #expect(try labels("shared") == ["revoked", "current"])
  }

  func rollBackAnother() throws {
    try stage.must("printf other-two | keyroll rotate other --stdin --key-file kf")
    #expect(try text(1).contains("other-two") && text(2).contains("other-two"))
    try stage.must("keyroll rollback other --key-file kf")
    #expect(try text(1).contains("other-one") && text(2).contains("other-one"))
    #expect(try labels("other") == ["reissued", "previous", "current"])
    try stage.must("keyroll revoke other --key-file kf")
    #expect(try labels("other") == ["reissued", "revoked", "current"])
    #expect(try versions() == [2: count])
    try stage.must("keyroll verify --key-file kf -q")
  }

  // MARK: What can be seen

  /// Ends a command at once when it has run for some time, if it still does.
  private func kill(_ words: [String], _ input: String, after seconds: Double) throws {
    let process = stage.process(["keyroll"] + words + ["--key-file", "kf"])
    let pipe = Pipe()
    process.standardInput = pipe
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    try pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try pipe.fileHandleForWriting.close()
    Thread.sleep(forTimeInterval: seconds)
    if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    if process.terminationReason == .uncaughtSignal { kills += 1 }
  }

  private func text(_ number: Int) throws -> String {
    try String(contentsOfFile: path(number), encoding: .utf8)
  }

  /// How many files hold which version of the shared key. Whatever else a file holds is half a file.
  func versions() throws -> [Int: Int] {
    var result: [Int: Int] = [:]
    for number in 0..<count {
      guard let text = try? text(number) else { continue }
      let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
      let held = values.first { _, value in
        lines.contains {
          $0.hasPrefix("SHARED=") && $0.hasSuffix(value) || $0.hasSuffix("'\(value)'")
        }
      }
      guard let held, text.hasSuffix("\n") else {
        throw HalfAFile(path: path(number), text: text)
      }
      result[held.key, default: 0] += 1
    }
    return result
  }

  struct Board {
    var phase: String
    var levels: [String: String]
    var behind: [String]
  }

  func rotation() throws -> Board? {
    let result = try stage.run("keyroll rotation show shared --json --key-file kf")
    guard result.status == 0 else { return nil }
    let document = try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any]
    let rotation = try #require(document?["rotation"] as? [String: Any])
    let tools = try #require(rotation["tools"] as? [[String: Any]])
    var board = Board(phase: rotation["phase"] as? String ?? "", levels: [:], behind: [])
    for tool in tools {
      let name = tool["tool"] as? String ?? ""
      board.levels[name] = tool["level"] as? String
      if tool["behind"] as? Bool == true { board.behind.append(name) }
    }
    return board
  }

  /// Oldest first.
  private func labels(_ key: String) throws -> [String] {
    let text = try stage.must("keyroll history \(key) --json --key-file kf")
    let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let holder = document?["key"] as? [String: Any] ?? document ?? [:]
    let versions = try #require(holder["versions"] as? [[String: Any]])
    return versions.sorted { ($0["number"] as? Int ?? 0) < ($1["number"] as? Int ?? 0) }
      .compactMap { $0["label"] as? String }
  }

  /// A reload leaves a file named after its tool and its operation: one for the first emission, and
  /// one for each version after it.
  private func checkThatNothingRanTwice(version: Int) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: stage.home + "/ran")
    let byTool = Dictionary(grouping: names) { $0.split(separator: "-")[0] }
    #expect(byTool.count == (count - 1) / 10)
    for (tool, runs) in byTool {
      #expect(runs.count <= version, "\(tool) was told to reload under too many numbers")
    }
  }
}
