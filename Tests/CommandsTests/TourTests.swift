import Commands
import Foundation
import Testing

@Suite struct TourTests {
  @Test func tourShowsTheMainJobAndLeavesNothing() throws {
    let tour = Rehearsal()
    #expect(tour.run("tour") == 0)
    let text = tour.output.text
    let first = try #require(text.split(separator: "\n").first)
    let directory = String(first.dropFirst("$ D=".count))
    #expect(directory.hasPrefix("/") && !FileManager.default.fileExists(atPath: directory))
    let providers = [
      "liveagent-v3", "liveagent-v1", "ligr-live", "ai-chat-for-business", "liveperson-oauth1",
    ]
    for provider in providers { #expect(text.contains("--provider \(provider) ")) }
    for dialect in ["sh", "json"] { #expect(text.contains("--dialect \(dialect)")) }
    let stages = [
      "keyroll init", "keyroll connect", "keyroll emit", "keyroll where", "keyroll rotate",
      "(exit status 20)", "keyroll ack", "keyroll revoke", "keyroll status", "keyroll log",
    ]
    for stage in stages { #expect(text.contains(stage)) }
    #expect(text.contains("may still need the old version"))
    #expect(text.contains("revoked chat/assistant@1"))
  }

  @Test func valuesDifferFromRunToRunAndAreNotShown() throws {
    let directory = try Home()
    var seen: Set<String> = []
    for name in ["one", "two"] {
      let tour = Rehearsal()
      #expect(tour.run("tour", "--keep", "\(directory.path)/\(name)") == 0)
      let json = try Data(
        contentsOf: URL(fileURLWithPath: "\(directory.path)/\(name)/frontdesk.json"))
      let values = try #require(try JSONSerialization.jsonObject(with: json) as? [String: String])
      #expect(values.count == 5)
      for value in values.values {
        #expect(!tour.output.text.contains(value))
        seen.insert(value)
      }
    }
    #expect(seen.count == 10)
  }

  @Test func keptVaultOpensWithTheKeyFileBesideIt() throws {
    let directory = try Home()
    let kept = "\(directory.path)/kept"
    let tour = Rehearsal()
    #expect(tour.run("tour", "--keep", kept) == 0)
    tour.variables["XDG_STATE_HOME"] = "\(kept)/state"
    let opened = ["--vault", "\(kept)/vault.keyroll", "--key-file", "\(kept)/tour.key"]
    #expect(tour.run(opened + ["list"]) == 0)
    #expect(tour.output.text.contains("ligr"))
    #expect(tour.run("tour", "--keep", kept) == 23)
  }

  @Test func tourAsJSONIsOneObject() throws {
    let tour = Rehearsal()
    #expect(tour.run("tour", "--json") == 0)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(tour.output.bytes)) as? [String: Any])
    let steps = try #require(document["steps"] as? [[String: Any]])
    #expect(steps.count > 20)
    #expect(Set(steps.compactMap { $0["status"] as? Int }) == [0, 12, 20])
  }
}
