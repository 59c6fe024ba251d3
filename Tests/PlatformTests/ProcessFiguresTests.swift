import Foundation
import Platform
import Testing

@Suite struct ProcessFiguresTests {
  @Test func countsWhatIsOpenAndInUse() async {
    await #expect(processExitsWith: .success) {
      let figures = try ProcessFigures()
      let before = try figures.openDescriptors()
      let files = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
      #expect(abs(files.count - before) <= 1)
      var pair = try LocalSocket.pair()
      #expect(try figures.openDescriptors() == before + 2)
      do { _ = pair.takeFirst() }
      #expect(try figures.openDescriptors() == before + 1)

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
}
