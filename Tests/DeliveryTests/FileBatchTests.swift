import Delivery
import Glibc
import Platform
import SecretMemory
import Testing

@Suite struct FileBatchTests {
  private let place: TemporaryPlace

  init() throws {
    place = try TemporaryPlace()
  }

  private func text(_ value: String) throws -> SecretBytes {
    try DialectCodec.encode(try field("A", value), as: .dotenv)
  }

  @Test func writesFilesOfSeveralDirectories() throws {
    try place.makeDirectory("x")
    try place.makeDirectory("y")
    try place.write("x/old", "A='0'\n")
    var batch = FileBatch(FileRound())
    let names = ["x/old", "x/new", "y/new"]
    for (number, name) in names.enumerated() {
      let file = try batch.prepare(
        try text("1"), for: place.path(name), dialect: .dotenv, known: ["A"])
      #expect(file == number)
    }
    #expect(try place.read("x/old") == "A='0'\n")
    #expect(try Directory.open(place.path("x")).entries() == ["old"])
    var outcomes: [EnvironmentFile.WriteOutcome] = []
    for number in 0..<3 { outcomes.append(try batch.publish(number)) }
    #expect(outcomes == [.replaced, .created, .created])
    let unsure = batch.finish()
    #expect(unsure.isEmpty)
    for name in names { #expect(try place.read(name).hasSuffix("A='1'\n")) }
  }

  @Test func whatIsNotPublishedLeavesNothing() throws {
    do {
      var batch = FileBatch(FileRound())
      _ = try batch.prepare(
        try text("1"), for: place.path("never"), dialect: .dotenv, known: ["A"])
      _ = batch.finish()
    }
    #expect(try place.names().isEmpty)
  }

  @Test func oneRefusedFileLeavesTheOthersAlone() throws {
    try place.write("foreign", "B='2'\n")
    var batch = FileBatch(FileRound())
    #expect(throws: DeliveryError.self) {
      try batch.prepare(
        try text("1"), for: place.path("foreign"), dialect: .dotenv, known: ["A"])
    }
    let file = try batch.prepare(
      try text("1"), for: place.path("own"), dialect: .dotenv, known: ["A"])
    #expect(try batch.publish(file) == .created)
    let unsure = batch.finish()
    #expect(unsure.isEmpty)
    #expect(try place.read("foreign") == "B='2'\n")
  }

  @Test func whatCameInBetweenIsNotLost() throws {
    try place.write("late", "A='0'\n")
    var batch = FileBatch(FileRound())
    let old = try batch.prepare(
      try text("1"), for: place.path("late"), dialect: .dotenv, known: ["A"])
    let new = try batch.prepare(
      try text("1"), for: place.path("taken"), dialect: .dotenv, known: ["A"])
    try FileSystem.removeTree(place.path("late"))
    try place.write("late", "MINE='2'\n")
    try place.write("taken", "MINE='3'\n")
    #expect(throws: DeliveryError.self) { try batch.publish(old) }
    #expect(throws: DeliveryError.self) { try batch.publish(new) }
    _ = batch.finish()
    #expect(try place.read("late") == "MINE='2'\n")
    #expect(try place.read("taken") == "MINE='3'\n")
  }

  @Test func aDirectoryIsTidiedOnceARound() throws {
    let round = FileRound()
    let left = place.path(".keyroll-new-0123")
    try place.write(".keyroll-new-0123", "left by a crash")
    try write("a", round)
    #expect(!FileSystem.exists(left))
    try place.write(".keyroll-new-0123", "left by a crash")
    try write("b", round)
    #expect(FileSystem.exists(left))
    try write("b", FileRound())
    #expect(!FileSystem.exists(left))
  }

  private func write(_ name: String, _ round: FileRound) throws {
    var batch = FileBatch(round)
    let file = try batch.prepare(
      try text("1"), for: place.path(name), dialect: .dotenv, known: ["A"])
    _ = try batch.publish(file)
    _ = batch.finish()
  }

  @Test func sameContentIsToldAndLeftAlone() throws {
    try write("a", FileRound())
    let before = try place.status("a")
    var batch = FileBatch(FileRound())
    let file = try batch.prepare(
      try text("1"), for: place.path("a"), dialect: .dotenv, known: ["A"])
    #expect(try batch.publish(file) == .unchanged)
    let unsure = batch.finish()
    #expect(unsure.isEmpty)
    #expect(try place.status("a") == before)
  }
}
