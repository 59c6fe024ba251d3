import Commands
import Testing

@Suite struct HelpTests {
  static let declarations = CommandSet.keyroll.declarations

  @Test(arguments: declarations.map(\.name)) func everyCommandIsExplainedWhole(_ name: String)
    throws
  {
    let declaration = try #require(Self.declarations.first { $0.name == name })
    let lines = HelpText(.keyroll).command(declaration)
    #expect(lines.allSatisfy { $0.count <= HelpText.columns })
    #expect(lines.allSatisfy { Escape.text($0) == $0 })
    let text = lines.joined(separator: "\n")
    for option in declaration.options + GlobalOptions.all {
      #expect(text.contains("--\(option.long)"))
    }
    for operand in declaration.operands {
      #expect(!operand.help.isEmpty && text.contains(operand.synopsis))
    }
    for status in declaration.exits { #expect(text.contains(status.meaning)) }
    #expect(!declaration.examples.isEmpty)
    #expect(declaration.summary.first?.isLowercase == true && !declaration.summary.hasSuffix("."))
  }

  @Test(arguments: declarations.map(\.name)) func examplesAreUnderstood(_ name: String) throws {
    let declaration = try #require(Self.declarations.first { $0.name == name })
    for example in declaration.examples {
      guard let words = Self.words(of: example.line) else { continue }
      var parser = LineParser(words.map { Array($0.utf8) }, for: .keyroll)
      _ = try parser.parse()
    }
  }

  /// The words after `keyroll`, up to a redirection; nil where the line begins otherwise.
  static func words(of line: String) -> [String]? {
    let name = "keyroll "
    guard let start = line.indices.first(where: { line[$0...].hasPrefix(name) }) else { return nil }
    var words: [String] = []
    var word = ""
    var quote: Character?
    for character in line[start...].dropFirst(name.count) + " " {
      if character == quote {
        quote = nil
      } else if quote == nil, character == "'" || character == "\"" {
        quote = character
      } else if quote == nil, ["|", "<", ">", ")", ";"].contains(character) {
        if word.first?.isNumber == true { word = "" }
        return word.isEmpty ? words : words + [word]
      } else if quote == nil, character == " " {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }

  @Test func overviewNamesEveryCommandAndFits() {
    let lines = HelpText(.keyroll).overview()
    #expect(lines.allSatisfy { $0.count <= HelpText.columns })
    for declaration in Self.declarations {
      #expect(lines.contains { $0.hasPrefix("  \(declaration.name) ") })
    }
  }

  @Test func commandsAreListedByTheirNames() {
    for (name, command) in CommandSet.keyroll.commands {
      #expect(command.declaration.name == name)
    }
  }

  @Test func noTwoCommandsShareAName() {
    var names: [String] = []
    for declaration in Self.declarations {
      let group = declaration.path.dropLast().map { "\($0) " }.joined()
      names += [declaration.name] + declaration.aliases.map { group + $0 }
    }
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: declarations.map(\.name)) func optionsAreNamedOnce(_ name: String) throws {
    let declaration = try #require(Self.declarations.first { $0.name == name })
    let long = declaration.options.map(\.long)
    #expect(Set(long).count == long.count)
    #expect(long.allSatisfy { !GlobalOptions.names.contains($0) })
    let short = (declaration.options + GlobalOptions.all).compactMap(\.short)
    #expect(Set(short).count == short.count)
    #expect(short.allSatisfy { "noiqvhy".contains($0) })
    for name in declaration.exclusions.joined() { #expect(long.contains(name)) }
  }

  @Test func helpIsAskedForInThreeWays() {
    let rehearsal = Rehearsal()
    #expect(rehearsal.run("help", "version") == 0)
    let text = rehearsal.output.text
    #expect(text.hasPrefix("keyroll version: "))
    #expect(rehearsal.run("version", "--help") == 0)
    #expect(rehearsal.output.text == text)
    #expect(rehearsal.run("version", "-h") == 0)
    #expect(rehearsal.output.text == text)
  }

  @Test func statusTableIsShown() {
    let rehearsal = Rehearsal()
    #expect(rehearsal.run("help", "exit-status") == 0)
    for status in Commands.ExitStatus.allCases {
      #expect(rehearsal.output.text.contains("  \(status.rawValue) "))
    }
  }
}
