import Foundation
import Glibc
import Platform
import TestSupport
import Testing

@Suite struct HardeningTests {
  @Test func leavesNoCoreAndNoOpenMask() async {
    await #expect(processExitsWith: .success) {
      Hardening.apply()
      var limit = rlimit()
      unsafe getrlimit(__rlimit_resource_t(4), &limit)
      #expect(limit.rlim_cur == 0)
      #expect(umask(0o077) == 0o077)
      let directory = try TemporaryDirectory()
      let file = try OwnedFile.open(directory.path("f"), .create(mode: 0o666, exclusive: true))
      #expect(try file.status().mode == 0o600)
    }
  }

  @Test func otherProcessesOfTheUserCannotLookInside() async {
    await #expect(processExitsWith: .success) {
      let owner = try FileSystem.status("/proc/self/environ").owner
      Hardening.apply()
      // Files of a process that may not be dumped belong to root.
      #expect(try FileSystem.status("/proc/self/environ").owner == 0)
      #expect(owner == geteuid())
      let flags = try OwnedFile.open("/proc/self/status", .read).readAll(limit: 1 << 20)
      #expect(!flags.isEmpty)
    }
  }

  @Test func writingToAClosedPipeIsAnError() async {
    await #expect(processExitsWith: .success) {
      Hardening.apply()
      let pipe = Pipe()
      try pipe.fileHandleForReading.close()
      let error = #expect(throws: SystemError.self) {
        try BorrowedFile(pipe.fileHandleForWriting.fileDescriptor).write("x")
      }
      #expect(error?.name == "EPIPE")
    }
  }

  @Test func outgrowingAFileLimitIsAnError() async {
    await #expect(processExitsWith: .success) {
      Hardening.apply()
      let directory = try TemporaryDirectory()
      let file = try OwnedFile.open(directory.path("f"), .create(mode: 0o600, exclusive: true))
      var limit = rlimit(rlim_cur: 10, rlim_max: 10)
      unsafe setrlimit(__rlimit_resource_t(1), &limit)
      let error = #expect(throws: SystemError.self) {
        try file.write([UInt8](repeating: 1, count: 20))
      }
      #expect(error?.name == "EFBIG" && error?.isStorageFailure == true)
    }
  }

  @Test func closedStandardStreamsAreFilled() async {
    await #expect(processExitsWith: .success) {
      close(0)
      close(2)
      Hardening.apply()
      let null = try FileSystem.status("/dev/null")
      #expect(try StandardStream.input.status().isSameFile(as: null))
      #expect(try StandardStream.error.status().isSameFile(as: null))
      #expect(try StandardStream.input.readAll(limit: 0).isEmpty)
    }
  }

  @Test func undoingGivesBackWhatWasInherited() async {
    await #expect(processExitsWith: .success) {
      umask(0o027)
      signal(SIGXFSZ, SIG_IGN)
      var before = rlimit()
      unsafe getrlimit(__rlimit_resource_t(4), &before)
      Hardening.apply()
      Hardening.apply()
      Hardening.undoForExec()
      var after = rlimit()
      unsafe getrlimit(__rlimit_resource_t(4), &after)
      #expect(after.rlim_cur == before.rlim_cur)
      #expect(umask(0) == 0o027)
      let status = try OwnedFile.open("/proc/self/status", .read).readAll(limit: 1 << 20)
      let ignored = try #require(
        String(decoding: status, as: UTF8.self).split(separator: "\n")
          .first { $0.hasPrefix("SigIgn:") }?.split(separator: "\t").last)
      let set = try #require(UInt64(ignored, radix: 16))
      #expect(set & (1 << (UInt64(SIGXFSZ) - 1)) != 0)
      #expect(set & (1 << (UInt64(SIGPIPE) - 1)) == 0)
    }
  }

  @Test func countsMemoryFromItsTable() throws {
    let table =
      "Name:\tx\nVmRSS:\t    1024 kB\nVmHWM:\t    2048 kB\nVmLck:\t      16 kB\nThreads:\t1\n"
    let status = MemoryStatus(parsing: table)
    #expect(status.peakResident == 2 << 20)
    #expect(status.resident == 1 << 20)
    #expect(status.locked == 16 << 10)
    #expect(status.swapped == 0)
    #expect(try MemoryStatus.current().peakResident > 1 << 20)
  }
}
