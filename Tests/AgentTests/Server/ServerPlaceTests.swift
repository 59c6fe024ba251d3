import Foundation
import Platform
import TestSupport
import Testing

@testable import Agent

@Suite struct ServerPlaceTests {
  private let user = CurrentProcess.effectiveUser

  private func place(in directory: borrowing TemporaryDirectory) throws -> AgentPlace {
    if !FileSystem.exists(directory.path("vault")) { try directory.write("vault", "") }
    return try AgentPlace(vault: directory.path("vault"), in: directory.path("run"), user: user)
  }

  private func open(
    _ place: AgentPlace, _ directory: borrowing TemporaryDirectory, state: String = "state"
  ) throws -> Entrance {
    try Entrance.open(place, state: directory.path(state), user: user)
  }

  private func fault(_ body: () throws -> Void) -> PlaceError? {
    do { try body() } catch { return error as? PlaceError }
    return nil
  }

  private func mode(_ path: String) throws -> UInt32 { try FileSystem.linkStatus(path).mode }

  @Test func everyPathToAVaultLeadsToOneSocket() throws {
    let directory = try TemporaryDirectory()
    let place = try place(in: directory)
    try FileManager.default.createSymbolicLink(
      atPath: directory.path("link"), withDestinationPath: directory.path("vault"))
    let other = try AgentPlace(
      vault: directory.path("./link"), in: directory.path("run"), user: user)
    #expect(other == place)
    try directory.write("another", "")
    let another = try AgentPlace(
      vault: directory.path("another"), in: directory.path("run"), user: user)
    #expect(another.socket != place.socket)
  }

  @Test func theDirectoryOfTheSessionComesFirst() {
    let own = AgentPlace.runDirectory("/run/here", user: user, stateRoot: "/state")
    #expect(own == "/run/here/keyroll")
    let relative = AgentPlace.runDirectory("here", user: 4_000_000_000, stateRoot: "/state")
    #expect(relative == "/state/run")
  }

  @Test func aLongPathIsRefused() throws {
    let directory = try TemporaryDirectory()
    let long = directory.path + "/" + String(repeating: "x", count: 107)
    try directory.write("vault", "")
    let fault = fault { _ = try AgentPlace(vault: directory.path("vault"), in: long, user: user) }
    guard case .pathTooLong(let path, limit: 107) = fault else { throw Unexpected() }
    #expect(path.hasPrefix(long))
  }

  @Test func onlyTheOwnerReachesTheSocketOfAUser() throws {
    let directory = try TemporaryDirectory()
    let place = try place(in: directory)
    let entrance = try open(place, directory)
    #expect(try mode(place.directory) == 0o700)
    #expect(try mode(place.socket) == 0o600)
    entrance.close()
    #expect(!FileSystem.exists(place.socket))
    #expect(FileSystem.exists(place.directory))
  }

