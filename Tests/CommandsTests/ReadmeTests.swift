import Foundation
import TestSupport
import Testing

@testable import Commands

/// README says what the program does, in the program's own words.
@Suite struct ReadmeTests {
  private let readme: String

  init() throws {
    readme = try String(contentsOfFile: repositoryRoot + "/README.md", encoding: .utf8)
  }

  @Test func listsEveryExitStatus() throws {
    let start = try #require(readme.range(of: "<!-- exit-codes -->\n"))
    let end = try #require(readme.range(of: "<!-- /exit-codes -->"))
    let rows = ExitStatus.allCases.map { "| \($0.rawValue) | \($0.meaning) |\n" }.joined()
    #expect(readme[start.upperBound..<end.lowerBound] == "| status | meaning |\n|---|---|\n" + rows)
  }

  @Test func namesOnlyCommandsThatExist() throws {
    let set = CommandSet.keyroll
    let names = readme.matches(of: /keyroll ([a-z]+)( [a-z]+)?/).map { match in
      [String(match.1)] + (match.2.map { [String($0.dropFirst())] } ?? [])
    }
    #expect(names.count > 15)
    for words in names where set.command(at: words) == nil {
      #expect(set.command(at: [words[0]]) != nil, "keyroll \(words.joined(separator: " "))")
    }
  }

  @Test func everyCommandIsInTheOverviewAndHasItsPage() {
    let help = HelpText(.keyroll)
    let overview = help.overview()
    for declaration in CommandSet.keyroll.declarations {
      #expect(
        overview.contains {
          $0.hasPrefix("  \(declaration.name) ") && $0.contains(declaration.summary)
        },
        "\(declaration.name)")
      #expect(help.command(declaration).first?.contains(declaration.name) == true)
    }
  }
}
