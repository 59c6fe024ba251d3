/// Decides whether what follows the last valid frame is a torn append or damage (specification,
/// section 4.3). A value without I/O: the facts are gathered elsewhere.
package struct TailRule: Equatable, Sendable {
  /// Bytes from the first invalid frame to the end of the file.
  package var remaining: Int
  /// Zero bytes at the end of the file, at most `remaining`.
  package var zeros: Int
  /// Length N that the first invalid frame states, if its first 144 bytes authenticate.
  package var authenticLength: Int?
  /// A block of 512 bytes of the file, from a multiple of 512, is zero wherever it lies in the
  /// rest.
  package var hasHole: Bool
  /// A frame head that authenticates starts after the first byte of the rest.
  package var hasLaterFrame: Bool

  package init(
    remaining: Int, zeros: Int, authenticLength: Int?, hasHole: Bool, hasLaterFrame: Bool
  ) {
    self.remaining = remaining
    self.zeros = zeros
    self.authenticLength = authenticLength
    self.hasHole = hasHole
    self.hasLaterFrame = hasLaterFrame
  }

  /// True for an append that a crash cut short; false for damage.
  package var isTorn: Bool {
    if remaining < FrameHead.authenticSize { return true }
    if let length = authenticLength {
      if length > remaining || (zeros > 0 && length > remaining - zeros) { return true }
    } else if remaining - zeros < FrameHead.authenticSize {
      return true
    }
    return hasHole && remaining <= Limits.frame && !hasLaterFrame
      && (authenticLength.map { $0 == remaining } ?? true)
  }
}
