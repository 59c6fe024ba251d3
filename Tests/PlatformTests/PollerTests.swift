import Foundation
import Glibc
import Platform
import TestSupport
import Testing

@Suite struct PollerTests {
  @Test func tellsOnlyOfWhatIsReady() throws {
    let poller = try Poller()
    var one = try LocalSocket.pair()
    var other = try LocalSocket.pair()
    let near = one.takeFirst()
    let far = one.takeSecond()
    let ended = other.takeFirst()
    do { _ = other.takeSecond() }
    try poller.add(near, token: 7)
    try poller.add(ended, token: .max)
    #expect(ready(poller) == [.max: "re"])
    try poller.remove(ended)
    #expect(ready(poller) == [:])
    _ = try far.send([1].span)
    #expect(ready(poller) == [7: "r"])
    #expect(ready(poller) == [7: "r"])
    try poller.change(near, token: 8, reading: true, writing: true)
    #expect(ready(poller) == [8: "rw"])
    try poller.change(near, token: 8, reading: false, writing: false)
    #expect(ready(poller) == [:])
  }

  @Test func tellsOfAnEndEvenWhenAskedForNothing() throws {
    let poller = try Poller()
    var pair = try LocalSocket.pair()
    let near = pair.takeFirst()
    let far = pair.takeSecond()
    try poller.add(near, token: 1, reading: false)
    #expect(ready(poller) == [:])
    _ = consume far
    #expect(ready(poller) == [1: "e"])
  }

  @Test func listensForClients() throws {
    let directory = try TemporaryDirectory()
    let poller = try Poller()
    let listening = try ListeningSocket.bind(directory.path("s"), mode: 0o600, backlog: 4)
    try poller.add(listening, token: 3)
    #expect(ready(poller) == [:])
    let client = try LocalSocket.connect(directory.path("s"))
    #expect(ready(poller) == [3: "r"])
    #expect(try hasClient(listening))
    #expect(ready(poller) == [:])
    try client.neverWait()
  }

  @Test func watchingTwiceIsRefused() throws {
    let poller = try Poller()
    var pair = try LocalSocket.pair()
    let near = pair.takeFirst()
    try poller.add(near, token: 1)
    let error = #expect(throws: SystemError.self) { try poller.add(near, token: 2) }
    #expect(error?.name == "EEXIST")
  }

  @Test func errorsOfTheBodyPassThrough() throws {
    struct Refusal: Error, Equatable { let token: UInt64 }
    let poller = try Poller()
    var pair = try LocalSocket.pair()
    let near = pair.takeFirst()
    try poller.add(near, token: 4, writing: true)
    #expect(throws: Refusal(token: 4)) {
      try poller.wait(milliseconds: 0) { token, _ throws(Refusal) in throw Refusal(token: token) }
    }
  }

  @Test func waitsNoLongerThanAsked() throws {
    let start = Clock.monotonic()
    try Poller().wait(milliseconds: 30) { _, _ in }
    #expect((25..<5000).contains(Clock.monotonic() - start))
  }
}

@Suite struct WakeTimerTests {
  @Test func comesAtItsMomentAndOnce() throws {
    let poller = try Poller()
    let timer = try WakeTimer()
    try poller.add(timer, token: 1)
    #expect(timer.drain() == false)
    let moment = Clock.boot() + 40
    try timer.set(atMilliseconds: moment)
    #expect(ready(poller) == [:])
    #expect(ready(poller, milliseconds: 5000) == [1: "r"])
    #expect(Clock.boot() >= moment)
    #expect(timer.drain() == true)
    #expect(timer.drain() == false)
    #expect(ready(poller) == [:])
  }

  @Test(arguments: [Int64(-5), 0, 1]) func aMomentInThePastIsDueAtOnce(_ moment: Int64) throws {
    let poller = try Poller()
    let timer = try WakeTimer()
    try poller.add(timer, token: 1)
    try timer.set(atMilliseconds: moment)
    #expect(ready(poller, milliseconds: 5000) == [1: "r"])
  }

  @Test func canBeStopped() throws {
    let timer = try WakeTimer()
    try timer.set(atMilliseconds: Clock.boot() + 10)
    try timer.set(atMilliseconds: nil)
    usleep(20_000)
    #expect(timer.drain() == false)
  }
}

@Suite struct SignalQueueTests {
  @Test func keepsSignalsUntilAskedFor() async {
    await #expect(processExitsWith: .success) {
      let poller = try Poller()
      let queue = try SignalQueue([SignalQueue.terminate, SignalQueue.hangUp])
      try poller.add(queue, token: 1)
      #expect(queue.next() == nil)
      #expect(ready(poller) == [:])
      raise(SIGTERM)
      #expect(ready(poller) == [1: "r"])
      #expect(queue.next() == SIGTERM)
      #expect(queue.next() == nil)
    }
  }

  @Test func otherSignalsActAsBefore() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      var mask = sigset_t()
      unsafe pthread_sigmask(SIG_SETMASK, &mask, nil)
      let queue = try SignalQueue([SignalQueue.hangUp])
      raise(SIGTERM)
      #expect(queue.next() == nil)
    }
  }
}

/// Which tokens are ready within the time, and for what: reading, writing, ended.
private func ready(_ poller: borrowing Poller, milliseconds: Int32 = 0) -> [UInt64: String] {
  var ready: [UInt64: String] = [:]
  poller.wait(milliseconds: milliseconds) { token, readiness in
    ready[token] =
      (readiness.canRead ? "r" : "") + (readiness.canWrite ? "w" : "")
      + (readiness.hasEnded ? "e" : "")
  }
  return ready
}
