import Foundation
import Glibc
import SecretMemory
import TestSupport
import Testing
import Synchronization

@testable import Platform

@Suite struct FileConfinementTests {
  @Test func leavesOnlyTheDirectoriesOfTheRules() throws {
    let mine = try TemporaryDirectory()
    let shown = try TemporaryDirectory()
    let other = try TemporaryDirectory()
    try shown.write("f", "shown")
    try other.write("f", "hidden")
    let (minePath, shownPath, otherPath) = (mine.path, shown.path, other.path)
    let facts = try onThread { () throws in
      let open = try OwnedFile.open(otherPath + "/f", .read)
      let outcome = Confinement.restrictFiles([
        AccessRule(minePath, .readWrite), AccessRule(shownPath, .read),
      ])
      guard case .enforced(let level) = outcome else { return ["unavailable"] }
      let directory = try Directory.open(minePath)
      try AtomicFile.replace(
        in: directory, name: "a", mode: 0o600, contents: [1, 2].span)
      try AtomicFile.replace(in: directory, name: "a", mode: 0o600, contents: [3].span)
      try directory.rename("a", to: "b")
      try directory.makeDirectory("d")
      try directory.removeTree("d")
      let file = try directory.openFile("b", .readWrite)
      try file.truncate(to: 0)
      return [
        "level \(level >= 1)",
        try String(
          decoding: OwnedFile.open(shownPath + "/f", .read).readAll(limit: 9), as: UTF8.self),
        name { _ = try OwnedFile.open(otherPath + "/f", .read) },
        name { _ = try OwnedFile.open("/etc/passwd", .read) },
        name { _ = try OwnedFile.open(shownPath + "/f", .write) },
        name { _ = try OwnedFile.open(shownPath + "/n", .create(mode: 0o600, exclusive: true)) },
        name { try Directory.open(shownPath).unlink("f") },
        String(decoding: try open.readAll(limit: 9), as: UTF8.self),
      ]
    }
    if facts == ["unavailable"] { return }
    #expect(
      facts == ["level true", "shown", "EACCES", "EACCES", "EACCES", "EACCES", "EACCES", "hidden"])
    #expect(try other.read("f") == "hidden")
  }

  @Test func nothingIsExecutableAndNobodyIsReached() throws {
    let parent = getppid()
    let facts = try onThread { () throws in
      guard case .enforced(let level) = Confinement.restrictFiles([AccessRule("/", .readWrite)])
      else { return ["unavailable"] }
      var process: pid_t = 0
      var words: [UnsafeMutablePointer<CChar>?] = unsafe [strdup("true"), nil]
      let spawned = unsafe posix_spawn(&process, "/bin/true", nil, nil, &words, nil)
      let tcp = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      let bound = unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { rebound in
          unsafe bind(tcp, rebound, 16) == 0 ? 0 : errno
        }
      }
      close(tcp)
      let signalled = kill(parent, 0) == 0 ? 0 : errno
      return [
        "\(spawned)", "\(level < 4 ? EACCES : bound)", "\(level < 6 ? EPERM : signalled)",
      ]
    }
    if facts == ["unavailable"] { return }
    #expect(facts == ["\(EACCES)", "\(EACCES)", "\(EPERM)"])
  }

  @Test func aRuleForNothingIsToldAndLeavesAllAsItWas() throws {
    let facts = try onThread { () throws in
      let outcome = Confinement.restrictFiles([AccessRule("/no/such/place", .read)])
      guard case .unavailable(let error) = outcome else { return ["enforced"] }
      _ = try OwnedFile.open("/etc/passwd", .read)
      return [error.name]
    }
    #expect(["ENOENT", "ENOSYS", "ENOTSUP"].contains(facts.first))
  }

  @Test func asksForNoMoreThanTheKernelKnows() {
    #expect(FileRights(level: 1).all == 0x1fff && FileRights(level: 1).network == 0)
    #expect(FileRights(level: 2).all == 0x3fff && FileRights(level: 3).all == 0x7fff)
    #expect(FileRights(level: 3).network == 0 && FileRights(level: 4).network == 3)
    #expect(FileRights(level: 5).all == 0xffff && FileRights(level: 5).scopes == 0)
    #expect(FileRights(level: 6).scopes == 3)
    #expect(FileRights(level: 99) == FileRights(level: 7))
    for level in 1...7 {
      let rights = FileRights(level: level)
      for isDirectory in [true, false] {
        let granted = rights.allowed(by: .readWrite, isDirectory: isDirectory)
        #expect(granted & 1 == 0 && granted & ~rights.all == 0)
      }
      #expect(rights.allowed(by: .read, isDirectory: true) == 0b1100)
      #expect(rights.allowed(by: .read, isDirectory: false) == 0b0100)
    }
  }
}