  @Test func everybodyReachesTheSocketOfTheSystem() async {
    await #expect(processExitsWith: .success) {
      umask(0o077)
      let directory = try TemporaryDirectory()
      let place = try AgentPlace(system: directory.path("run"))
      let entrance = try Entrance.open(
        place, state: directory.path("state"), user: CurrentProcess.effectiveUser)
      #expect(try FileSystem.linkStatus(place.directory).mode == 0o755)
      #expect(try FileSystem.linkStatus(place.socket).mode == 0o666)
      entrance.close()
    }
  }

  @Test func aGenerousFileMaskOpensNothing() async {
    await #expect(processExitsWith: .success) {
      umask(0)
      let directory = try TemporaryDirectory()
      let path = try directory.write("vault", "")
      let user = CurrentProcess.effectiveUser
      let place = try AgentPlace(vault: path, in: directory.path("a/run"), user: user)
      let entrance = try Entrance.open(place, state: directory.path("a/state"), user: user)
      for path in [place.directory, directory.path("a"), directory.path("a/state")] {
        #expect(try FileSystem.linkStatus(path).mode == 0o700)
      }
      #expect(try FileSystem.linkStatus(place.socket).mode == 0o600)
      #expect(try FileSystem.linkStatus(directory.path("a/state/agent.lock")).mode == 0o600)
      entrance.close()
    }
  }

  @Test(arguments: [0o770, 0o707, 0o701, 0o750]) func aDirectoryOpenToOthersIsRefused(
    _ mode: Int
  ) throws {
    let directory = try TemporaryDirectory()
    let place = try place(in: directory)
    try FileSystem.makeDirectories(place.directory)
    try FileManager.default.setAttributes(
      [.posixPermissions: mode], ofItemAtPath: place.directory)
    let fault = fault { try open(place, directory).close() }
    #expect(fault == .unsafeMode(path: place.directory, mode: UInt32(mode)))
  }

  @Test func aParentThatOthersCanWriteIsRefused() throws {
    let directory = try TemporaryDirectory()
    try directory.write("vault", "")
    let open = directory.path("open")
    try FileSystem.makeDirectories(open)
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: open)
    let place = try AgentPlace(vault: directory.path("vault"), in: open + "/run", user: user)
    #expect(
      fault { try self.open(place, directory).close() } == .unsafeMode(path: open, mode: 0o777))
    try FileSystem.makeDirectories(open + "/between")
    let deeper = try AgentPlace(
      vault: directory.path("vault"), in: open + "/between/run", user: user)
    #expect(
      fault { try self.open(deeper, directory).close() } == .unsafeMode(path: open, mode: 0o777))
  }

  @Test func aDirectoryOfSomebodyElseIsRefused() throws {
    let directory = try TemporaryDirectory()
    let place = try place(in: directory)
    try FileSystem.makeDirectories(place.directory)
    let fault = fault {
      try Entrance.open(place, state: directory.path("state"), user: user + 1).close()
    }
    // The parent is looked at first.
    guard case .foreignOwner(_, owner: user, expected: user + 1) = fault else {
      // Root may own a parent.
      #expect(fault == .foreignOwner(path: place.directory, owner: user, expected: user + 1))
      return
    }
  }

  @Test func aLinkInPlaceOfTheDirectoryIsRefused() throws {
    let directory = try TemporaryDirectory()
    let place = try place(in: directory)
    try FileSystem.makeDirectories(directory.path("real"))
    try FileManager.default.createSymbolicLink(
      atPath: place.directory, withDestinationPath: directory.path("real"))
    #expect(fault { try open(place, directory).close() } == .symbolicLink(path: place.directory))
  }

  @Test func aFileInPlaceOfTheDirectoryOrSocketIsRefused() throws {
    let directory = try TemporaryDirectory()
    let place = try place(in: directory)
    try directory.write("run", "")
    #expect(fault { try open(place, directory).close() } == .notADirectory(path: place.directory))
    try FileSystem.removeTree(place.directory)
    try FileSystem.makeDirectories(place.directory)
    try directory.write("run/" + place.name, "precious")
    #expect(fault { try open(place, directory).close() } == .notASocket(path: place.socket))
    #expect(try directory.read("run/" + place.name) == "precious")
  }

  @Test func thereIsOneAgentForAVault() throws {
    let directory = try TemporaryDirectory()
    let place = try place(in: directory)
    let entrance = try open(place, directory)
    let twice = PlaceError.alreadyRuns(
      process: CurrentProcess.identifier, socket: place.socket)
    #expect(fault { try open(place, directory).close() } == twice)
    // By another path, as a hard link or a mount gives a vault.
    let elsewhere = try AgentPlace(
      vault: directory.path("vault"), in: directory.path("run2"), user: user)
    #expect(fault { try open(elsewhere, directory).close() } == twice)
    // With another state directory, there is still one socket.
    #expect(fault { try open(place, directory, state: "state2").close() } == twice)
    #expect(try LocalSocket.connect(place.socket).peer().user == user)
    entrance.close()
    try open(place, directory).close()
  }

  @Test func aSocketLeftBehindIsReplaced() throws {
    let directory = try TemporaryDirectory()
    let place = try place(in: directory)
    try FileSystem.makeDirectories(place.directory)
    _ = try ListeningSocket.bind(place.socket, mode: 0o600, backlog: 1)
    #expect(
      fault { _ = try placing { () throws(SystemError) in try LocalSocket.connect(place.socket) } }
        != nil)
    let entrance = try open(place, directory)
    #expect(try LocalSocket.connect(place.socket).peer().user == user)
    entrance.close()
  }

  @Test func whatIsNoLongerOursStays() throws {
    let directory = try TemporaryDirectory()
    let place = try place(in: directory)
    let entrance = try open(place, directory)
    try FileManager.default.removeItem(atPath: place.socket)
    let other = try ListeningSocket.bind(place.socket, mode: 0o600, backlog: 1)
    entrance.close()
    #expect(FileSystem.exists(place.socket))
    _ = consume other
  }
}
