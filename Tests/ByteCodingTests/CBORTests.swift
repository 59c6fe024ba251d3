import ByteCoding
import Testing

/// RFC 8949 appendix A, the part that deterministic encoding without floats and tags allows.
@Suite struct CBORExamples {
  @Test(arguments: [
    (0, "00"), (1, "01"), (10, "0a"), (23, "17"), (24, "1818"), (25, "1819"), (100, "1864"),
    (255, "18ff"), (256, "190100"), (1000, "1903e8"), (65535, "19ffff"), (65536, "1a00010000"),
    (1_000_000, "1a000f4240"), (4_294_967_295, "1affffffff"), (4_294_967_296, "1b0000000100000000"),
    (1_000_000_000_000, "1b000000e8d4a51000"), (UInt64.max, "1bffffffffffffffff"),
  ])
  func unsignedIntegers(value: UInt64, hex: String) throws {
    var writer = CBORWriter()
    writer.unsigned(value)
    #expect(Hex.encode(writer.bytes) == hex)
    var reader = CBORReader(writer.bytes)
    #expect(try reader.unsigned() == value)
    try reader.end()
  }

  @Test(arguments: [
    (-1, "20"), (-10, "29"), (-24, "37"), (-25, "3818"), (-100, "3863"), (-1000, "3903e7"),
    (Int64.min, "3b7fffffffffffffff"), (Int64.max, "1b7fffffffffffffff"), (0, "00"),
  ])
  func signedIntegers(value: Int64, hex: String) throws {
    var writer = CBORWriter()
    writer.integer(value)
    #expect(Hex.encode(writer.bytes) == hex)
    var reader = CBORReader(writer.bytes)
    #expect(try reader.integer() == value)
  }

  @Test func strings() throws {
    var writer = CBORWriter()
    writer.bytes([1, 2, 3, 4])
    let none: [UInt8] = []
    writer.bytes(none.span)
    writer.text("IETF")
    writer.text("\u{00fc}\u{6c34}\u{10151}")
    #expect(Hex.encode(writer.bytes) == "4401020304" + "40" + "6449455446" + "69c3bce6b0b4f0908591")
    var reader = CBORReader(writer.bytes)
    #expect(try reader.bytes(count: 4) == [1, 2, 3, 4])
    #expect(try reader.bytes().isEmpty)
    #expect(try reader.text() == "IETF")
    #expect(try reader.text() == "\u{00fc}\u{6c34}\u{10151}")
    try reader.end()
  }

  @Test func simpleValues() throws {
    var writer = CBORWriter()
    writer.bool(false)
    writer.bool(true)
    writer.null()
    #expect(Hex.encode(writer.bytes) == "f4f5f6")
    var reader = CBORReader(writer.bytes)
    #expect(try reader.bool() == false)
    #expect(try reader.bool() == true)
    #expect(reader.peekKind() == .null)
    try reader.null()
    #expect(reader.peekKind() == nil)
  }

  @Test func nestedContainers() throws {
    var writer = CBORWriter()
    writer.map { fields in
      fields.put(1, 2)
      fields.put(3, [5, 6] as [UInt64]) { $0.unsigned($1) }
      fields.put(300, map: { $0.put(0, "x") })
    }
    #expect(Hex.encode(writer.bytes) == "a3" + "0102" + "03820506" + "19012ca1006178")
    var reader = CBORReader(writer.bytes)
    var numbers: [UInt64] = []
    var text = ""
    try reader.fields { (key: UInt64, reader: inout CBORReader) throws(CBORError) in
      switch key {
      case 1: numbers.append(try reader.unsigned())
      case 3:
        numbers += try reader.elements { (r: inout CBORReader) throws(CBORError) in
          try r.unsigned()
        }
      default:
        try reader.fields { (_: UInt64, inner: inout CBORReader) throws(CBORError) in
          text = try inner.text()
        }
      }
    }
    try reader.end()
    #expect(numbers == [2, 5, 6])
    #expect(text == "x")
  }
}

@Suite struct CBORRefusals {
  private func skipAll(_ hex: String) throws(CBORError) {
    var reader = CBORReader(Hex.decode(hex) ?? [])
    while reader.remaining > 0 { try reader.skip() }
  }

  @Test(arguments: [
    "1800", "1817", "190018", "1900ff", "1a0000ffff", "1b00000000ffffffff", "3817", "5800",
    "580161",
    "7800", "9800", "b800", "78176161",
  ])
  func nonMinimalHeads(hex: String) {
    #expect(throws: CBORError.nonMinimal) { try skipAll(hex) }
  }

