import Delivery
import Platform
import SecretMemory
import TestSupport
import Testing

@Suite(.peer("git")) struct GitCheckTests {
  private let directory: TemporaryPlace

  init() throws {
    directory = try TemporaryPlace()
    try directory.run("git", "init", "--quiet", "tree")
    try directory.makeDirectory("tree/deploy")
  }

  private var tree: String { directory.path("tree") }

  private func git(_ arguments: String...) throws {
    let identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    let result = try runProgram("git", ["-C", tree] + identity + arguments)
    guard result.status == 0 else { throw ProgramFailed(program: "git", text: result.errorText) }
  }

  @Test func outsideAnyWorkTreeThereIsNoProblem() {
    #expect(GitCheck.problem(directory.path("app.env")) == nil)
  }

  @Test func aFileThatGitWouldOfferNamesTheLineThatHidesIt() throws {
    let path = tree + "/deploy/.env"
    #expect(
      GitCheck.problem(path) == .notIgnored(line: "/deploy/.env", workTree: tree))
    try directory.write("tree/.gitignore", "/deploy/.env\n")
    #expect(GitCheck.problem(path) == nil)
  }

  @Test(arguments: [
    "a*b.env", "a?b", "a[b]", "a\\b", "#a", "!a", "a ", " a", ":(top)a", "é🔑", "-a", "a b",
  ])
  func theLineForAStrangeNameHidesThatNameOnly(name: String) throws {
    let path = tree + "/" + name
    guard case .notIgnored(let line, tree)? = GitCheck.problem(path) else {
      Issue.record("not offered")
      return
    }
    try directory.write("tree/.gitignore", line + "\n")
    #expect(GitCheck.problem(path) == nil)
    #expect(GitCheck.problem(tree + "/axb.env") != nil)
  }

  @Test func manyFilesAreToldApart() throws {
    let names = ["a*b", "axb", " c", ":(top)d", "é🔑", "deploy/x", "deploy/y", "-e"]
    try directory.write("tree/.gitignore", "/a\\*b\n/ c\n/deploy/x\n/-e\n")
    try directory.write("tree/é🔑", "")
    try git("add", "--force", "é🔑")
    let answers = GitAnswers()
    answers.ask(names.map { "\(tree)/\($0)" } + [directory.path("outside")])
    for name in names + ["../outside"] {
      let path = name == "../outside" ? directory.path("outside") : "\(tree)/\(name)"
      #expect(answers.problem(path) == GitCheck.problem(path), "\(name)")
    }
    #expect(answers.problem("\(tree)/é🔑") == .tracked(workTree: tree))
    #expect(answers.problem("\(tree)/deploy/x") == nil)
    #expect(answers.problem("\(tree)/a*b") == nil)
    #expect(answers.problem("\(tree)/axb") != nil)
  }

  @Test func aWorkTreeIsAskedOnceForAllItsFiles() throws {
    let count = directory.path("count")
    try directory.write("git", "#!/bin/sh\necho x >>'\(count)'\nexec git \"$@\"\n", mode: 0o700)
    let answers = GitAnswers(git: directory.path("git"))
    let paths = (0..<50).map { "\(tree)/deploy/\($0).env" }
    answers.ask(paths)
    for path in paths { #expect(answers.problem(path) != nil) }
    #expect(try directory.read("count") == "x\nx\n")
  }

  @Test func aFileInPlaceOfATrackedDirectoryIsAProblem() throws {
    try directory.write("tree/deploy/a", "")
    try git("add", "deploy/a")
    #expect(GitCheck.problem(tree + "/deploy") == .tracked(workTree: tree))
  }

  @Test func aTrackedFileIsAProblemEvenWhenItIsIgnored() throws {
    try directory.write("tree/.env", "")
    try directory.write("tree/.gitignore", ".env\n")
    try git("add", "--force", ".env")
    #expect(GitCheck.problem(tree + "/.env") == .tracked(workTree: tree))
    try git("commit", "--quiet", "--message", "x")
    try FileSystem.removeTree(tree + "/.env")
    #expect(GitCheck.problem(tree + "/.env") == .tracked(workTree: tree))
  }

  @Test func aLinkedWorkTreeIsAWorkTree() throws {
    try git("commit", "--quiet", "--allow-empty", "--message", "x")
    try git("worktree", "add", "--quiet", directory.path("linked"))
    #expect(
      GitCheck.problem(directory.path("linked/.env"))
        == .notIgnored(line: "/.env", workTree: directory.path("linked")))
  }

  @Test func withoutGitAWorkTreeIsAProblem() {
    #expect(
      GitCheck.problem(tree + "/.env", git: "/nonexistent/git")
        == .unknown(reason: .missing, workTree: tree))
    #expect(GitCheck.problem(directory.path("app.env"), git: "/nonexistent/git") == nil)
  }

  @Test func aBrokenRepositoryIsAProblem() throws {
    try FileSystem.removeTree(tree + "/.git/HEAD")
    #expect(
      GitCheck.problem(tree + "/.env") == .unknown(reason: .failed(status: 128), workTree: tree))
  }

  @Test(.enabled(if: User.current.identifier == 0, "skipped: needs root"))
  func aRepositoryOfSomebodyElseIsNotTrusted() throws {
    try directory.run("chown", "-R", "65534", "tree")
    #expect(
      GitCheck.problem(tree + "/.env") == .unknown(reason: .foreignOwner, workTree: tree))
  }

  @Test func programsNamedByTheRepositoryDoNotRun() throws {
    let canary = directory.path("canary")
    try directory.write("spy", "#!/bin/sh\ntouch '\(canary)'\n", mode: 0o700)
    try git("config", "core.fsmonitor", directory.path("spy"))
    try directory.write("tree/a", "")
    try git("-c", "core.fsmonitor=false", "add", "a")
    #expect(GitCheck.problem(tree + "/.env") != nil)
    #expect(!FileSystem.exists(canary))
  }

  @Test func nothingIsWrittenWhereGitWouldOfferIt() throws {
    let path = tree + "/deploy/.env"
    let fields = try field("A", "1")
    let contents = try DialectCodec.encode(fields, as: .dotenv)
    let problem = GitProblem.notIgnored(line: "/deploy/.env", workTree: tree)
    #expect(throws: DeliveryError.insideGit(path: path, problem)) {
      _ = try EnvironmentFile.write(contents, to: path, dialect: .dotenv, known: ["A"])
    }
    #expect(!FileSystem.exists(path))
    try directory.write("tree/.gitignore", ".env\n")
    #expect(
      try EnvironmentFile.write(contents, to: path, dialect: .dotenv, known: ["A"]) == .created)
  }
}
