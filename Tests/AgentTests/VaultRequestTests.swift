import Agent
import Foundation
import Ledger
import SecretMemory
import TestSupport
import Testing
import Vault

@Suite struct VaultRequestTests {
  @Test func aWrongFactorIsNotDamage() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    do {
      _ = try bench.service.answer(
        .unlock(
          UnlockFactors(keyFile: try Bench.secret(Array(repeating: 8, count: 32))),
          acceptingRollback: false))
      Issue.record("opened with another key file")
    } catch ServiceError.wrongFactor {}
  }

  @Test func anOlderVaultIsRefusedUntilAccepted() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    let old = try Data(contentsOf: URL(filePath: bench.vaultPath))
    try bench.set("a", "two")
    try old.write(to: URL(filePath: bench.vaultPath))
    let error = #expect(throws: ServiceError.self) { _ = try bench.another() }
    guard case .ledger(let reason)? = error, case .rolledBack = reason else {
      throw Unexpected()
    }
  }

  @Test func whatWasRemovedOpensNothingWrittenSince() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    let second = try Bench.secret(Array(repeating: 9, count: 40))
    _ = try bench.service.answer(
      .addSlot(AddSlot(name: "spare"), UnlockFactors(keyFile: second)))
    let spare = Service(bench.configuration)
    _ = try spare.answer(
      .unlock(
        UnlockFactors(keyFile: try Bench.secret(Array(repeating: 9, count: 40))),
        acceptingRollback: false))
    _ = try spare.answer(.change(.removeSlot("key-file")))
    do {
      _ = try bench.another()
      Issue.record("the removed key file still opens the vault")
    } catch ServiceError.wrongFactor {}
    let response = try spare.answer(.value(try Reference.parse("a")))
    guard case .value(let value) = consume response else { throw Unexpected() }
    #expect(value.count == 3)
  }

  @Test func theLastSlotStays() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    do {
      _ = try bench.service.answer(.change(.removeSlot("key-file")))
      Issue.record("removed the last slot")
    } catch ServiceError.lastSlot {}
  }

  @Test func aBackupOfAVaultThatWasReplacedIsNotMade() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    let copy = try SealedCopy(of: bench.vaultPath)
    _ = try bench.service.answer(.change(.removeKey(name: "a", purge: true)))
    guard case .vault(let view) = try bench.service.answer(.query(.vault)) else {
      throw Unexpected()
    }
    #expect(try copy.write(view, to: directory.path("copy")) == nil)
    #expect(!FileManager.default.fileExists(atPath: directory.path("copy")))
  }

  @Test func aBackupTakesTheVaultsPlace() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    let copy = try SealedCopy(of: bench.vaultPath)
    guard case .vault(let view) = try bench.service.answer(.query(.vault)) else {
      throw Unexpected()
    }
    #expect(try copy.write(view, to: directory.path("copy"))?.bytes == view.bytes)
    do {
      _ = try copy.write(view, to: directory.path("copy"))
      Issue.record("wrote over a backup")
    } catch ServiceError.alreadyExists {}
    try FileManager.default.removeItem(atPath: bench.vaultPath)
    let restored = Service(bench.configuration)
    _ = try restored.answer(
      .restore(
        RestoreVault(from: directory.path("copy"), replace: false),
        UnlockFactors(keyFile: try Bench.secret(Array(repeating: 7, count: 32)))))
    let other = try bench.another()
    let response = try other.answer(.value(try Reference.parse("a")))
    guard case .value(let value) = consume response else { throw Unexpected() }
    #expect(value.count == 3)
  }

  @Test func aCheckpointChangesNothingThatCanBeSeen() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    // Each is more than half a kilobyte in the file: enough for several checkpoints.
    for number in 1...600 { try bench.set("key/\(number)", "value \(number)") }
    let other = try bench.another()
    for number in [1, 17, 600] {
      let response = try other.answer(.value(try Reference.parse("key/\(number)")))
      guard case .value(let value) = consume response else { throw Unexpected() }
      #expect(value.count == "value \(number)".utf8.count)
    }
    let response = try other.answer(.query(.keys(KeyFilter(text: "key/60"))))
    guard case .keys(let keys) = consume response else { throw Unexpected() }
    #expect(keys.map(\.name) == ["key/60", "key/600"])
  }

  @Test func aRelativePathIsOneFromHere() throws {
    let folder = ".build-test-\(UInt64.random(in: 0 ... .max))"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let directory = try TemporaryDirectory()
    let service = Service(
      ServiceConfiguration(
        vaultPath: "\(folder)/vault", statePath: directory.path("state"), machine: "here",
        user: "ana", now: { 0 }, allowsAnyFileSystem: true))
    let key = try Bench.secret(Array(repeating: 7, count: 32))
    _ = try service.answer(
      .create(
        CreateVault(name: "test", strong: false),
        CreationFactors(first: UnlockFactors(keyFile: key), recovery: nil)))
    #expect(FileManager.default.fileExists(atPath: "\(folder)/vault"))
    #expect(!FileManager.default.fileExists(atPath: "/\(folder)"))
  }
}
