import Foundation
import Glibc
import Platform
import SecretMemory
import TestSupport
import Testing

@Suite struct SecretReadingTests {
  @Test(arguments: [0, 1, 4096, 4097, 100_000])
  func readsWholeFilesUpToTheLimit(size: Int) throws {
    let temporary = try TemporaryDirectory()
    let content = String(repeating: "s", count: size)
    let path = try temporary.write("f", content)
    let file = try OwnedFile.open(path, .read)
    #expect(try text(of: file.readSecret(limit: size)) == content)
    guard size > 0 else { return }
    let error = #expect(throws: SystemError.self) {
      _ = try OwnedFile.open(path, .read).readSecret(limit: size - 1)
    }
    #expect(error?.name == "EFBIG")
  }

  @Test func readsPipesThatArriveInPieces() throws {
    let pipe = Pipe()
    let writer = pipe.fileHandleForWriting
    let content = String(repeating: "0123456789", count: 3000)
    Thread {
      for piece in stride(from: 0, to: 30_000, by: 777) {
        let end = min(piece + 777, 30_000)
        try? writer.write(contentsOf: Data(Array(content.utf8)[piece..<end]))
        usleep(100)
      }
      try? writer.close()
    }.start()
    let reader = BorrowedFile(pipe.fileHandleForReading.fileDescriptor)
    #expect(try text(of: reader.readSecret(limit: 30_000)) == content)
  }

  @Test func borrowedDescriptorMustBeOpen() {
    let error = #expect(throws: SystemError.self) {
      _ = try BorrowedFile(999).readSecret(limit: 10)
    }
    #expect(error?.name == "EBADF")
  }

  @Test func environmentSecretIsWipedWhereItStood() async {
    await #expect(processExitsWith: .success) {
      unsafe setenv("KEYROLL_TEST_SECRET", "hunter2", 1)
      let place = unsafe getenv("KEYROLL_TEST_SECRET")
      let secret = try secretText("KEYROLL_TEST_SECRET")
      #expect(secret == "hunter2")
      let left = (0..<7).map { unsafe place?[$0] }
      #expect(left.allSatisfy { $0 == 0 })
      #expect(ProcessEnvironment.value("KEYROLL_TEST_SECRET") == nil)
      #expect(try secretText("KEYROLL_TEST_SECRET") == nil)
    }
  }

  @Test func environmentNamesAreWhole() async {
    await #expect(processExitsWith: .success) {
      unsafe setenv("KEYROLL_AB", "long", 1)
      unsafe setenv("KEYROLL_EMPTY", "", 1)
      #expect(ProcessEnvironment.value("KEYROLL_A") == nil)
      #expect(ProcessEnvironment.value("KEYROLL_AB") == "long")
      #expect(ProcessEnvironment.value("KEYROLL_EMPTY") == "")
    }
  }
}

private func secretText(_ name: String) throws -> String? {
  guard let secret = try ProcessEnvironment.secretValue(name) else { return nil }
  return try text(of: secret)
}
