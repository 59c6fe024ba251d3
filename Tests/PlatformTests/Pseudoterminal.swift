import Foundation
import Glibc
import Platform

/// Both ends of a terminal without a person: what a test types and what it would see.
final class Pseudoterminal: Sendable {
  let master: Int32
  let path: String

  init() throws {
    master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var unlocked: Int32 = 0
    var number: Int32 = 0
    guard unsafe ioctl(master, 0x4004_5431, &unlocked) == 0,  // TIOCSPTLCK
      unsafe ioctl(master, 0x8004_5430, &number) == 0  // TIOCGPTN
    else { throw SystemError(errno: errno, operation: "ptmx") }
    path = "/dev/pts/\(number)"
  }

  deinit { close(master) }

  func type(_ text: String) throws {
    try BorrowedFile(master).write(text)
  }

  /// Waits until what is typed is shown, or not.
  func awaitEcho(_ shown: Bool) {
    for _ in 0..<2000 where isEchoing(path) != shown { usleep(1000) }
  }

  /// What has been shown since this was last asked.
  func screen() throws -> String {
    var shown: [UInt8] = []
    while true {
      // The kernel hands what was written over from a queue of its own.
      usleep(20_000)
      var pending: Int32 = 0
      _ = unsafe ioctl(master, UInt(FIONREAD), &pending)
      if pending == 0 { return String(decoding: shown, as: UTF8.self) }
      shown += try BorrowedFile(master).read(upTo: 65536)
    }
  }

  /// Runs `body` while, on another thread, `keys` types once nothing is shown any more.
  func typing<R>(_ keys: [String], while body: () throws -> R) throws -> R {
    let typist = Thread { [self] in
      awaitEcho(false)
      for key in keys { try? type(key) }
    }
    typist.start()
    return try body()
  }
}

func isEchoing(_ path: String) -> Bool {
  let descriptor = unsafe open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
  defer { close(descriptor) }
  var settings = [UInt32](repeating: 0, count: 15)
  // The kernel's struct termios: input, output, control and local flags, then the keys.
  return unsafe ioctl(descriptor, UInt(TCGETS), &settings) == 0 && settings[3] & 8 != 0  // ECHO
}
