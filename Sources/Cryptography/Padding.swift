/// How long a plaintext is made before sealing, so that the sealed length says little.
package enum Padding {
  /// The padded length: at least `floor`, else PADMÉ (Nikitin et al., PoPETs 2019-4, section 4):
  /// the length rounded up until only as many leading bits are kept as its exponent has digits,
  /// which costs 12 per cent at most. Traps when `length` is negative.
  package static func padded(_ length: Int, floor: Int) -> Int {
    precondition(length >= 0, "Cryptography: negative length")
    return max(floor, padme(length))
  }

  private static func padme(_ length: Int) -> Int {
    guard length > 1 else { return length }
    let exponent = floorLog2(length)
    let mask = 1 << (exponent - floorLog2(exponent) - 1) - 1
    return (length + mask) & ~mask
  }

  /// Zero stands for the undefined logarithm of zero, which only a length of 1 would ask for.
  private static func floorLog2(_ value: Int) -> Int {
    value < 1 ? 0 : Int.bitWidth - 1 - value.leadingZeroBitCount
  }
}
