import Foundation
import SecretMemory
import Synchronization
import TestSupport
import Testing
import Vault

@testable import Agent

/// Many at once.
@Suite struct ServerCrowdTests {
  @Test func everyoneGetsTheirOwn() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    let rig = try ServerRig(bench, in: directory)
    let crowd = Crowd(32)
    try crowd.run { index in
      let client = try rig.client()
      for round in 0..<10 {
        try client.set("k\(index)", "v\(index)-\(round)")
        #expect(try client.get("k\(index)") == "v\(index)-\(round)")
      }
    }
    // What was confirmed is in the ledger.
    try rig.stop()
    let service = try Bench.open(bench.configuration)
    for index in 0..<32 {
      let response = try service.answer(.value(try Reference.parse("k\(index)")))
      guard case .value(let value) = response else { throw Unexpected() }
      let text = value.withSpan { span in
        String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
      }
      #expect(text == "v\(index)-9")
    }
  }

  @Test func writersShareTheWaitForTheDisk() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    let device = CountingDevice()
    device.counts.withLock { $0.delay = 5 }
    let rig = try ServerRig(bench, in: directory, .init(device: device))
    let before = device.counts.withLock { $0.syncs }
    let crowd = Crowd(64)
    try crowd.run { index in
      let client = try rig.client()
      for round in 0..<5 { try client.set("k\(index)-\(round)", "v") }
    }
    let syncs = device.counts.withLock { $0.syncs } - before
    // 320 changes.
    #expect(syncs < 160)
    try rig.stop()
  }
}

/// Threads that do the same at once.
final class Crowd: Sendable {
  private let count: Int
  private let failure = Mutex<(any Error)?>(nil)

  init(_ count: Int) { self.count = count }

  /// Runs `body` in every thread and waits for all; throws what the first threw that failed.
  func run(_ body: @escaping @Sendable (Int) throws -> Void) throws {
    let done = DispatchGroup()
    for index in 0..<count {
      done.enter()
      Thread { [self] in
        do { try body(index) } catch { failure.withLock { $0 = $0 ?? error } }
        done.leave()
      }.start()
    }
    done.wait()
    if let error = failure.withLock({ $0 }) { throw error }
  }
}
