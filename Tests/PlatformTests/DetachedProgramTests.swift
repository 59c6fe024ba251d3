import Foundation
import Glibc
import TestSupport
import Testing

@testable import Platform

@Suite struct DetachedProgramTests {
  @Test func standsAloneWithOneSocket() throws {
    let script = """
      ps -o sid= -p $$ >&3
      echo $$ >&3
      pwd >&3
      files=$(readlink /proc/$$/fd/*)
      echo "$files" >&3
      env >&3
      exec 3>&-
      """
    var pair = try LocalSocket.pair()
    let near = pair.takeFirst()
    var environment = try EnvironmentBlock(inheriting: false)
    try environment.set(name: "PATH", value: "/usr/bin:/bin")
    try environment.set(name: "ONLY", value: "this")
    let leaked = try OwnedFile.open("/dev/zero", .read)
    let process = try DetachedProgram.start(
      "/bin/sh", arguments: ["sh", "-c", script], handing: pair.takeSecond(),
      environment: environment)
    var said: [UInt8] = []
    while let more = try received(from: near), !more.isEmpty { said += more }
    #expect(try leaked.status().kind == .device)
    var status: CInt = 0
    #expect(unsafe waitpid(process, &status, 0) == process)

    let lines = String(decoding: said, as: UTF8.self).split(separator: "\n").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    #expect(lines.prefix(3) == ["\(process)", "\(process)", "/"])
    #expect(lines.contains("ONLY=this") && !lines.contains { $0.hasPrefix("HOME=") })
    let files = lines.dropFirst(3).filter { $0.hasPrefix("/dev/") || $0.hasPrefix("socket:") }
    #expect(files.filter { $0 == "/dev/null" }.count == 3)
    #expect(files.filter { $0.hasPrefix("socket:") }.count == 1)
    #expect(!files.contains("/dev/zero"))
  }

  @Test(.peer("bash")) func theSocketMayHaveItsNumberAlready() throws {
    var pair = try LocalSocket.pair()
    let near = pair.takeFirst()
    let far = pair.takeSecond()
    let number = far.descriptor
    let process = try DetachedProgram.start(
      "/bin/bash", arguments: ["bash", "-c", "echo yes >&\(number)"], handing: far, as: number,
      environment: EnvironmentBlock(inheriting: false))
    let said = try received(from: near)
    var status: CInt = 0
    unsafe waitpid(process, &status, 0)
    #expect(said == Array("yes\n".utf8))
  }

  @Test func aMissingProgramIsAnError() throws {
    var pair = try LocalSocket.pair()
    let environment = try EnvironmentBlock(inheriting: false)
    let socket = pair.takeFirst()
    do throws(SystemError) {
      try DetachedProgram.start(
        "/no/such/program", arguments: ["x"], handing: socket, environment: environment)
      Issue.record("started nothing")
    } catch {
      #expect(error.name == "ENOENT" && error.path == "/no/such/program")
    }
  }
}

@Suite struct ReadyNoticeTests {
  @Test func reachesThePathAndTheAbstractName() throws {
    let directory = try TemporaryDirectory()
    for address in [directory.path("notify"), "@keyroll-test-\(getpid())"] {
      let receiver = try datagramSocket(at: address)
      try ReadyNotice.send("READY=1", to: address)
      var bytes = [UInt8](repeating: 0, count: 100)
      let count = unsafe recv(receiver, &bytes, 100, CInt(MSG_DONTWAIT))
      #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self) == "READY=1")
      close(receiver)
    }
  }

  @Test(arguments: ["", "vsock:2:1234", "relative"]) func othersAreLeftAlone(_ address: String)
    throws
  {
    try ReadyNotice.send("READY=1", to: address)
  }

  @Test func nobodyListeningIsAnError() throws {
    let error = #expect(throws: SystemError.self) {
      try ReadyNotice.send("READY=1", to: "/no/such/socket")
    }
    #expect(error?.name == "ENOENT")
  }
}

private func datagramSocket(at address: String) throws -> CInt {
  var name = sockaddr_un()
  name.sun_family = sa_family_t(AF_UNIX)
  let bytes = Array(address.utf8)
  unsafe withUnsafeMutableBytes(of: &name.sun_path) { unsafe $0.copyBytes(from: bytes) }
  if bytes[0] == UInt8(ascii: "@") { name.sun_path.0 = 0 }
  let descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue), 0)
  let result = unsafe withUnsafePointer(to: &name) { pointer in
    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { rebound in
      unsafe bind(descriptor, rebound, socklen_t(2 + bytes.count))
    }
  }
  try #require(result == 0)
  return descriptor
}
