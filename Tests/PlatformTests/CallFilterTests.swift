import Foundation
import Glibc
import Testing

@testable import Platform

@Suite struct CallFilterTests {
  @Test(arguments: CallArchitecture.allCases)
  func allowsWhatIsListedUnconditionally(_ architecture: CallArchitecture) throws {
    for rule in CallPolicy.rules where rule.condition == .always {
      guard let number = rule.number(on: architecture) else { continue }
      #expect(try verdict(number, on: architecture, [.max, .max, .max]) == .allow, "\(rule.name)")
    }
  }

  @Test(arguments: [
    ("execve", 59, 221), ("execveat", 322, 281), ("fork", 57, 1079), ("vfork", 58, 1071),
    ("ptrace", 101, 117), ("process_vm_readv", 310, 270), ("process_vm_writev", 311, 271),
    ("socket", 41, 198), ("connect", 42, 203), ("bind", 49, 200), ("kill", 62, 129),
    ("io_uring_setup", 425, 425), ("bpf", 321, 280), ("prctl", 157, 167), ("setuid", 105, 146),
    ("memfd_create", 319, 279), ("pidfd_getfd", 438, 438), ("open", 2, 1024),
    ("personality", 135, 92), ("pkey_mprotect", 329, 288), ("userfaultfd", 323, 282),
    ("ioctl", 16, 29), ("recvmsg", 47, 212), ("init_module", 175, 105),
  ]) func refusesWhatIsNot(name: String, x86: UInt32, arm: UInt32) throws {
    #expect(try verdict(x86, on: .x86_64) == .fail(EPERM))
    #expect(try verdict(arm, on: .aarch64) == .fail(EPERM))
  }

  @Test func killsOnAnotherNumbering() throws {
    let program = CallFilter.program(CallPolicy.rules, architecture: .x86_64, process: 1)
    for architecture: UInt32 in [0xC000_00B7, 0x4000_0003, 0] {
      let call = Call(number: 0, architecture: architecture, arguments: [])
      #expect(try FilterMachine.run(program, call) == .killProcess)
    }
    // The 32-bit numbers that a 64-bit kernel may also offer.
    #expect(try verdict(0x4000_0000 | 1, on: .x86_64) == .fail(EPERM))
  }

  @Test func neverLetsMemoryBecomeExecutable() throws {
    for number: UInt32 in [9, 10] {
      for protection: UInt64 in 0...3 {
        #expect(try verdict(number, on: .x86_64, [0, 0, protection]) == .allow)
        #expect(try verdict(number, on: .x86_64, [0, 0, protection | 4]) == .fail(EPERM))
        let disguised = protection | 4 | 1 << 32
        #expect(try verdict(number, on: .x86_64, [0, 0, disguised]) == .fail(EPERM))
      }
    }
  }

  @Test func threadsMayStartButNotProcesses() throws {
    let thread: UInt64 = 0x3d0f00
    #expect(try verdict(56, on: .x86_64, [thread]) == .allow)
    #expect(try verdict(56, on: .x86_64, [0x4100 | 17]) == .fail(EPERM))
    #expect(try verdict(56, on: .x86_64, [0x10000]) == .fail(EPERM))
    #expect(try verdict(435, on: .x86_64, [0, 88]) == .fail(ENOSYS))
  }

  @Test func signalsOnlyItself() throws {
    let process = UInt64(getpid())
    #expect(try verdict(234, on: .x86_64, [process, 1, 6]) == .allow)
    #expect(try verdict(234, on: .x86_64, [process + 1, 1, 6]) == .fail(EPERM))
  }

  @Test func readsLimitsButSetsNone() throws {
    #expect(try verdict(302, on: .x86_64, [0, 7, 0]) == .allow)
    #expect(try verdict(302, on: .x86_64, [0, 7, 1]) == .fail(EPERM))
    #expect(try verdict(302, on: .x86_64, [0, 7, 1 << 32]) == .fail(EPERM))
  }

