/// One instruction of the packet filter machine as seccomp(2) runs it: one accumulator, and jumps
/// that count instructions, forward only.
struct FilterInstruction: Equatable {
  let code: UInt16
  let ifTrue: UInt8
  let ifFalse: UInt8
  let value: UInt32

  private init(_ code: UInt16, _ value: UInt32, ifTrue: UInt8 = 0, ifFalse: UInt8 = 0) {
    self.code = code
    self.ifTrue = ifTrue
    self.ifFalse = ifFalse
    self.value = value
  }

  /// Loads the word at this offset of the call's description, struct seccomp_data.
  static func load(_ offset: UInt32) -> Self { Self(0x20, offset) }

  /// Keeps these bits of the accumulator.
  static func and(_ bits: UInt32) -> Self { Self(0x54, bits) }

  /// Jumps on whether the accumulator equals `value`.
  static func equals(_ value: UInt32, ifTrue: UInt8 = 0, ifFalse: UInt8 = 0) -> Self {
    Self(0x15, value, ifTrue: ifTrue, ifFalse: ifFalse)
  }

  /// Ends with this verdict.
  static func verdict(_ verdict: FilterVerdict) -> Self { Self(0x06, verdict.value) }
}

/// How the kernel goes on with a call: SECCOMP_RET_*.
enum FilterVerdict: Equatable {
  case allow

  /// The call is not made and fails with this error number.
  case fail(Int32)

  case killProcess

  var value: UInt32 {
    switch self {
    case .allow: 0x7fff_0000
    case .fail(let number): 0x0005_0000 | UInt32(number) & 0xffff
    case .killProcess: 0x8000_0000
    }
  }
}

/// Offsets in struct seccomp_data of a little-endian machine.
enum CallDescription {
  static let number: UInt32 = 0
  static let architecture: UInt32 = 4

  static func low(_ argument: Int) -> UInt32 { 16 + 8 * UInt32(argument) }
  static func high(_ argument: Int) -> UInt32 { low(argument) + 4 }
}
