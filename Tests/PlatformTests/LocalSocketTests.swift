import Foundation
import Glibc
import Platform
import SecretMemory
import TestSupport
import Testing

@Suite struct LocalSocketTests {
  @Test func carriesBothPartsInOrder() throws {
    var pair = try LocalSocket.pair()
    let near = pair.takeFirst()
    let far = pair.takeSecond()
    let (head, tail): ([UInt8], [UInt8]) = ([1, 2, 3], [4, 5])
    #expect(try near.send(head.span, tail.span) == 5)
    #expect(try received(from: far) == [1, 2, 3, 4, 5])
    #expect(try near.send([UInt8]().span, tail.span) == 2)
    #expect(try received(from: far) == [4, 5])
  }

  @Test func receivesIntoGuardedMemory() throws {
    var pair = try LocalSocket.pair()
    let near = pair.takeFirst()
    let far = pair.takeSecond()
    let secret = try SecretBytes(copying: [9, 8, 7].span)
    #expect(try secret.withSpan { span throws(SystemError) in try near.send(span) } == 3)
    var target = try SecretBytes(count: 5)
    let count = try target.withMutableSpan { span throws(SystemError) in
      try far.receive(into: &span, from: 1, upTo: 2)
    }
    #expect(count == 2)
    #expect(target.withSpan { span in span.indices.map { span[$0] } } == [0, 9, 8, 0, 0])
    #expect(try received(from: far) == [7])
  }

  @Test func emptyIsNilAndEndedIsZero() throws {
    var pair = try LocalSocket.pair()
    let near = pair.takeFirst()
    var far: LocalSocket? = pair.takeSecond()
    try near.neverWait()
    #expect(try received(from: near) == nil)
    try far?.endSending()
    #expect(try received(from: near) == [])
    #expect(try near.send([1].span) == 1)
    far = nil
    let error = #expect(throws: SystemError.self) { _ = try near.send([1].span) }
    #expect(error?.name == "EPIPE")
  }

  @Test func fullIsNilAndPartsAreTakenAsTheyFit() throws {
    var pair = try LocalSocket.pair()
    let near = pair.takeFirst()
    let far = pair.takeSecond()
    try near.neverWait()
    let block = [UInt8](repeating: 1, count: 1 << 20)
    var taken = 0
    while let count = try near.send(block.span, block.span) { taken += count }
    #expect(taken > 0)
    var left = taken
    while left > 0 { left -= try #require(try received(from: far)).count }
    #expect(try near.send([1].span) == 1)
  }

  @Test func aSilentPeerIsWaitedForOnlySoLong() throws {
    var pair = try LocalSocket.pair()
    let near = pair.takeFirst()
    let far = pair.takeSecond()
    try near.setTimeouts(milliseconds: 30)
    let start = Clock.monotonic()
    #expect(try received(from: near) == nil)
    #expect((20..<5000).contains(Clock.monotonic() - start))
    try far.neverWait()
  }

  @Test func knowsWhoIsAtTheOtherEnd() throws {
    var pair = try LocalSocket.pair()
    let peer = try pair.takeFirst().peer()
    #expect(peer == PeerCredentials(process: getpid(), user: geteuid(), group: getegid()))
  }

  @Test func onlyALocalStreamIsInherited() throws {
    for kind in [SOCK_DGRAM.rawValue, SOCK_STREAM.rawValue] {
      let descriptor = socket(AF_INET, CInt(kind), 0)
      let error = #expect(throws: SystemError.self) { _ = try LocalSocket(inherited: descriptor) }
      #expect(error?.name == "ENOTSOCK")
      #expect(close(descriptor) == 0)
    }
    let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
    let inherited = try LocalSocket(inherited: descriptor)
    #expect(fcntl(inherited.descriptor, F_GETFD) == FD_CLOEXEC)
  }
}

@Suite struct ListeningSocketTests {
  @Test func clientsAreAcceptedAndNeverAwaited() throws {
    let directory = try TemporaryDirectory()
    let listening = try ListeningSocket.bind(directory.path("s"), mode: 0o600, backlog: 4)
    #expect(try hasClient(listening) == false)
    let client = try LocalSocket.connect(directory.path("s"))
    #expect(try client.peer().process == getpid())
    guard let server = try listening.accept() else {
      Issue.record("nobody came")
      return
    }
    #expect(fcntl(server.descriptor, F_GETFD) == FD_CLOEXEC)
    #expect(try received(from: server) == nil)
    #expect(try client.send([5].span) == 1)
    #expect(try received(from: server) == [5])
  }

