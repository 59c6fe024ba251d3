import ByteCoding
import Testing

@Suite struct IdentifierTests {
  private let bytes: [UInt8] = (0..<16).map { $0 * 17 }

  @Test func keepsItsBytes() {
    #expect(Identifier(bytes).bytes == bytes)
    #expect(Identifier(bytes.span)?.bytes == bytes)
    let short = Array(bytes.dropLast())
    #expect(Identifier(short.span) == nil)
    #expect(Identifier.zero.bytes == [UInt8](repeating: 0, count: 16))
  }

  @Test func hexReadsBack() {
    let identifier = Identifier(bytes)
    #expect(identifier.hex == "00112233445566778899aabbccddeeff")
    #expect(Identifier(hex: identifier.hex) == identifier)
    #expect(Identifier(hex: "00112233445566778899AABBCCDDEEFF") == nil)
    #expect(Identifier(hex: "0011") == nil)
  }

  @Test func ordersLikeItsBytes() {
    let low = Identifier([UInt8](repeating: 0, count: 15) + [255])
    let middle = Identifier([UInt8](repeating: 0, count: 7) + [1] + [UInt8](repeating: 0, count: 8))
    let high = Identifier([128] + [UInt8](repeating: 0, count: 15))
    #expect([high, low, middle].sorted() == [low, middle, high])
  }

  @Test func otherLengthsTrap() async {
    await #expect(processExitsWith: .failure) { _ = Identifier([1, 2, 3]) }
  }
}

@Suite struct HexTests {
  @Test func roundTrips() {
    let all = (0...255).map { UInt8($0) }
    #expect(Hex.decode(Hex.encode(all)) == all)
    #expect(Hex.encode([0x0f, 0xa0]) == "0fa0")
  }

  @Test(arguments: ["0", "0g", "AB", " 1", "0x", "é1"])
  func refusesOtherText(text: String) {
    #expect(Hex.decode(text) == nil)
  }
}
