import Foundation

/// The repository as text, found from this file.
enum SourceTree {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static let modules: [String] = folders(in: root.appending(path: "Sources")).sorted()

  static func files(of module: String) -> [URL] {
    swiftFiles(below: root.appending(path: "Sources/\(module)"))
  }

  static func swiftFiles(below folder: URL) -> [URL] {
    let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (all?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
      .sorted { $0.path < $1.path }
  }

  static func lines(of file: URL) throws -> [Substring] {
    try String(contentsOf: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
  }

  /// The code of a line: what stands before `//`, without string literals.
  static func code(of line: Substring) -> String {
    var code = ""
    var inString = false
    var previous: Character = " "
    for character in line {
      if character == "\"", previous != "\\" { inString.toggle() }
      if !inString, character == "/", previous == "/" { return String(code.dropLast()) }
      if !inString { code.append(character) }
      previous = character
    }
    return code
  }

  static func words(of line: Substring) -> [Substring] {
    code(of: line).split { !($0.isLetter || $0.isNumber || $0 == "_") }.map { Substring($0) }
  }

  static func relative(_ file: URL) -> String {
    String(file.path.dropFirst(root.path.count).drop { $0 == "/" })
  }

  private static func folders(in folder: URL) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter {
      let values = try? folder.appending(path: $0).resourceValues(forKeys: [.isDirectoryKey])
      return values?.isDirectory == true
    }
  }
}
