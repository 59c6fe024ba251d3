import SecretMemory

enum JSONDialect {
  static func refusal(of name: String, _ value: Span<UInt8>) -> RefusalReason? { .name }
  static func compose(
    _ variables: borrowing SecretFields, in order: [Int]
  ) throws(SecretMemoryError) -> SecretBytes { throw .outOfMemory }
  static func parse(_ text: Span<UInt8>) throws(DialectSyntaxError) -> SecretFields {
    throw .line(1)
  }
}
