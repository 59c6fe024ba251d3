import Platform
import TestSupport
import Testing

@Suite struct MachineTests {
  @Test func clocksAgreeWithTheSystem() throws {
    let seconds = try #require(
      Int64(runProgram("date", ["+%s"]).outputText.split(separator: "\n")[0]))
    #expect(abs(Clock.now() / 1000 - seconds) < 30)
    let uptime = try OwnedFile.open("/proc/uptime", .read).readAll(limit: 100)
    let whole = try #require(
      Int64(String(decoding: uptime, as: UTF8.self).split(separator: ".")[0]))
    #expect(abs(Clock.boot() / 1000 - whole) < 30)
    let before = Clock.monotonicNanoseconds()
    #expect(Clock.monotonicNanoseconds() >= before)
  }

  @Test func userIsTheOneThatIdNames() throws {
    let user = User.current
    #expect(try runProgram("id", ["-u"]).outputText == "\(user.identifier)\n")
    #expect(User.named(0) == User(identifier: 0, name: "root", home: "/root"))
    #expect(User.named(3_999_999_999).name == "3999999999")
    #expect(User.named(3_999_999_999).home == nil)
    #expect(User.named("root")?.identifier == 0)
    #expect(User.named("nobody of that name") == nil)
  }

  @Test func machineHasANameAndABoot() throws {
    #expect(try runProgram("uname", ["-n"]).outputText == Machine.hostName + "\n")
    let boot = try #require(Machine.bootIdentifier)
    #expect(boot.utf8.count == 36)
    #expect(Machine.identifier != "")
  }
}
