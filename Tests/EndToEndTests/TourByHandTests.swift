import TestSupport
import Testing

/// What the tour shows is what the program does: its lines, typed into a shell, print the same.
@Suite struct TourByHandTests {
  @Test(.peer("openssl")) func linesTypedByHandPrintTheSame() throws {
    let directory = try TemporaryDirectory()
    let stage = try Stage(home: directory.path)
    let tour = Shown(try stage.must("keyroll tour"))
    #expect(tour.commands.count > 25)
    let place = "\(directory.path)/by-hand"
    try stage.must("mkdir -m 700 '\(place)'")
    let typed = try stage.must(tour.script(in: place))
    #expect(Shown.normalized(typed, place) == Shown.normalized(tour.printed, tour.place))
    #expect(try stage.must("ls '\(tour.place)' 2>/dev/null || echo gone") == "gone\n")
  }
}

/// The commands and the output that the tour printed.
private struct Shown {
  private(set) var commands: [String] = []
  private(set) var place = ""
  private var output: [String] = []

  init(_ text: String) {
    var isContinued = false
    for line in text.split(separator: "\n") {
      if line.hasPrefix("$ D=") {
        place = String(line.dropFirst(4))
      } else if isContinued {
        commands[commands.count - 1] += "\n\(line)"
      } else if line.hasPrefix("$ ") {
        commands.append(String(line.dropFirst(2)))
      } else if !line.hasPrefix("# ") {
        output.append(String(line))
        continue
      }
      isContinued = line.hasSuffix("\\") || line.hasSuffix("|")
    }
    // Said about the tour itself, at its end.
    output.removeAll { $0.hasPrefix("the tour's directory is gone") }
  }

  var printed: String { output.map { $0 + "\n" }.joined() }

  /// The same commands elsewhere, each followed by its status where that is not zero.
  func script(in place: String) -> String {
    let status = "\ns=$?; test $s = 0 || echo \"(exit status $s)\"\n"
    return "D='\(place)'\n" + commands.map { $0 + status }.joined() + "true\n"
  }

  /// Without what differs from run to run: the directory, the times and seconds, the widths that they
  /// cause.
  static func normalized(_ text: String, _ place: String) -> [String] {
    text.split(separator: "\n").map { line in
      line.split(separator: " ").map { word in
        let isTime = word.contains("T") && word.hasSuffix("Z") || Int(word) != nil
        return isTime ? "N" : String(word)
      }.joined(separator: " ").split(separator: place, omittingEmptySubsequences: false)
        .joined(separator: "D")
    }
  }
}
