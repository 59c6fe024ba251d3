/// How system calls are numbered.
enum CallArchitecture: CaseIterable {
  case x86_64, aarch64

  /// AUDIT_ARCH_*.
  var identifier: UInt32 {
    switch self {
    case .x86_64: 0xC000_003E
    case .aarch64: 0xC000_00B7
    }
  }

  init?(identifier: UInt32) {
    guard let found = Self.allCases.first(where: { $0.identifier == identifier }) else {
      return nil
    }
    self = found
  }
}

/// A system call that is allowed, maybe only with certain arguments.
struct CallRule {
  let name: String
  let condition: CallCondition
  private let x86: UInt32?
  private let arm: UInt32?

  /// `x86` and `arm` are its numbers, nil where the architecture does not have it.
  init(_ name: String, _ x86: UInt32?, _ arm: UInt32?, _ condition: CallCondition = .always) {
    self.name = name
    self.x86 = x86
    self.arm = arm
    self.condition = condition
  }

  func number(on architecture: CallArchitecture) -> UInt32? {
    switch architecture {
    case .x86_64: x86
    case .aarch64: arm
    }
  }
}

/// What must hold of a call's arguments, counted from zero. Only `zero` looks at all 64 bits: the
/// kernel itself ignores the upper half of the others.
enum CallCondition: Equatable {
  case always

  /// None of these bits.
  case without(UInt32, argument: Int)

  /// All of these bits.
  case with(UInt32, argument: Int)

  case oneOf([UInt32], argument: Int)

  /// A null pointer.
  case zero(argument: Int)

  /// The identifier of the process that installs the filter.
  case ownProcess(argument: Int)

  /// Never allowed: it fails as on a kernel without it, so that the C library does it another way.
  case notKnown
}