  @Test(arguments: [UInt32(0o600), 0o666]) func hasExactlyTheModeAsked(_ mode: UInt32) throws {
    let directory = try TemporaryDirectory()
    let listening = try ListeningSocket.bind(directory.path("s"), mode: mode, backlog: 4)
    let status = try FileSystem.linkStatus(directory.path("s"))
    #expect(status.kind == .socket && status.mode == mode)
    #expect(try hasClient(listening) == false)
  }

  @Test func theLongestPathWorksAndOneMoreByteIsRefused() throws {
    let directory = try TemporaryDirectory()
    let room = LocalSocket.longestPath - directory.path("").utf8.count
    let longest = directory.path(String(repeating: "x", count: room))
    #expect(longest.utf8.count == 107)
    let listening = try ListeningSocket.bind(longest, mode: 0o600, backlog: 4)
    #expect(try LocalSocket.connect(longest).peer().user == geteuid())
    #expect(try hasClient(listening) == true)

    let tooLong = longest + "x"
    let bound = #expect(throws: SystemError.self) {
      _ = try ListeningSocket.bind(tooLong, mode: 0o600, backlog: 4)
    }
    #expect(bound?.name == "ENAMETOOLONG" && bound?.path == tooLong)
    let connected = #expect(throws: SystemError.self) { _ = try LocalSocket.connect(tooLong) }
    #expect(connected?.name == "ENAMETOOLONG" && connected?.path == tooLong)
  }

  @Test func aTakenPathAndAStaleOneAreToldApart() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("s")
    let missing = #expect(throws: SystemError.self) { _ = try LocalSocket.connect(path) }
    #expect(missing?.name == "ENOENT")
    do { _ = try ListeningSocket.bind(path, mode: 0o600, backlog: 4) }
    let stale = #expect(throws: SystemError.self) { _ = try LocalSocket.connect(path) }
    #expect(stale?.name == "ECONNREFUSED")
    let taken = #expect(throws: SystemError.self) {
      _ = try ListeningSocket.bind(path, mode: 0o600, backlog: 4)
    }
    #expect(taken?.name == "EADDRINUSE")
  }

  @Test func aFullQueueDoesNotHoldAClientForEver() throws {
    let directory = try TemporaryDirectory()
    let listening = try ListeningSocket.bind(directory.path("s"), mode: 0o600, backlog: 0)
    let first = try LocalSocket.connect(directory.path("s"))
    let error = #expect(throws: SystemError.self) {
      _ = try LocalSocket.connect(directory.path("s"), milliseconds: 30)
    }
    #expect(error?.name == "EAGAIN")
    #expect(try hasClient(listening) == true)
    #expect(try first.peer().user == geteuid())
  }
}

/// What comes in one call, nil when nothing is there, empty at the end.
func received(from socket: borrowing LocalSocket) throws -> [UInt8]? {
  var bytes = [UInt8](repeating: 0, count: 1 << 16)
  var span = bytes.mutableSpan
  guard let count = try socket.receive(into: &span) else { return nil }
  return Array(bytes[..<count])
}

/// Whether a client waited; it is accepted and left.
func hasClient(_ listening: borrowing ListeningSocket) throws -> Bool {
  guard let client = try listening.accept() else { return false }
  return client.descriptor >= 0
}
