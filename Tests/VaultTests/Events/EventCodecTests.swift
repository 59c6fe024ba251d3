import ByteCoding
import Testing
import Vault

@Suite struct EventCodecTests {
  @Test func samplesCoverEveryKindOfTheSpecification() {
    let specified = Set<UInt64>(16...28).union(30...36).union(40...42).union(50...60)
    #expect(Set(EventSamples.all.map(\.kind)) == specified)
    for kind: UInt64 in 0...100 { #expect(Event.knows(kind) == specified.contains(kind)) }
  }

  @Test(arguments: EventSamples.all)
  func encodesAndDecodesToItself(_ event: Event) throws {
    let payload = event.encodedPayload()
    let decoded = try Event(kind: event.kind, payload: payload)
    #expect(decoded == event)
    #expect(decoded.encodedPayload() == payload)
  }

  @Test(arguments: EventSamples.all)
  func refusesEveryTruncation(_ event: Event) {
    let payload = event.encodedPayload()
    for length in payload.indices {
      #expect(throws: EventError.self) {
        try Event(kind: event.kind, payload: Array(payload[..<length]))
      }
    }
  }

  @Test(arguments: EventSamples.all)
  func refusesLeftoversAndUnknownKeys(_ event: Event) {
    let payload = event.encodedPayload()
    #expect(throws: EventError.malformed(.leftover)) {
      try Event(kind: event.kind, payload: payload + [0xf6])
    }
    let count = payload[0]
    let extended = [count + 1] + payload.dropFirst() + [count - 0xa0, 0xf6]
    #expect(throws: EventError.wrongFieldCount(expected: Int(count - 0xa0))) {
      try Event(kind: event.kind, payload: extended)
    }
    var renumbered = payload
    renumbered[1] = 1
    #expect(throws: EventError.unexpectedField(1)) {
      try Event(kind: event.kind, payload: renumbered)
    }
  }

  /// Whatever still decodes after a change of one byte must be the one encoding of what it says.
  @Test(arguments: EventSamples.all)
  func everyChangedByteIsRefusedOrCanonical(_ event: Event) {
    let payload = event.encodedPayload()
    for place in payload.indices {
      for flip: UInt8 in [0x01, 0x20, 0x80, 0xff] {
        var changed = payload
        changed[place] ^= flip
        if let decoded = try? Event(kind: event.kind, payload: changed) {
          #expect(decoded.encodedPayload() == changed)
          #expect(decoded != event)
        }
      }
    }
  }

  @Test func unknownKindsAreNamed() {
    #expect(throws: EventError.unknownKind(29)) { try Event(kind: 29, payload: [0xa0]) }
    #expect(throws: EventError.unknownKind(1)) { try Event(kind: 1, payload: [0xa0]) }
  }

  @Test func onlySlotNotesAndUsesAreNotCritical() {
    let optional = Set(EventSamples.all.filter { !$0.critical }.map(\.kind))
    #expect(optional == [18, 19, 60])
  }

  @Test func bytesAreThoseOfTheSpecification() {
    let staged = Event.versionStaged(
      VersionStaged(
        key: id(1), version: id(2),
        values: [FieldCommitment(field: id(3), commitment: bytes(4))], expires: nil,
        origin: .rotate))
    let expected: [UInt8] =
      [0xa5, 0x00, 0x50] + bytes(1, 16) + [0x01, 0x50] + bytes(2, 16) + [0x02, 0x81, 0x82, 0x50]
      + bytes(3, 16) + [0x58, 0x20] + bytes(4) + [0x03, 0xf6, 0x04, 0x66] + Array("rotate".utf8)
    #expect(staged.encodedPayload() == expected)
  }

  @Test func wordsOutsideTheListsAreRefused() {
    var writer = CBORWriter()
    writer.map { map in
      map.put(0, id(1))
      map.put(1, id(2))
      map.put(2, "finished")
    }
    #expect(throws: EventError.unknownWord(field: 2)) {
      try Event(kind: RotationEnded.kind, payload: writer.bytes)
    }
  }

  @Test(arguments: [31, 33])
  func commitmentsOfAnotherLengthAreRefused(_ length: Int) {
    let event = Event.versionStaged(
      VersionStaged(
        key: id(1), version: id(2),
        values: [FieldCommitment(field: id(3), commitment: bytes(4, length))], expires: nil,
        origin: .set))
    #expect(throws: EventError.malformed(.wrongLength(expected: 32))) {
      try Event(kind: event.kind, payload: event.encodedPayload())
    }
  }
}

@Suite struct AttributesTests {
  @Test func namesAscendByBytesWhateverTheOrderGiven() {
    let attributes = Attributes([("tag", ["x"]), ("Z", ["1"]), ("owner", ["me"])])
    #expect(attributes.names == ["Z", "owner", "tag"])
  }

  @Test func anEmptyListRemovesAndOthersReplace() {
    let before = Attributes([("owner", ["me"]), ("plan", ["free"])])
    let edit = Attributes([("owner", []), ("plan", ["pro"]), ("role", ["admin"]), ("tag", [])])
    #expect(
      before.edited(by: edit) == Attributes([("plan", ["pro"]), ("role", ["admin"])]))
    #expect(before.effective(edit).names == ["owner", "plan", "role"])
  }

  @Test func canonicallyEquivalentNamesAreTwoNames() {
    let attributes = Attributes([("é", ["1"]), ("e\u{301}", ["2"])])
    #expect(attributes.entries.map(\.values) == [["2"], ["1"]])
    #expect(attributes["é"] == ["1"])
  }

  @Test(arguments: [["b", "a"], ["a", "a"]])
  func listsOutOfOrderAreRefused(_ names: [String]) {
    var writer = CBORWriter()
    writer.map { map in
      map.put(0, id(1))
      map.put(1, names) { writer, name in
        writer.array(2)
        writer.text(name)
        writer.array(["v"]) { writer, value in writer.text(value) }
      }
    }
    #expect(throws: EventError.self) {
      try Event(kind: KeyEdited.kind, payload: writer.bytes)
    }
  }

  @Test func typedAccessorsReadTheAgreedNames() {
    let attributes = Attributes([
      ("max-age", ["7776000"]), ("param:region", ["eu"]), ("provider", ["acme"]),
      ("require", ["applied"]), ("tag", ["a", "b"]), ("user", ["1000"]),
    ])
    #expect(attributes.maxAge == 7_776_000)
    #expect(attributes.parameter("region") == "eu")
    #expect(attributes.parameters.map(\.name) == ["region"])
    #expect(attributes.provider == "acme")
    #expect(attributes.require == .applied)
    #expect(attributes.tags == ["a", "b"])
    #expect(attributes.user == 1000)
    #expect(Attributes([("require", ["pending"])]).require == nil)
  }
}
