import Agent
import ByteCoding
import TestSupport
import Testing
import Vault

@Suite struct UseTableTests {
  private func id(_ number: Int) -> Identifier {
    Identifier(Array(repeating: UInt8(number), count: 16))
  }

  /// Adding is adding: in any order, and through sums of sums.
  @Test(arguments: [UInt64(1), 2, 3])
  func sumsLikeADictionary(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let uses = (0..<500).map { _ in
      let first = Int64(generator.below(1_000))
      return Use(
        Use.Subject(
          tool: generator.chance(50) ? id(generator.below(3)) : nil,
          key: generator.chance(50) ? id(generator.below(4)) : nil,
          kind: generator.pick([UseKind.read, .run, .export]),
          by: generator.pick([nil, "uid 1", "uid 2"])),
        count: UInt64(1 + generator.below(3)), firstAt: first,
        lastAt: first + Int64(generator.below(9)))
    }
    var model: [Use.Subject: (count: UInt64, first: Int64, last: Int64)] = [:]
    for use in uses {
      let old = model[use.subject] ?? (0, .max, .min)
      model[use.subject] = (
        old.count + use.count, min(old.first, use.firstAt), max(old.last, use.lastAt)
      )
    }
    let whole = UseTable(uses).uses
    #expect(Set(whole.map(\.subject)) == Set(model.keys))
    for use in whole {
      let expected = try #require(model[use.subject])
      #expect((use.count, use.firstAt, use.lastAt) == expected)
    }
    #expect(UseTable(uses.reversed()).uses == whole)
    #expect(UseTable(UseTable(uses.prefix(200)).uses + uses.dropFirst(200)).uses == whole)
  }

  @Test func aFloodOfDenialsIsAFewSums() {
    var table = UseTable()
    for user in 0..<10_000 {
      let subject = Use.Subject(
        tool: user.isMultiple(of: 2) ? id(user % 200) : nil, key: nil, kind: .denied,
        by: "uid \(user)")
      table.add(Use(subject, firstAt: 0, lastAt: 0))
    }
    table.add(Use(Use.Subject(tool: nil, key: id(1), kind: .read), firstAt: 0, lastAt: 0))
    #expect(table.count <= UseTable.denialLimit + 2)
    #expect(UseTable(table.uses).uses == table.uses)
    let denials = table.uses.filter { $0.subject.kind == .denied }
    #expect(denials.reduce(0) { $0 + $1.count } == 10_000)
    #expect(denials.contains { $0.subject == Use.Subject(tool: nil, key: nil, kind: .denied) })
  }
}
