import Delivery
import SecretMemory
import Testing

@Suite struct MaskedDiffTests {
  @Test func everyVariableIsNamedWithItsChangeOnly() throws {
    let old: SecretFields? = try fields([
      ("GONE", [1]), ("SAME", [2, 3]), ("LONGER", [4]), ("OTHER", [5]), ("EMPTIED", [6]),
    ])
    let new = try fields([
      ("OTHER", [6]), ("NEW", []), ("SAME", [2, 3]), ("LONGER", [4, 4]), ("EMPTIED", []),
    ])
    let entries = MaskedDiff.entries(from: old, to: new)
    #expect(entries.map(\.variable) == ["EMPTIED", "GONE", "LONGER", "NEW", "OTHER", "SAME"])
    #expect(entries.map(\.change) == [.changed, .removed, .changed, .added, .changed, .same])
  }

  @Test func againstNoFileEverythingIsAdded() throws {
    let new = try fields([("B", [1]), ("A", [])])
    let entries = MaskedDiff.entries(from: nil, to: new)
    #expect(entries.map(\.variable) == ["A", "B"])
    #expect(entries.allSatisfy { $0.change == .added })
  }
}
