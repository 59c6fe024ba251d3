import Foundation
import SecretMemory
import Testing

@Suite struct SecretBytesTests {
  @Test func startsWithZeroBytes() throws {
    let secret = try SecretBytes(count: 70)
    #expect(contents(secret) == [UInt8](repeating: 0, count: 70))
  }

  @Test(arguments: [0, 1, 15, 16, 17, 4095, 4096, 4097, 100_000])
  func copiesBytesOfAnyLength(length: Int) throws {
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let secret = try SecretBytes(copying: bytes.span)
    #expect(secret.count == length)
    #expect(contents(secret) == bytes)
  }

  @Test(arguments: [32, 64]) func aKeysBlockIsWipedBeforeItIsUsedAgain(length: Int) throws {
    for _ in 0..<20 {
      var secret = try SecretBytes(count: length)
      #expect(contents(secret) == [UInt8](repeating: 0, count: length))
      secret.withMutableSpan { span in
        for index in span.indices { span[index] = 0xee }
      }
    }
  }

  @Test func keysInUseDoNotShareABlock() throws {
    var first = try SecretBytes(count: 32)
    let second = try SecretBytes(count: 32)
    first.withMutableSpan { $0[0] = 1 }
    let third = try SecretBytes(count: 32)
    #expect(contents(second)[0] == 0 && contents(third)[0] == 0)
  }

  @Test func keepsWhatIsWritten() throws {
    var secret = try SecretBytes(count: 3)
    secret.withMutableSpan { $0[1] = 9 }
    #expect(contents(secret) == [0, 9, 0])
  }

  @Test func slicesAreCopies() throws {
    let bytes: [UInt8] = [1, 2, 3, 4, 5]
    var secret = try SecretBytes(copying: bytes.span)
    let head = try secret.prefix(2)
    let middle = try secret.slice(1..<4)
    secret.withMutableSpan { $0[1] = 99 }
    #expect(contents(head) == [1, 2])
    #expect(contents(middle) == [2, 3, 4])
  }

  @Test func bodyErrorsPassThroughUnchanged() throws {
    struct Refusal: Error, Equatable { let code: Int }
    let secret = try SecretBytes(count: 1)
    #expect(throws: Refusal(code: 7)) {
      try secret.withSpan { (_) throws(Refusal) in throw Refusal(code: 7) }
    }
  }

  @Test func impossibleSizeIsOutOfMemory() {
    #expect(throws: SecretMemoryError.outOfMemory) { _ = try SecretBytes(count: 1 << 60) }
  }

  @Test func negativeLengthTraps() async {
    await #expect(processExitsWith: .failure) { _ = try SecretBytes(count: -1) }
  }

  @Test func sliceBeyondTheEndTraps() async {
    await #expect(processExitsWith: .failure) {
      let secret = try SecretBytes(count: 4)
      _ = try secret.prefix(5)
    }
  }

  @Test func readingPastTheEndHitsTheGuardPage() async {
    await #expect(processExitsWith: .signal(segmentationFault)) { try readBeyond(16) }
  }

  @Test func writingBeforeTheStartIsNoticedWhenFreed() async {
    await #expect(processExitsWith: .failure) { try writeBefore(16) }
  }

  @Test func aRefusedLockIsRemembered() async {
    await #expect(processExitsWith: .success) {
      forbidLocking()
      let before = SecretBytes.lockingFailed
      _ = try SecretBytes(count: 1)
      exit(!before && SecretBytes.lockingFailed ? EXIT_SUCCESS : EXIT_FAILURE)
    }
  }
}

private let segmentationFault: CInt = 11

private func readBeyond(_ length: Int) throws {
  let secret = try SecretBytes(count: length)
  let byte = secret.withSpan { span in
    unsafe span.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return UInt8(0) }
      return unsafe base[length]
    }
  }
  print(byte)
}

private func writeBefore(_ length: Int) throws {
  var secret = try SecretBytes(count: length)
  secret.withMutableSpan { span in
    unsafe span.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { unsafe base[-1] ^= 0xff }
    }
  }
}

/// A copy outside guarded memory, for comparing test data only.
func contents(_ secret: borrowing SecretBytes) -> [UInt8] {
  secret.withSpan { span in span.indices.map { span[$0] } }
}

/// Lets the kernel lock no more memory.
func forbidLocking() { limitLocking(to: 0) }

/// Root may lock whatever the limit, so that goes too.
func limitLocking(to bytes: UInt) {
  var limit = rlimit(rlim_cur: bytes, rlim_max: bytes)
  guard unsafe setrlimit(CInt(__RLIMIT_MEMLOCK.rawValue), &limit) == 0 else { return }
  if geteuid() == 0 { _ = setuid(65534) }
}
