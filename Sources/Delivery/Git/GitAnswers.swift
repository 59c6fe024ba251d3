import Platform

/// What git says of many files, asked with two processes for a work tree and kept for a few seconds:
/// somebody may change what is ignored while an emission goes on.
package final class GitAnswers {
  private static let lifetime: Int64 = 10_000

  /// Files in one question: their names fit on a command line.
  private static let most = 200

  private let git: String
  private var places: [String: GitPlace?] = [:]
  private var problems: [String: GitProblem?] = [:]
  private var since = Clock.monotonic()

  package init(git: String = "git") {
    self.git = git
  }

  /// As ``GitCheck/problem(_:git:)``.
  package func problem(_ path: String) -> GitProblem? {
    ask([path])
    return problems[path] ?? nil
  }

  /// Finds out about all of these that nothing is known of.
  package func ask(_ paths: [String]) {
    forgetOld()
    var files: [String: [(path: String, file: String)]] = [:]
    for path in Set(paths) where !problems.keys.contains(path) {
      let (parent, name) = FileSystem.split(path)
      if let place = place(parent) {
        files[place.tree, default: []].append((path, place.file(name)))
      } else {
        problems[path] = .some(nil)
      }
    }
    for (tree, all) in files {
      for start in stride(from: 0, to: all.count, by: Self.most) {
        ask(tree, Array(all[start..<min(start + Self.most, all.count)]))
      }
    }
  }

  private func ask(_ tree: String, _ files: [(path: String, file: String)]) {
    let found = GitQuestion(git: git, tree: tree).problems(files.map(\.file))
    if case .failed? = found.failure, files.count > 1 {
      // One of them may be what git does not understand: the others need not suffer for it.
      for file in files { ask(tree, [file]) }
      return
    }
    for (path, file) in files { problems[path] = .some(found.problem(with: file, in: tree)) }
  }

  private func forgetOld() {
    guard Clock.monotonic() - since > Self.lifetime else { return }
    (places, problems, since) = ([:], [:], Clock.monotonic())
  }

  private func place(_ parent: String) -> GitPlace? {
    if let known = places[parent] { return known }
    let place = GitPlace(of: parent)
    places[parent] = .some(place)
    return place
  }
}

/// A directory within a work tree.
private struct GitPlace {
  let tree: String
  /// The way from there to the directory, empty for the tree itself.
  private let rest: String

  /// The nearest work tree around a directory. An entry `.git` makes one, whether it is a directory
  /// or, in linked work trees and submodules, a file.
  init?(of directory: String) {
    guard let home = try? FileSystem.realPath(directory) else { return nil }
    var tree = home
    while !FileSystem.exists(tree + "/.git") {
      guard tree != "/" else { return nil }
      tree = FileSystem.split(tree).directory
    }
    self.tree = tree
    rest = String(home.dropFirst(tree.count).drop { $0 == "/" })
  }

  func file(_ name: String) -> String { rest.isEmpty ? name : "\(rest)/\(name)" }
}
