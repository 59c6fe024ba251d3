import Foundation
import SecretMemory
import Testing

@Suite struct KeptBlocksTests {
  @Test func whatComesBackIsZeroAndItsOwn() async {
    await #expect(processExitsWith: .success) {
      SecretBytes.keepSmallBlocks()
      for round in 0..<200 {
        let length = 1 + round % 7
        let first = try SecretBytes(copying: [UInt8](repeating: 0xA5, count: length).span)
        let second = try SecretBytes(count: length)
        let isClean = second.withSpan { span in span.indices.allSatisfy { span[$0] == 0 } }
        let isKept = first.withSpan { span in span.indices.allSatisfy { span[$0] == 0xA5 } }
        guard isClean, isKept else { exit(EXIT_FAILURE) }
      }
    }
  }

  @Test func largeBlocksAreFreed() async {
    await #expect(processExitsWith: .success) {
      SecretBytes.keepSmallBlocks()
      for length in 4090..<4200 {
        let block = try SecretBytes(count: length)
        guard block.withSpan({ $0.count }) == length else { exit(EXIT_FAILURE) }
      }
    }
  }
}
