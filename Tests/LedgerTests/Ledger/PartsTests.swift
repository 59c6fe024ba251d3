import ByteCoding
import Ledger
import SecretMemory
import Testing

@Suite struct PartsTests {
  let fixture = Fixture()

  private func large(_ number: UInt8, bytes: Int) -> TransactionDraft {
    let head = CBORHead(.bytes, UInt64(bytes)).encoded
    let payload = head + [UInt8](repeating: number, count: bytes)
    return Fixture.draft(
      number, events: [RawEvent(kind: 20, critical: true, payload: payload)])
  }

  @Test func aPayloadAboveTheLimitOfAPartTakesSeveralFrames() throws {
    let ledger = try fixture.create()
    try ledger.write(large(1, bytes: 2_500_000))
    #expect(ledger.nextSequence == 5)
    try ledger.write(Fixture.draft(2))
    let opened = try fixture.open()
    #expect(opened.tail() == [0, 1, 2])
    #expect(try opened.check().frames == 5)
  }

  @Test func theBoundaryIsOneMillionBytes() throws {
    let ledger = try fixture.create()
    try ledger.write(large(1, bytes: 999_000))
    #expect(ledger.nextSequence == 3)
    try ledger.write(large(2, bytes: 1_000_000))
    #expect(ledger.nextSequence == 5)
  }

  @Test func aPayloadWithoutItsLastPartIsTorn() throws {
    try fixture.create()
    let before = fixture.vault.bytes.count
    try fixture.open(on: MemoryState()).write(large(1, bytes: 2_500_000))
    let bytes = fixture.vault.bytes
    for end in [before + 1_015_976, before + 2 * 1_015_976, bytes.count - 1] {
      fixture.restore(Array(bytes[..<end]))
      let ledger = try fixture.open()
      #expect(ledger.droppedTornTail?.offset == before)
      #expect(ledger.droppedTornTail?.sequence == 2)
      #expect(ledger.tail() == [0])
    }
    let ledger = try fixture.open()
    try ledger.write(Fixture.draft(3))
    #expect(try fixture.open().everything() == [0, 3])
  }

  @Test func refusesMoreThanSixtyFourParts() throws {
    let ledger = try fixture.create()
    #expect(throws: TransactionFailure<Never>.ledger(.limit(.payload))) {
      try ledger.write(large(1, bytes: 64_000_000))
    }
    try ledger.write(Fixture.draft(2))
    #expect(try fixture.open().everything() == [0, 2])
  }
}
