import Foundation
import Platform
import Testing

@Suite struct ProcessFiguresTests {
  @Test func countsWhatIsOpenAndInUse() async {
    await #expect(processExitsWith: .success) {
      let figures = try ProcessFigures()
      // The test library opens a few of its own meanwhile.
      let before = try figures.openDescriptors()
      let listed = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
      #expect(abs(listed - before) < 10)
      let files = (0..<300).map { _ in dup(2) }
      let during = try figures.openDescriptors()
      #expect((290...310).contains(during - before))
      for file in files { close(file) }
      #expect(try abs(figures.openDescriptors() - before) < 10)

      let memory = try figures.memory()
      let block = [UInt8](repeating: 1, count: 32 << 20)
      #expect(try figures.memory().resident > memory.resident + (16 << 20))
      #expect(memory.resident > 1 << 20 && block[5] == 1)
    }
  }

  @Test func processesHaveNames() async {
    await #expect(processExitsWith: .success) {
      CurrentProcess.setName("keyroll-agent")
      let name = try OwnedFile.open("/proc/thread-self/comm", .read).readAll(limit: 100)
      #expect(String(decoding: name, as: UTF8.self).hasPrefix("keyroll-agent"))
      #expect(CurrentProcess.identifier == ProcessInfo.processInfo.processIdentifier)
    }
  }

  @Test func largeBlocksGoBackToTheKernel() async {
    await #expect(processExitsWith: .success) {
      CurrentProcess.returnLargeBlocks()
      let figures = try ProcessFigures()
      // Freed once, a block so large would make those below small ones.
      #expect([UInt8](repeating: 1, count: 16 << 20).last == 1)
      let before = try figures.memory().resident
      var large: [[UInt8]] = []
      var small: [[UInt8]] = []
      for _ in 0..<32 {
        large.append([UInt8](repeating: 1, count: 1 << 20))
        small.append([UInt8](repeating: 1, count: 1 << 10))
      }
      #expect(try figures.memory().resident > before + (24 << 20))
      large = []
      #expect(try figures.memory().resident < before + (8 << 20))
      #expect(small.count == 32)
    }
  }
}
