import Platform

/// What one emission finds out once, however many files it writes: what git says of them, and which
/// directories have been rid of what a crash left.
package final class FileRound {
  private let git: GitAnswers
  private var tidied: Set<DirectoryMark> = []
  /// Targets that were checked a moment ago, by their paths.
  private var held: [String: CheckedTarget] = [:]

  /// Each holds a directory open.
  private static let mostHeld = 64

  package init() {
    git = GitAnswers()
  }

  /// Asks git about all of these at once, before each is checked on its own.
  package func expect(_ paths: [String]) {
    git.ask(paths)
  }

  /// Keeps a target that has passed every check open for `prepare`, which comes soon.
  func hold(_ target: consuming TargetFile) {
    let checked = CheckedTarget(target)
    if held.count < Self.mostHeld { held[checked.target.path] = checked }
  }

  /// The target that was held, once.
  func takeHeld(_ path: String) -> CheckedTarget? {
    held.removeValue(forKey: path)
  }

  /// Lets go of what was held and not taken.
  package func forgetHeld() {
    held = [:]
  }

  /// The target at a path, if it may hold values.
  func target(_ path: String) throws(DeliveryError) -> TargetFile {
    let target = try TargetFile.open(path)
    if let problem = git.problem(path) { throw .insideGit(path: path, problem) }
    return target
  }

  /// A kill at the wrong moment may have left a value there under a name that nothing ignores.
  func tidy(
    _ directory: borrowing Directory, _ mark: DirectoryMark
  ) throws(SystemError) {
    guard !tidied.contains(mark) else { return }
    try directory.removeAbandoned()
    tidied.insert(mark)
  }
}

/// A target whose place and content have been checked. A class, because a dictionary holds no values
/// that cannot be copied.
final class CheckedTarget {
  let target: TargetFile

  init(_ target: consuming TargetFile) {
    self.target = target
  }
}

/// What tells an open directory from every other.
struct DirectoryMark: Hashable {
  private let device: UInt64
  private let inode: UInt64

  init(_ directory: borrowing Directory) throws(SystemError) {
    let status = try directory.status()
    device = status.device
    inode = status.inode
  }
}
