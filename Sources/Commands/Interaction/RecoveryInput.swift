import Agent
package import SecretMemory

/// A recovery code that somebody has on paper.
package struct RecoveryInput {
  package static let option = Option(
    "code-file", .one("F"), "read the recovery code from a file", path: true)
  private static let limit = 256

  private let invocation: Invocation
  private let session: Session

  package init(_ invocation: Invocation, _ session: Session) {
    self.invocation = invocation
    self.session = session
  }

  /// The secret of the code that was typed or read.
  package func secret() throws(CommandError) -> SecretBytes {
    let text = try text()
    let secret = try reporting { () throws(SecretMemoryError) in
      try text.withSpan { (bytes) throws(SecretMemoryError) in
        try NewSecret.recovery(fromCode: bytes)
      }
    }
    guard let secret else { throw .input(.badRecoveryCode) }
    return secret
  }

  private func text() throws(CommandError) -> SecretBytes {
    guard let path = invocation.value("code-file") else {
      return try session.questions.secret(
        "the recovery code (not shown)", limit: Self.limit, option: "--code-file")
    }
    let bytes = try SecretSource.file(path, limit: Self.limit)
    do throws(SecretMemoryError) { return try bytes.withoutLineEnd() } catch { throw .outOfMemory }
  }
}
