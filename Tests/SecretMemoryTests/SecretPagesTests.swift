import Foundation
import Testing

@testable import SecretMemory

private let hasSecretPages = ConditionTrait.enabled(
  if: SecretPages.isSupported, "skipped: needs memfd_secret")

@Suite struct SecretPagesTests {
  @Test func nothingChangesUntilItIsAskedFor() throws {
    #expect(!SecretPages.isInUse)
    let secret = try SecretBytes(copying: [1, 2, 3].span)
    #expect(try kernelReads(secret) == [1, 2, 3])
  }

  @Test(hasSecretPages) func theKernelCannotReadIt() async {
    await #expect(processExitsWith: .success) {
      let ordinary = try SecretBytes(copying: [7, 7].span)
      #expect(SecretPages.reserve(blocks: 4))
      for length in [1, 40, 4096, 4097, 100_000] {
        let secret = try SecretBytes(copying: [UInt8](repeating: 9, count: length).span)
        #expect(contents(secret) == [UInt8](repeating: 9, count: length))
        #expect(try kernelReads(secret) == nil, "\(length) bytes")
      }
      // The positive control: what was there before can be read.
      #expect(try kernelReads(ordinary) == [7, 7])
    }
  }

  @Test(hasSecretPages, arguments: [1, 15, 64, 4080, 4081, 4096, 4097, 70_000])
  func blocksAreZeroWhenTakenAgain(length: Int) async {
    await #expect(processExitsWith: .success) { [length] in
      SecretPages.reserve(blocks: 2)
      for round in 0..<6 {
        // A larger block each time, over the end of the one before.
        let count = length + round * (length < 4000 ? 13 : 0)
        var secret = try SecretBytes(count: count)
        #expect(contents(secret) == [UInt8](repeating: 0, count: count))
        secret.withMutableSpan { span in
          for index in span.indices { span[index] = 0xee }
        }
      }
    }
  }

  @Test(hasSecretPages) func blocksInUseShareNothing() async {
    await #expect(processExitsWith: .success) {
      SecretPages.reserve(blocks: 3)
      let blocks = try Chain(length: 40) { index in 30 + index * 700 }
      let areAsFilled = blocks.areAsFilled
      #expect(areAsFilled)
    }
  }

  @Test(hasSecretPages) func lastsWhenThePlacesAreTaken() async {
    await #expect(processExitsWith: .success) {
      SecretPages.reserve(blocks: 1)
      let first = try SecretBytes(copying: [1].span)
      let second = try SecretBytes(copying: [2].span)
      #expect(contents(first) == [1] && contents(second) == [2])
      #expect(try kernelReads(first) == nil)
      #expect(try kernelReads(second) == nil)
    }
  }

  @Test(hasSecretPages) func fallsBackWhenNoMoreMayBeLocked() async {
    await #expect(processExitsWith: .success) {
      let memory = try ownMemory()
      SecretPages.reserve(blocks: 2)
      let kept = try SecretBytes(copying: [5].span)
      #expect(!SecretBytes.lockingFailed)
      forbidLocking()
      let large = try SecretBytes(copying: [UInt8](repeating: 3, count: 10_000).span)
      #expect(contents(large) == [UInt8](repeating: 3, count: 10_000))
      #expect(SecretBytes.lockingFailed)
      // The places set aside before stay good.
      let small = try SecretBytes(copying: [6].span)
      #expect(try kernelReads(small, through: memory) == nil)
      #expect(contents(kept) == [5])
    }
  }

  @Test func changesNothingWhereNothingMayBeLocked() async {
    await #expect(processExitsWith: .success) {
      forbidLocking()
      #expect(!SecretPages.reserve(blocks: 4) && !SecretPages.isInUse)
      let secret = try SecretBytes(copying: [4].span)
      #expect(contents(secret) == [4])
    }
  }

  @Test(hasSecretPages) func aLimitIsLeftForLargerBlocksToo() async {
    await #expect(processExitsWith: .success) {
      let memory = try ownMemory()
      limitLocking(to: 64 << 10)
      #expect(SecretPages.reserve(blocks: 64))
      let large = try SecretBytes(copying: [UInt8](repeating: 3, count: 10_000).span)
      #expect(try kernelReads(large, through: memory) == nil)
      #expect(!SecretBytes.lockingFailed)
    }
  }

  @Test(hasSecretPages, arguments: [16, 4096, 5000])
  func readingPastTheEndHitsTheGuardPage(length: Int) async {
    await #expect(processExitsWith: .signal(SIGSEGV)) { [length] in
      SecretPages.reserve(blocks: 2)
      try touch(length, at: length, changing: 0)
    }
  }

  @Test(hasSecretPages, arguments: [4096, 8192])
  func reachingBeforeTheStartHitsTheGuardPage(length: Int) async {
    await #expect(processExitsWith: .signal(SIGSEGV)) { [length] in
      SecretPages.reserve(blocks: 2)
      try touch(length, at: -1, changing: 0)
    }
  }

  @Test(hasSecretPages, arguments: [16, 5000])
  func writingBeforeTheStartIsNoticedWhenFreed(length: Int) async {
    await #expect(processExitsWith: .failure) { [length] in
      SecretPages.reserve(blocks: 2)
      try touch(length, at: -1, changing: 0xff)
      exit(EXIT_SUCCESS)
    }
  }

  @Test(hasSecretPages) func manyThreadsGetBlocksOfTheirOwn() async {
    await #expect(processExitsWith: .success) {
      SecretPages.reserve(blocks: 8)
      DispatchQueue.concurrentPerform(iterations: 4) { thread in
        for round in 0..<2000 {
          let mine = UInt8(truncatingIfNeeded: thread * 50 + round)
          let bytes = [UInt8](repeating: mine, count: 1 + round * 7 % 6000)
          guard let secret = try? SecretBytes(copying: bytes.span), contents(secret) == bytes
          else { exit(EXIT_FAILURE) }
        }
      }
    }
  }

  @Test func impossibleSizesAreOutOfMemoryStill() async {
    await #expect(processExitsWith: .success) {
      SecretPages.reserve(blocks: 2)
      #expect(throws: SecretMemoryError.outOfMemory) { _ = try SecretBytes(count: 1 << 60) }
      let none = try SecretBytes(count: 0)
      #expect(none.count == 0)
    }
  }

  @Test func whatCallsLeftOnTheStackIsOverwritten() {
    let sum = leaveOnStack()
    let before = lookOnStack()
    _ = leaveOnStack()
    wipeStack()
    let after = lookOnStack()
    #expect(sum == 1000 * 0xa7 && before > 500 && after < 10)
  }
}

