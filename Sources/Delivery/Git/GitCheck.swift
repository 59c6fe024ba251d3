import Platform

/// Asks git whether a file could end up in a commit.
package enum GitCheck {
  /// The problem with putting values at `path`; nil when it lies in no work tree, or is ignored
  /// there and not tracked. Where git cannot be asked, the answer is a problem, not silence.
  /// `git` is the program to run, looked up in `PATH` when it has no slash.
  package static func problem(_ path: String, git: String = "git") -> GitProblem? {
    guard let (tree, file) = place(of: path) else { return nil }
    let ask = GitQuestion(git: git, tree: tree)
    switch ask.answer(["--literal-pathspecs", "ls-files", "--error-unmatch", "--", file]) {
    case .unknown(let reason): return .unknown(reason: reason, workTree: tree)
    case .yes: return .tracked(workTree: tree)
    case .no: break
    }
    // It takes no --literal-pathspecs; behind "./" a name has no magic, and it knows no wildcards.
    switch ask.answer(["check-ignore", "--quiet", "--", "./" + file]) {
    case .unknown(let reason): return .unknown(reason: reason, workTree: tree)
    case .yes: return nil
    case .no: return .notIgnored(line: ignoreLine(for: file), workTree: tree)
    }
  }

  /// The nearest work tree above `path`, and the path within it. An entry `.git` makes one,
  /// whether it is a directory or, in linked work trees and submodules, a file.
  private static func place(of path: String) -> (tree: String, file: String)? {
    let (parent, name) = FileSystem.split(path)
    guard let home = try? FileSystem.realPath(parent) else { return nil }
    var tree = home
    while !FileSystem.exists(tree + "/.git") {
      guard tree != "/" else { return nil }
      tree = FileSystem.split(tree).directory
    }
    let rest = home.dropFirst(tree.count).drop { $0 == "/" }
    return (tree, rest.isEmpty ? name : "\(rest)/\(name)")
  }

  /// A pattern for exactly this file (gitignore(5)).
  private static func ignoreLine(for file: String) -> String {
    var line = "/"
    for character in file.unicodeScalars {
      if "\\*?[".unicodeScalars.contains(character) { line += "\\" }
      line.unicodeScalars.append(character)
    }
    return line.hasSuffix(" ") ? line.dropLast() + "\\ " : line
  }
}
