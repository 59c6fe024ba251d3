import Foundation
import TestSupport
import Testing

/// What the kernel sees of an agent, from its start to its end: a value goes to the socket and
/// nowhere else, no path is opened because a client named it, and nothing is started or reached.
@Suite(.serialized, .peer("strace"), .timeLimit(.minutes(5)))
struct AgentTraceTests {
  private static let stored = "canary3Kd8Zw5Qm1Xt7Rb9Vh2Lp6Nc4J"
  private static let given = "canary6Yf2Hs9Tk4Wd7Gv1Bq8Mz3Rx5P"
  /// In every path that a client names, and in no other.
  private static let named = "named-by-a-client"

  /// Starts a program, a process or a conversation, or reaches into another process.
  private static let forbidden = [
    "execve", "execveat", "fork", "vfork", "socket", "socketpair", "connect", "bind", "listen",
    "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_open", "pidfd_getfd", "kill",
    "tkill", "io_uring_setup",
  ]
  private static let fileCalls = [
    "open", "openat", "openat2", "creat", "stat", "lstat", "newfstatat", "statx", "access",
    "faccessat", "faccessat2", "readlink", "readlinkat", "link", "linkat", "rename", "renameat",
    "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "symlinkat", "chmod", "fchmodat",
    "truncate", "chdir",
  ]

  private let stage: AgentStage

  init() throws {
    stage = try AgentStage()
    try stage.makeVault(value: Self.stored)
  }

  /// Everything that commands ask of an agent. Where secrets are in pages of their own not even
  /// strace can show them, so it takes these away unless `hiding`.
  private func trace(hiding: Bool = false) throws -> AgentTrace {
    try AgentTrace(stage, hiding ? [] : ["-e", "inject=memfd_secret:error=ENOSYS"]) { stage in
      try stage.must(
        """
        set -e
        mkdir \(Self.named)
        test "$(keyroll get k)" = \(Self.stored)
        printf \(Self.given) | keyroll set new --stdin
        keyroll tool add worker --env-file "$PWD/\(Self.named)/worker.env"
        keyroll connect worker k new
        keyroll emit worker
        keyroll run worker -- /bin/true
        keyroll export worker -o \(Self.named)/out.env
        keyroll rotate k --generate
        keyroll backup \(Self.named)/copy
        keyroll get \(Self.named)/passwd || test $? = 10
        keyroll agent status --json >status
        """)
    }
  }

  @Test func theTraceSeesItAll() throws {
    let trace = try trace()
    // Before it confines itself it does what it must not do afterwards.
    let before = Set(trace.starting.map(\.name))
    #expect(before.isSuperset(of: ["execve", "socket", "bind", "listen"]))
    #expect(trace.serving.count > 100)
    for value in [Self.stored, Self.given] {
      #expect(trace.serving.contains { $0.isOfSocket && $0.text.contains(value) }, "\(value)")
    }
    #expect(trace.serving.contains { $0.isOfSocket && $0.text.contains(Self.named) })
  }

  @Test func aValueGoesToTheSocketOnly() throws {
    let trace = try trace()
    for call in trace.calls where !call.isOfSocket {
      for value in [Self.stored, Self.given] {
        let isSeen = TraceTests.forms(of: value).contains { call.text.contains($0) }
        #expect(!isSeen, "\(call.text.prefix(200))")
      }
    }
  }

  /// What is written from pages that strace cannot read is shown as an address.
  @Test func notEvenTheTracerSeesAValue() throws {
    let trace = try trace(hiding: true)
    guard
      try String(contentsOfFile: stage.path("status"), encoding: .utf8)
        .contains("\"secret-pages\":true")
    else { return }
    for call in trace.calls {
      #expect(!call.text.contains(Self.stored) && !call.text.contains(Self.given))
      #expect(!call.name.contains("write") || !call.text.contains(">, 0x"), "\(call.text)")
    }
    #expect(trace.serving.contains { $0.name == "sendmsg" && $0.text.contains("iov_base=0x") })
  }

  @Test func nothingIsStartedOrReached() throws {
    let trace = try trace()
    for call in trace.serving {
      #expect(!Self.forbidden.contains(call.name), "\(call.text.prefix(200))")
      // Its own threads are all that it may make.
      #expect(!call.name.hasPrefix("clone") || call.text.contains("CLONE_THREAD"))
    }
  }

  @Test func noPathIsOpenedBecauseAClientNamesIt() throws {
    let trace = try trace()
    let files = trace.serving.filter { Self.fileCalls.contains($0.name) }
    #expect(!files.isEmpty)
    for call in files {
      #expect(!call.text.contains(Self.named), "\(call.text.prefix(200))")
    }
  }

  @Test func itsOwnConfinementIsNotInItsWay() throws {
    let trace = try trace(hiding: true)
    for call in trace.serving {
      #expect(!call.text.contains("= -1 EPERM"), "\(call.text.prefix(200))")
      #expect(!call.text.contains("= -1 EACCES"), "\(call.text.prefix(200))")
    }
  }
}

/// An agent under strace while commands use it.
private struct AgentTrace {
  struct Call {
    let name: String
    let text: Substring

    /// Whether it sends to a client or receives from one.
    var isOfSocket: Bool {
      ["recvfrom", "sendmsg"].contains(name) && text.contains("<socket:")
    }
  }

  let calls: [Call]
  /// Up to the last step of its confinement, and after it.
  let starting: ArraySlice<Call>
  let serving: ArraySlice<Call>

  init(_ stage: AgentStage, _ options: [String], _ body: (Stage) throws -> Void) throws {
    let agent = stage.stage.process(
      ["strace", "-f", "-y", "-s", "65536", "-o", stage.path("trace")] + options
        + [stage.stage.program, "agent", "run", "--key-file", "kf"])
    try agent.run()
    do {
      try stage.awaitAgent()
      try body(stage.stage)
      try stage.stage.must("keyroll lock")
    } catch {
      agent.terminate()
      throw error
    }
    agent.waitUntilExit()
    let text = try String(contentsOfFile: stage.path("trace"), encoding: .utf8)
    calls = text.split(separator: "\n").compactMap(Self.call)
    let confined = calls.lastIndex { $0.name == "seccomp" } ?? calls.endIndex
    starting = calls[..<confined]
    serving = calls[confined...].dropFirst()
  }

  /// A line is a process, a name and arguments; what is resumed belongs to a line before it.
  private static func call(_ line: Substring) -> Call? {
    let text = line.drop { !$0.isWhitespace }.drop { $0.isWhitespace }
    let resumed = text.hasPrefix("<... ") ? text.dropFirst(5) : text
    let name = resumed.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return name.isEmpty ? nil : Call(name: String(name), text: text)
  }
}
