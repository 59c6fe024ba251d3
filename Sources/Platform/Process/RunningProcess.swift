internal import Glibc

/// A process of this machine, as others see it.
package struct RunningProcess: Equatable, Sendable {
  package let identifier: Int32

  /// What lists of processes show, at most 15 bytes: the program's or script's name, or what the
  /// process calls itself.
  package let command: String

  /// The file name of its program; nil where this user may not know it.
  package let program: String?

  /// The user whose rights it has.
  package let user: UInt32

  /// Milliseconds since it was started.
  package let age: Int64

  package init(
    identifier: Int32, command: String, program: String?, user: UInt32, age: Int64
  ) {
    self.identifier = identifier
    self.command = command
    self.program = program
    self.user = user
    self.age = age
  }

  /// `command`, or the whole of it where the kernel has cut it and the program's name goes on.
  package var name: String {
    guard let program, command.utf8.count == Self.longestCommand, program.hasPrefix(command)
    else { return command }
    return program
  }

  private static let longestCommand = 15
}

/// What /proc/PID/stat says, of which proc_pid_stat(5) has the list.
struct ProcessStatusLine {
  let command: String
  /// The process still has a program to run, and one outside the kernel.
  let isProgram: Bool
  let parent: Int32
  /// Milliseconds between the start of the machine and its own.
  let startedAfterBoot: Int64

  /// The second field is in brackets and may itself hold brackets and blanks.
  init?(_ line: [UInt8]) {
    guard let open = line.firstIndex(of: UInt8(ascii: "(")),
      let close = line.lastIndex(of: UInt8(ascii: ")")), open < close
    else { return nil }
    command = String(decoding: line[(open + 1)..<close], as: UTF8.self)
    let rest = String(decoding: line[(close + 1)...], as: UTF8.self)
    let fields = rest.split(whereSeparator: { $0 == " " || $0 == "\n" })
    // The third field is the first of these.
    guard fields.count > 19, let parent = Int32(fields[1]), let flags = UInt32(fields[6]),
      let ticks = Int64(fields[19]), ticks >= 0, ticks < Int64.max / 1000
    else { return nil }
    self.parent = parent
    isProgram = !Self.ended.contains(fields[0]) && flags & Self.kernelThread == 0
    startedAfterBoot = ticks * 1000 / Int64(max(1, sysconf(CInt(_SC_CLK_TCK))))
  }

  private static let ended: Set<Substring> = ["Z", "X", "x"]
  /// PF_KTHREAD of the kernel's sched.h.
  private static let kernelThread: UInt32 = 0x0020_0000
}
