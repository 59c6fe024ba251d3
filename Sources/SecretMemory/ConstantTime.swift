import CSodium

/// Whether two byte strings are equal, in a time that depends on their lengths alone.
/// Lengths are not secret: strings of different lengths are unequal at once.
package func constantTimeEquals(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
  guard a.count == b.count else { return false }
  Libsodium.ready
  return unsafe a.withUnsafeBufferPointer { left in
    unsafe b.withUnsafeBufferPointer { right in
      guard let x = left.baseAddress, let y = right.baseAddress else { return true }
      return unsafe sodium_memcmp(x, y, left.count) == 0
    }
  }
}
