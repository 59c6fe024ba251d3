import ByteCoding
import Delivery
import Foundation
import Glibc
import Platform
import Testing
import Vault

@Suite struct ApprovalFileTests {
  private let place: TemporaryPlace
  private let directory: String
  private let file: ApprovalFile
  private let target = Identifier([UInt8](repeating: 7, count: 16))
  private let other = Identifier([UInt8](repeating: 0xAB, count: 16))

  init() throws {
    place = try TemporaryPlace()
    directory = place.path("state")
    file = ApprovalFile(in: directory)
  }

  private var path: String { "\(directory)/approved-commands" }

  private func write(_ text: String, mode: mode_t = 0o600) throws {
    try FileSystem.makeDirectories(directory)
    try text.write(toFile: path, atomically: false, encoding: .utf8)
    #expect(unsafe chmod(path, mode) == 0)
  }

  @Test func nothingIsApprovedWithoutAFile() throws {
    #expect(try file.read().isEmpty)
  }

  @Test func rememberExactlyWhatWasApproved() throws {
    let words = ["/bin/systemctl", "reload", "it's \"odd\" \n"]
    try file.change { $0.add(words, target: target, step: .reload) }
    let read = try file.read()
    #expect(read.contains(words, target: target, step: .reload))
    #expect(!read.contains(words, target: target, step: .verify))
    #expect(!read.contains(words, target: other, step: .reload))
    #expect(!read.contains(words + [""], target: target, step: .reload))
    try file.change { $0.add(["/bin/\u{E9}"], target: target, step: .verify) }
    #expect(!(try file.read().contains(["/bin/e\u{301}"], target: target, step: .verify)))
    #expect(!read.contains(["/bin/systemctl reload"], target: target, step: .reload))
    #expect(try FileSystem.status(path).mode == 0o600)
  }

  @Test func newWordsTakeThePlaceOfOldOnes() throws {
    try file.change { $0.add(["/bin/a"], target: target, step: .reload) }
    try file.change {
      $0.add(["/bin/b"], target: target, step: .reload)
      $0.add(["/bin/c"], target: other, step: .verify)
    }
    let read = try file.read()
    #expect(!read.contains(["/bin/a"], target: target, step: .reload))
    #expect(read.contains(["/bin/b"], target: target, step: .reload))
    try file.change { $0.forget(target: target) }
    #expect(!(try file.read().contains(["/bin/b"], target: target, step: .reload)))
    #expect(try file.read().contains(["/bin/c"], target: other, step: .verify))
  }

  @Test func changesAtTheSameTimeAllStay() async throws {
    let file = self.file
    await withTaskGroup(of: Void.self) { group in
      for number in UInt8(0)..<16 {
        group.addTask {
          let target = Identifier([UInt8](repeating: number, count: 16))
          try? file.change { $0.add(["/bin/true"], target: target, step: .verify) }
        }
      }
    }
    let read = try file.read()
    for number in UInt8(0)..<16 {
      let target = Identifier([UInt8](repeating: number, count: 16))
      #expect(read.contains(["/bin/true"], target: target, step: .verify))
    }
  }

  @Test func oneBadLineSpoilsAll() throws {
    let good = "\(target.hex) reload [\"/bin/a\"]\n"
    let bad = [
      "x", "", "\(target.hex) reload", "\(target.hex) dance [\"/bin/a\"]", "zz reload [\"/bin/a\"]",
      "\(other.hex) reload [\"a\"]", "\(other.hex) reload []", "\(other.hex) reload [1]",
      "\(other.hex) reload {\"/bin/a\":1}", "\(other.hex) reload [ \"/bin/a\"]",
      "\(other.hex.uppercased()) reload [\"/bin/a\"]", "\(target.hex) reload [\"/bin/b\"]",
      "\(target.hex) deliver [\"/bin/b\"]",
    ]
    for line in bad {
      try write(good + line + "\n")
      #expect(throws: ApprovalError.self, "\(line)") { try file.read() }
      #expect(throws: ApprovalError.self, "\(line)") {
        try file.change { $0.forget(target: target) }
      }
    }
    try write(good + "x\n")
    #expect(throws: ApprovalError.garbage(path: path, line: 2)) { try file.read() }
    try write(String(good.dropLast()))
    #expect(throws: ApprovalError.garbage(path: path, line: 1)) { try file.read() }
    try write(good)
    #expect(try file.read().contains(["/bin/a"], target: target, step: .reload))
  }

  @Test func refusesAFileThatOthersMayHaveWritten() throws {
    for mode: mode_t in [0o620, 0o602, 0o640, 0o604] {
      try write("", mode: mode)
      #expect(throws: ApprovalError.openToOthers(path: path, mode: UInt32(mode))) {
        try file.read()
      }
    }
    try write("")
    #expect(unsafe link(path, directory + "/second") == 0)
    #expect(throws: ApprovalError.notRegular(path: path)) { try file.read() }
    #expect(unsafe unlink(path) == 0)
    #expect(unsafe symlink(directory + "/second", path) == 0)
    #expect(throws: ApprovalError.notRegular(path: path)) { try file.read() }
    #expect(unsafe unlink(path) == 0)
    #expect(unsafe mkfifo(path, 0o600) == 0)
    #expect(throws: ApprovalError.notRegular(path: path)) { try file.read() }
    guard getuid() == 0 else { return }
    #expect(unsafe unlink(path) == 0)
    try write("")
    #expect(unsafe chown(path, 4242, 4242) == 0)
    #expect(throws: ApprovalError.ownedByOther(path: path)) { try file.read() }
  }

  @Test func refusesADirectoryThatOthersMayWrite() throws {
    try write("")
    #expect(unsafe chmod(directory, 0o777) == 0)
    #expect(throws: ApprovalError.unsafeDirectory(path: directory)) { try file.read() }
  }
}