  @Test(arguments: [
    (1, true), (2, true), (3, true), (4, true), (1030, true), (0, false),
    (8, false), (10, false), (1024, false), (1031, false),
  ])
  func descriptorCommandsAreNamedOneByOne(command: UInt64, isAllowed: Bool) throws {
    let expected: FilterVerdict = isAllowed ? .allow : .fail(EPERM)
    #expect(try verdict(72, on: .x86_64, [3, command]) == expected)
    #expect(try verdict(25, on: .aarch64, [3, command]) == expected)
  }

  @Test func numbersAreThoseOfTheKernel() throws {
    let headers: [(CallArchitecture, String)] = [
      (.x86_64, "/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
      (.aarch64, "/usr/include/asm-generic/unistd.h"),
    ]
    for (architecture, path) in headers {
      guard let header = try? String(contentsOfFile: path, encoding: .utf8) else { continue }
      let numbers = callNumbers(in: header)
      for rule in CallPolicy.rules {
        guard let number = rule.number(on: architecture) else { continue }
        #expect(numbers[rule.name] == number, "\(rule.name) on \(architecture)")
      }
    }
  }

  private func verdict(
    _ number: UInt32, on architecture: CallArchitecture, _ arguments: [UInt64] = []
  ) throws -> FilterVerdict {
    let program = CallFilter.program(
      CallPolicy.rules, architecture: architecture, process: getpid())
    let call = Call(
      number: number, architecture: architecture.identifier, arguments: arguments)
    return try FilterMachine.run(program, call)
  }
}

/// Names of calls with their numbers, from `#define __NR_name number` of a kernel header.
private func callNumbers(in header: String) -> [String: UInt32] {
  var numbers: [String: UInt32] = [:]
  for line in header.split(separator: "\n") {
    let words = line.split(separator: " ")
    guard words.count == 3 || words.count == 2, words[0] == "#define" else { continue }
    let rest = words[1].split(separator: "\t")
    let name = String(rest[0]), value = words.count == 3 ? words[2] : rest.last ?? ""
    guard let number = UInt32(value.trimmingCharacters(in: .whitespaces)) else { continue }
    for prefix in ["__NR_", "__NR3264_"] where name.hasPrefix(prefix) {
      numbers[String(name.dropFirst(prefix.count)), default: number] = number
    }
  }
  // Two names differ between the headers and the table that all architectures share.
  numbers["newfstatat"] = numbers["newfstatat"] ?? numbers["fstatat"]
  return numbers
}

/// A system call as the filter sees it.
private struct Call {
  let number: UInt32
  let architecture: UInt32
  let arguments: [UInt64]

  /// The word at an offset in struct seccomp_data.
  func word(at offset: UInt32) -> UInt32? {
    switch offset {
    case 0: return number
    case 4: return architecture
    case 16...60 where offset % 4 == 0:
      let index = Int(offset - 16) / 8
      let argument = index < arguments.count ? arguments[index] : 0
      return UInt32(truncatingIfNeeded: offset % 8 == 0 ? argument : argument >> 32)
    default: return nil
    }
  }
}

/// Runs filter programs, as far as ours go, as the kernel would.
private enum FilterMachine {
  struct Fault: Error { let position: Int }

  static func run(_ program: [FilterInstruction], _ call: Call) throws -> FilterVerdict {
    var accumulator: UInt32 = 0
    var position = 0
    while position < program.count {
      let instruction = program[position]
      position += 1
      switch instruction.code {
      case 0x20:
        guard let word = call.word(at: instruction.value) else { throw Fault(position: position) }
        accumulator = word
      case 0x54: accumulator &= instruction.value
      case 0x15:
        position += Int(
          accumulator == instruction.value ? instruction.ifTrue : instruction.ifFalse)
      case 0x06: return try meaning(of: instruction.value)
      default: throw Fault(position: position)
      }
    }
    throw Fault(position: position)
  }

  private static func meaning(of value: UInt32) throws -> FilterVerdict {
    switch value & 0xffff_0000 {
    case 0x7fff_0000: return .allow
    case 0x0005_0000: return .fail(Int32(value & 0xffff))
    case 0x8000_0000: return .killProcess
    default: throw Fault(position: -1)
    }
  }
}
