import Delivery
import Platform
import SecretMemory
import TestSupport
import Testing

@Suite struct UnsafeTargetTests {
  private let directory: TemporaryPlace

  init() throws { directory = try TemporaryPlace() }

  private func expectRefusal(_ path: String, _ problem: TargetProblem) throws {
    let fields = try field("A", "1")
    let contents = try DialectCodec.encode(fields, as: .dotenv)
    #expect(throws: DeliveryError.unsafeTarget(path: path, problem)) {
      _ = try EnvironmentFile.write(
        contents, to: path, dialect: .dotenv, known: ["A"], replaceForeign: true)
    }
    #expect(throws: DeliveryError.unsafeTarget(path: path, problem)) {
      try EnvironmentFile.check(path, dialect: .dotenv, known: ["A"])
    }
  }

  @Test func aSymbolicLinkIsNotFollowed() throws {
    try directory.write("real", "A='0'\n")
    try directory.run("ln", "-s", "real", "link.env")
    try expectRefusal(directory.path("link.env"), .notRegular)
    #expect(try directory.read("real") == "A='0'\n")
  }

  @Test func aSymbolicLinkOnTheWayIsNotFollowed() throws {
    try directory.makeDirectory("real")
    try directory.run("ln", "-s", "real", "link")
    try expectRefusal(directory.path("link/app.env"), .symbolicLinkInPath)
    try directory.makeDirectory("real/below")
    try expectRefusal(directory.path("link/below/app.env"), .symbolicLinkInPath)
  }

  @Test func aFileWithASecondNameIsRefused() throws {
    try directory.write("app.env", "A='0'\n")
    try directory.run("ln", "app.env", "second")
    try expectRefusal(directory.path("app.env"), .hardLinked)
    #expect(try directory.read("second") == "A='0'\n")
  }

  @Test func pipesAndDirectoriesAreRefusedAtOnce() throws {
    try directory.run("mkfifo", "pipe.env")
    try expectRefusal(directory.path("pipe.env"), .notRegular)
    try directory.makeDirectory("dir.env")
    try expectRefusal(directory.path("dir.env"), .notRegular)
  }

  @Test(arguments: [0o700, 0o710, 0o601, 0o4600, 0o2640] as [UInt32])
  func aFileThatMayBeRunIsRefused(mode: UInt32) throws {
    try directory.write("app.env", "A='0'\n", mode: mode)
    try expectRefusal(directory.path("app.env"), .executable)
  }

  @Test(arguments: [0o644, 0o666, 0o604, 0o602] as [UInt32])
  func aFileThatIsOpenToEverybodyIsRefused(mode: UInt32) throws {
    try directory.write("app.env", "A='0'\n", mode: mode)
    try expectRefusal(directory.path("app.env"), .openToEverybody(mode: mode))
  }

  @Test(arguments: ["770", "707", "1777"])
  func aDirectoryThatOthersMayWriteIsRefused(mode: String) throws {
    try directory.makeDirectory("shared")
    try directory.run("chmod", mode, "shared")
    try expectRefusal(
      directory.path("shared/app.env"),
      .directoryWritableByOthers(mode: try #require(UInt32(mode, radix: 8))))
    #expect(try Directory.open(directory.path("shared")).entries() == [])
  }

  @Test(.enabled(if: User.current.identifier == 0, "skipped: needs root"))
  func aDirectoryOfSomebodyElseIsRefused() throws {
    try directory.makeDirectory("theirs")
    try directory.run("chown", "65534", "theirs")
    try expectRefusal(directory.path("theirs/app.env"), .directoryOwnedByOther)
  }

  @Test func aFileOfSomebodyElseIsRefusedUnlessWeAreRoot() throws {
    try directory.write("app.env", "")
    let status = try directory.status("app.env")
    #expect(TargetProblem(of: status, user: status.owner + 1) == .ownedByOther)
    #expect(TargetProblem(of: status, user: status.owner) == nil)
  }

  @Test(arguments: ["", "/", "/srv/app/", "/srv/.", "/srv/..", ".", ".."])
  func aPathWithoutAFileNameIsRefused(path: String) throws {
    try expectRefusal(path, .notAFileName)
  }

  @Test(arguments: [
    ("/srv/app/.git/config.env", ".git"), ("/srv/app/.git/hooks/app.env", ".git"),
    ("/srv/app/.GIT/x", ".git"), ("/srv/app/.husky/app.env", ".husky"),
    ("/home/a/.ssh/environment", ".ssh"), ("/home/a/.ssh/authorized_keys", ".ssh"),
    ("/usr/local/bin/app", "bin"), ("/opt/app/plugins/x.env", "plugins"),
    ("/etc/cron.d/app", "cron.d"), ("/var/spool/cron/root", "/var/spool/"),
    ("/etc/systemd/system/app.env", "systemd"), ("/home/a/.config/systemd/user/a", "systemd"),
    ("/srv/app.service", ".service"), ("/home/a/.config/autostart/x", "autostart"),
    ("/home/a/.bashrc", ".bashrc"), ("/home/a/.profile", ".profile"),
    ("/home/a/.zshenv", ".zshenv"), ("/home/a/.config/fish/config.fish", "config.fish"),
    ("/srv/app/.envrc", ".envrc"), ("/srv/app/Makefile", "makefile"),
    ("/etc/profile", "/etc/profile"), ("/etc/profile.d/app.sh", "profile.d"),
    ("/etc/environment", "/etc/environment"), ("/etc/ld.so.preload", "/etc/ld.so."),
    ("/proc/self/environ", "/proc/"), ("/dev/shm/app.env", "/dev/"),
    ("/srv/lib/site-packages/app.env", "site-packages"), ("/srv/x.so", ".so"),
  ])
  func placesWhoseFilesAreObeyedAreRefused(path: String, part: String) throws {
    try expectRefusal(path, .runnablePlace(part))
  }

  @Test(arguments: ["app.env", ".env", ".env.production", "environment", "secrets.json", "cron"])
  func ordinaryNamesAreAccepted(name: String) throws {
    try EnvironmentFile.check(directory.path(name), dialect: .dotenv, known: [])
  }
}
