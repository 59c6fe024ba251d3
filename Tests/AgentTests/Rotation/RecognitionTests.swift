import Agent
import ByteCoding
import TestSupport
import Testing
import Vault

@Suite struct RecognitionTests {
  @Test func everyVersionIsKnownByItsValue() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    try bench.set("b", "one")
    try bench.addTool("billing")
    try bench.addTool("crm")
    try bench.connect("billing", "a", variable: "K")
    try bench.connect("crm", "b", variable: "K")
    _ = try bench.rotate("a", "two")
    #expect(
      try bench.recognize([("K", "one"), ("K2", "one"), ("L", "two")]) == [
        ["a#value@1", "b#value@1"], [], [],
      ])
    #expect(try bench.recognize([("K", "two")]) == [["a#value@2"]])
    #expect(try bench.recognize([("K", "tw"), ("k", "two")]) == [[], []])
    _ = try bench.rollBack("a")
    #expect(
      try bench.recognize([("K", "one")]) == [["a#value@3", "a#value@1", "b#value@1"]])
  }

  @Test func aToolGivesNamesTheirMeaning() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    try bench.set("b", "one")
    try bench.addTool("billing")
    try bench.addTool("crm")
    try bench.connect("billing", "a", variable: "K")
    try bench.connect("crm", "b", variable: "K")
    guard
      case .tool(let tool) = try bench.service.answer(.query(.tool(try ToolName("crm"))))
    else { throw Unexpected() }
    #expect(try bench.recognize([("K", "one")], .tool(tool.id)) == [["b#value@1"]])
    let nobody = Identifier(Array(repeating: 3, count: 16))
    #expect(try bench.recognize([("K", "one")], .tool(nobody)) == [[]])
  }

  @Test func recognisingIsNoUse() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    try bench.addTool("billing")
    try bench.connect("billing", "a", variable: "K")
    #expect(try bench.recognize([("K", "one")]) == [["a#value@1"]])
    guard case .roll(let roll) = try bench.service.answer(.query(.whereUsed(key: "a"))) else {
      throw Unexpected()
    }
    #expect(roll.use == nil && roll.lines.allSatisfy { $0.lastUse == nil })
  }

  @Test func valuesThatAreGoneAreNotRecognised() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    try bench.addTool("billing")
    try bench.connect("billing", "a", variable: "K")
    _ = try bench.service.answer(
      .change(.disconnect(try ToolName("billing"), key: "a", field: nil)))
    #expect(try bench.recognize([("K", "one")]) == [[]])
  }
}