@Suite struct CallConfinementTests {
  @Test func theWorkOfTheAgentGoesOn() throws {
    let place = try TemporaryDirectory()
    let path = place.path
    let facts = try onThread { () throws in
      let listening = try ListeningSocket.bind(path + "/s", mode: 0o600, backlog: 4)
      let client = try LocalSocket.connect(path + "/s")
      let poller = try Poller()
      let timer = try WakeTimer()
      guard case .enforced = Confinement.restrictCalls(everyThread: false) else {
        return ["unavailable"]
      }
      try poller.add(listening, token: 1)
      try timer.set(atMilliseconds: Clock.boot())
      var tokens = 0
      poller.wait(milliseconds: 100) { _, _ in tokens += 1 }
      guard let server = try listening.accept() else { return ["nobody"] }
      let user = try server.peer().user
      _ = try client.send([1, 2].span, [3].span)
      let directory = try Directory.open(path)
      try AtomicFile.replace(in: directory, name: "a", mode: 0o600, contents: [3].span)
      try AtomicFile.replace(in: directory, name: "a", mode: 0o600, contents: [4].span)
      let file = try directory.openFile("a", .readWrite)
      let locked = try file.lock(exclusive: true, wait: false)
      let big = [UInt8](repeating: 1, count: 4 << 20)
      return [
        "\(tokens) \(user == geteuid()) \(locked) \(big.count)",
        "\(try received(from: server) ?? [])", "\(try directory.entries())",
        "\(try file.fileSystemKind())".isEmpty ? "" : "kind",
        try FileSystem.realPath(path).isEmpty ? "" : "path",
      ]
    }
    if facts == ["unavailable"] { return }
    #expect(facts == ["1 true true 4194304", "[1, 2, 3]", #"["a", "s"]"#, "kind", "path"])
  }

  @Test func theRestIsRefused() throws {
    let page = Int(sysconf(CInt(_SC_PAGESIZE)))
    let facts = try onThread { () throws in
      guard case .enforced = Confinement.restrictCalls(everyThread: false) else {
        return ["unavailable"]
      }
      func refusal(_ result: Int) -> String { result == -1 && errno == EPERM ? "EPERM" : "done" }
      var words: [UnsafeMutablePointer<CChar>?] = unsafe [nil]
      return [
        unsafe refusal(Int(execve("/bin/true", &words, &words))),
        refusal(Int(socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0))),
        refusal(Int(socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0))),
        refusal(Int(fork())),
        refusal(Int(kill(getpid(), 0))),
        refusal(Int(setpgid(0, 0))),
        unsafe mmap(nil, page, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
          == MAP_FAILED && errno == EPERM ? "EPERM" : "done",
        unsafe mmap(nil, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
          == MAP_FAILED ? "no memory" : "memory",
      ]
    }
    if facts == ["unavailable"] { return }
    #expect(facts == Array(repeating: "EPERM", count: 7) + ["memory"])
  }

  @Test func everyThreadFollowsAndSecretMemoryCanStillBeHad() async {
    await #expect(processExitsWith: .success) {
      let isConfined = Atomic<Bool>(false)
      let refused = Atomic<Int32>(-1)
      let thread = Thread {
        while !isConfined.load(ordering: .acquiring) { usleep(1000) }
        let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        refused.store(descriptor < 0 ? errno : 0, ordering: .releasing)
      }
      thread.start()
      SecretPages.reserve(blocks: 4)
      guard case .enforced = Confinement.restrictCalls() else { exit(EXIT_SUCCESS) }
      isConfined.store(true, ordering: .releasing)
      for length in [10, 4096, 100_000] {
        let secret = try SecretBytes(copying: [UInt8](repeating: 7, count: length).span)
        guard secret.withSpan({ $0[length - 1] }) == 7 else { exit(EXIT_FAILURE) }
      }
      while refused.load(ordering: .acquiring) < 0 { usleep(1000) }
      exit(refused.load(ordering: .acquiring) == EPERM ? EXIT_SUCCESS : EXIT_FAILURE)
    }
  }

  @Test func otherThreadsStayAsTheyWere() throws {
    _ = try onThread { () throws in
      _ = Confinement.restrictCalls(everyThread: false)
      return []
    }
    #expect(try runProgram("/bin/true", []).status == 0)
  }
}

/// The symbol of the error that `body` ends with.
private func name(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "done"
  } catch { return (error as? SystemError)?.name ?? "\(error)" }
}

/// Runs `body` in a thread of its own, which takes what was forbidden with it when it ends. It must
/// not call the test library, whose locks and threads it might need to make.
private func onThread(_ body: @escaping @Sendable () throws -> [String]) throws -> [String] {
  let answer = Answer()
  let thread = Thread {
    answer.give(Result { try body() })
  }
  thread.start()
  return try answer.wait()
}

private final class Answer: Sendable {
  private let given = Mutex<Result<[String], any Error>?>(nil)
  private let semaphore = DispatchSemaphore(value: 0)

  func give(_ result: Result<[String], any Error>) {
    given.withLock { $0 = result }
    semaphore.signal()
  }

  func wait() throws -> [String] {
    semaphore.wait()
    return try given.withLock { try $0?.get() } ?? []
  }
}