/// Blocks that are all alive at once: arrays cannot hold them.
private struct Chain: ~Copyable {
  private var kept: Link?

  private final class Link {
    let secret: SecretBytes
    let mark: UInt8
    let next: Link?

    init(_ secret: consuming SecretBytes, mark: UInt8, next: Link?) {
      self.secret = secret
      self.mark = mark
      self.next = next
    }
  }

  init(length: Int, size: (Int) -> Int) throws {
    for index in 0..<length {
      let mark = UInt8(index + 1)
      let bytes = [UInt8](repeating: mark, count: size(index))
      kept = Link(try SecretBytes(copying: bytes.span), mark: mark, next: kept)
    }
  }

  var areAsFilled: Bool {
    var link = kept
    while let current = link {
      guard contents(current.secret).allSatisfy({ $0 == current.mark }) else { return false }
      link = current.next
    }
    return true
  }
}

/// The bytes as the kernel reads them for others, nil when it cannot.
private func kernelReads(
  _ secret: borrowing SecretBytes, through memory: FileHandle? = nil
) throws -> [UInt8]? {
  let memory = try memory ?? ownMemory()
  let count = secret.count
  let offset = secret.withSpan { span in
    unsafe span.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
  }
  var bytes = [UInt8](repeating: 0, count: count)
  let got = unsafe pread(memory.fileDescriptor, &bytes, count, Int(offset))
  return got == count ? bytes : nil
}

/// To be opened before the process gives up being root.
private func ownMemory() throws -> FileHandle {
  try FileHandle(forReadingFrom: URL(filePath: "/proc/self/mem"))
}

private func touch(_ length: Int, at index: Int, changing bits: UInt8) throws {
  var secret = try SecretBytes(count: length)
  secret.withMutableSpan { span in
    unsafe span.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let byte = unsafe base[index] ^ bits
      if bits == 0 { print(byte) } else { unsafe base[index] = byte }
    }
  }
}

@inline(never)
private func leaveOnStack() -> Int {
  unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1000) { block in
    unsafe block.initialize(repeating: 0xa7)
    return unsafe block.reduce(0) { $0 + Int($1) }
  }
}

/// How many bytes of what `leaveOnStack` left are still there.
@inline(never)
private func lookOnStack() -> Int {
  unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1000) { block in
    unsafe block.reduce(0) { $0 + ($1 == 0xa7 ? 1 : 0) }
  }
}
