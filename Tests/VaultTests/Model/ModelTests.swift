import Foundation
import Testing

/// The vault against a model that was written apart from it, told in `Model`. A difference names the
/// seed and the step, from which it can be had again. `KEYROLL_LONG_TESTS=1` takes a hundred thousand
/// steps.
@Suite struct ModelTests {
  private static let isLong = ProcessInfo.processInfo.environment["KEYROLL_LONG_TESTS"] == "1"
  private static let seeds = Array(UInt64(1)...(isLong ? 200 : 12))
  private static let length = 500

  @Test(arguments: seeds)
  func theVaultFollowsTheModel(_ seed: UInt64) throws {
    var run = ModelRun(seed: seed)
    let found = try run.firstDifference(within: Self.length)
    #expect(found == nil, "seed \(seed), step \(run.steps)")
  }

  /// A comparison that finds nothing proves something only if it finds what is there.
  @Test(arguments: Model.Flaw.allCases)
  func aWrongRuleIsNoticed(_ flaw: Model.Flaw) throws {
    let isNoticed = try (UInt64(1)...40).contains { seed in
      var run = ModelRun(seed: seed, flaw: flaw)
      return try run.firstDifference(within: Self.length) != nil
    }
    #expect(isNoticed)
  }

  /// Runs in which everything is refused, or nothing, would show little.
  @Test func theRunsGoEverywhere() throws {
    var (done, refused): ([String: Int], [String: Int]) = ([:], [:])
    for seed in UInt64(21)...23 {
      var run = ModelRun(seed: seed)
      _ = try run.firstDifference(within: Self.length)
      done.merge(run.done, uniquingKeysWith: +)
      refused.merge(run.refused, uniquingKeysWith: +)
    }
    for command in ["rotate", "revoke", "rollBack", "abort", "fix", "acknowledge", "beginStep"] {
      #expect(done[command, default: 0] > 1, "\(command)")
      #expect(refused[command, default: 0] > 1, "\(command)")
    }
    for command in ["waive", "replace", "drift", "see", "endStep", "finishWriting", "checkpoint"] {
      #expect(done[command, default: 0] > 1, "\(command)")
    }
  }
}

extension ModelRun {
  fileprivate mutating func firstDifference(within length: Int) throws -> String? {
    while steps < length {
      let found = try step()
      if !found.isEmpty { return found.joined(separator: "\n") }
    }
    return nil
  }
}
