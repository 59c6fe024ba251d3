import Agent
package import SecretMemory

/// The recovery code: shown once, and typed back in part, so that it has really been written down.
package struct RecoverySheet {
  private static let attempts = 3
  private let session: Session

  package init(_ session: Session) {
    self.session = session
  }

  /// Draws a recovery secret, shows its code, and has a part of it typed back.
  ///
  /// - Parameter option: what makes this unnecessary where nobody can be asked.
  package func make(insteadOf option: String) throws(CommandError) -> SecretBytes {
    guard session.questions.areAllowed else {
      throw .unanswered(
        question: "a recovery code is shown once and typed back in part", option: option)
    }
    let secret = try reporting { () throws(SecretMemoryError) in try NewSecret.recovery() }
    let code = try reporting { () throws(SecretMemoryError) in try NewSecret.recoveryCode(secret) }
    let draw = try reporting { () throws(SecretMemoryError) in try NewSecret.bytes(1) }
    try session.questions.show("the recovery code, shown this once; write it down on paper:")
    try session.questions.show(secret: code)
    try typeBack(code, drawn: draw.withSpan { $0[0] })
    return secret
  }

  private func typeBack(_ code: borrowing SecretBytes, drawn: UInt8) throws(CommandError) {
    let groups = code.withSpan(Self.groups)
    // The first group is the prefix, which every code has.
    let number = 2 + Int(drawn) % (groups.count - 1)
    var left = Self.attempts
    while left > 0 {
      left -= 1
      let typed = try session.questions.secret(
        "from your paper, group \(number) of \(groups.count) (not shown)", limit: 64,
        option: "--no-recovery")
      let matches = code.withSpan { whole in
        typed.withSpan { Self.matches(whole.extracting(groups[number - 1]), $0) }
      }
      if matches { return }
      try session.questions.show("that is another group; \(left, "attempt") left")
    }
    throw .aborted(.nothingChanged)
  }

  /// The parts between hyphens.
  private static func groups(_ code: Span<UInt8>) -> [Range<Int>] {
    var groups: [Range<Int>] = []
    var start = 0
    for index in 0...code.count where index == code.count || code[index] == UInt8(ascii: "-") {
      groups.append(start..<index)
      start = index + 1
    }
    return groups
  }

  /// Capitals make no difference.
  private static func matches(_ group: Span<UInt8>, _ typed: Span<UInt8>) -> Bool {
    guard group.count == typed.count else { return false }
    return group.indices.allSatisfy { group[$0] | 0x20 == typed[$0] | 0x20 }
  }
}
