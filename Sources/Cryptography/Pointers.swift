import SecretMemory

extension Span where Element == UInt8 {
  /// The address of the first byte for a C call. An empty span has an address too, because the
  /// C library wants one even with length zero.
  func withAddress<R>(_ body: (UnsafePointer<UInt8>) -> R) -> R {
    unsafe withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { return unsafe body(base) }
      return unsafe withUnsafePointer(to: 0) { unsafe body($0) }
    }
  }
}

extension SecretBytes {
  /// The address of the block for a C call that reads it.
  borrowing func withAddress<R>(_ body: (UnsafePointer<UInt8>) -> R) -> R {
    withSpan { unsafe $0.withAddress(body) }
  }

  /// The address of the block for a C call that fills it.
  mutating func withMutableAddress<R>(_ body: (UnsafeMutablePointer<UInt8>) -> R) -> R {
    withMutableSpan { span in
      unsafe span.withUnsafeMutableBufferPointer { buffer in
        if let base = buffer.baseAddress { return unsafe body(base) }
        var nothing: UInt8 = 0
        return unsafe body(&nothing)
      }
    }
  }
}
