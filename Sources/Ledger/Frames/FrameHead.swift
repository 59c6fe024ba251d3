import Cryptography

/// Where a checkpoint index is: the sequence of its first frame, and the offset of that frame from
/// the first frame of the file. Both are 0 when there is none.
package struct CheckpointPlace: Equatable, Sendable {
  package let sequence: UInt64
  package let position: UInt64

  /// What frames before the first index name.
  package static let none = CheckpointPlace(sequence: 0, position: 0)
}

/// What a frame says in clear about itself (specification, section 4).
package struct FrameHead: Equatable, Sendable {
  /// From 1 to `parts`.
  package var part: UInt16
  /// From 1 to 64.
  package var parts: UInt16
  package var epoch: UInt32
  package var generation: UInt64
  package var sequence: UInt64
  /// Bytes of the whole frame.
  package var length: Int
  /// Hash of the frame before.
  package var previous: [UInt8]
  /// The latest index before this frame.
  package var checkpoint: CheckpointPlace

  /// Bytes of a head.
  package static let size = 88
  /// Bytes that suffice to authenticate a head: with nonce and commitment.
  package static let authenticSize = size + SealedBox.nonceLength + 32
  /// Bytes after the box.
  package static let trailer = 8
  static let magic = Array("KRf1".utf8)
  static let closing = Array("1fRK".utf8)
  static let format: UInt16 = 1
  /// Smallest plaintext, in bytes.
  static let floor = 512
  /// Lengths that a frame may have.
  package static let lengths = size + SealedBox.overhead + floor + trailer...Limits.frame

  /// The first 88 bytes of the frame.
  package var encoded: [UInt8] {
    var bytes = Self.magic + Self.format.littleEndianBytes
    bytes += part.littleEndianBytes + parts.littleEndianBytes + [0, 0]
    bytes += epoch.littleEndianBytes + generation.littleEndianBytes + sequence.littleEndianBytes
    bytes += UInt32(length).littleEndianBytes + [0, 0, 0, 0] + previous
    return bytes + checkpoint.sequence.littleEndianBytes + checkpoint.position.littleEndianBytes
  }

  /// Reads a head from the first 88 bytes of a frame, which are there.
  package init(_ bytes: Span<UInt8>) throws(ReadFault) {
    guard (0..<4).allSatisfy({ bytes[$0] == Self.magic[$0] }) else { throw .damage(.frameMagic) }
    guard UInt16(littleEndian: bytes, at: 4) == Self.format else { throw .damage(.frameVersion) }
    guard bytes[10] == 0, bytes[11] == 0, UInt32(littleEndian: bytes, at: 36) == 0 else {
      throw .damage(.frameReserved)
    }
    length = Int(UInt32(littleEndian: bytes, at: 32))
    guard Self.lengths.contains(length) else { throw .damage(.frameLength) }
    part = UInt16(littleEndian: bytes, at: 6)
    parts = UInt16(littleEndian: bytes, at: 8)
    guard part >= 1, part <= parts, parts <= Limits.parts else { throw .damage(.framePart) }
    epoch = UInt32(littleEndian: bytes, at: 12)
    generation = UInt64(littleEndian: bytes, at: 16)
    sequence = UInt64(littleEndian: bytes, at: 24)
    previous = Array(bytes.extracting(40..<72))
    checkpoint = CheckpointPlace(
      sequence: UInt64(littleEndian: bytes, at: 72), position: UInt64(littleEndian: bytes, at: 80))
  }

  package init(
    part: UInt16, parts: UInt16, epoch: UInt32, generation: UInt64, sequence: UInt64, length: Int,
    previous: [UInt8], checkpoint: CheckpointPlace
  ) {
    self.part = part
    self.parts = parts
    self.epoch = epoch
    self.generation = generation
    self.sequence = sequence
    self.length = length
    self.previous = previous
    self.checkpoint = checkpoint
  }
}