  @Test(arguments: [
    "5f", "7f", "9f", "bf", "ff", "f90000", "fa00000000", "fb0000000000000000", "c000", "d81800",
    "f7", "f0", "f818", "1c", "1d", "1e", "1f", "e0",
  ])
  func formsWeDoNotUse(hex: String) {
    #expect(throws: CBORError.unsupported) { try skipAll(hex) }
  }

  @Test(arguments: [
    "18", "19ff", "1a010203", "41", "420a", "61", "5affffffff", "5bffffffffffffffff", "81", "8201",
    "9bffffffffffffffff", "a1", "a100", "bbffffffffffffffff", "bb7fffffffffffffff",
  ])
  func bytesThatEndEarly(hex: String) {
    #expect(throws: CBORError.truncated) { try skipAll(hex) }
  }

  @Test func mapKeysOutOfOrder() {
    #expect(throws: CBORError.unsortedKeys) { try skipAll("a201000000") }
    #expect(throws: CBORError.duplicateKey) { try skipAll("a200000000") }
    #expect(throws: CBORError.unsortedKeys) { try read("a201000000") }
    #expect(throws: CBORError.duplicateKey) { try read("a200000000") }
    #expect(throws: CBORError.wrongType(expected: .unsigned)) { try read("a1617800") }
  }

  private func read(_ hex: String) throws(CBORError) {
    var reader = CBORReader(Hex.decode(hex) ?? [])
    try reader.fields { (_, value: inout CBORReader) throws(CBORError) in try value.skip() }
  }

  @Test(arguments: ["61ff", "62c080", "63eda080", "64f4908080", "61c3"])
  func textThatIsNotUTF8(hex: String) {
    #expect(throws: CBORError.invalidUTF8) { try skipAll(hex) }
  }

  @Test func nestingBeyondTheLimit() throws {
    try skipAll(String(repeating: "81", count: CBORReader.maximumDepth) + "00")
    #expect(throws: CBORError.tooDeep) {
      try skipAll(String(repeating: "81", count: CBORReader.maximumDepth + 1) + "00")
    }
    #expect(throws: CBORError.tooDeep) {
      try skipAll(String(repeating: "a100", count: CBORReader.maximumDepth + 1) + "00")
    }
  }

  @Test func depthIsReleasedAfterEachContainer() throws {
    var reader = CBORReader(
      [UInt8](repeating: 0x80, count: 40) + [UInt8](repeating: 0xa0, count: 40))
    for _ in 0..<40 {
      _ = try reader.elements { (r: inout CBORReader) throws(CBORError) in try r.skip() }
    }
    for _ in 0..<40 {
      try reader.fields { (_, r: inout CBORReader) throws(CBORError) in try r.skip() }
    }
    try reader.end()
  }

  @Test func anotherKindNamesTheExpectedOne() {
    #expect(throws: CBORError.wrongType(expected: .text)) {
      var reader = CBORReader([0x01])
      _ = try reader.text()
    }
    #expect(throws: CBORError.wrongLength(expected: 16)) {
      var reader = CBORReader([0x41, 0x01])
      _ = try reader.identifier()
    }
    #expect(throws: CBORError.unsupported) {
      var reader = CBORReader(Hex.decode("1b8000000000000000") ?? [])
      _ = try reader.integer()
    }
  }

  @Test func leftoverBytes() throws {
    var reader = CBORReader([0x01, 0x02])
    _ = try reader.unsigned()
    #expect(throws: CBORError.leftover) { try reader.end() }
  }

  @Test func descendingKeysTrapTheWriter() async {
    await #expect(processExitsWith: .failure) {
      var writer = CBORWriter()
      writer.map { fields in
        fields.put(2, 0)
        fields.put(1, 0)
      }
    }
  }
}

@Suite struct CBORItems {
  @Test func skippedItemsKeepTheirEncoding() throws {
    let item = Hex.decode("a2018203f6636162638101") ?? []
    var reader = CBORReader([0x05] + item + [0x06])
    _ = try reader.unsigned()
    #expect(try reader.skip() == item)
    #expect(try reader.unsigned() == 6)
    var writer = CBORWriter()
    writer.encoded(item)
    #expect(writer.bytes == item)
  }

  @Test func everyValidShortInputEncodesBackToItself() throws {
    var valid = 0
    for first in 0...255 {
      for second in 0...255 {
        let bytes = [UInt8(first), UInt8(second)]
        var position = 0
        guard let head = try? CBORHead.read(from: bytes.span, at: &position) else { continue }
        valid += 1
        #expect(head.encoded == Array(bytes[..<position]))
      }
    }
    #expect(valid == (6 * 24 + 3) * 256 + 6 * (256 - 24))
  }
}
