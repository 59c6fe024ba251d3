import Cryptography
import SecretMemory

/// A copy outside guarded memory, for comparing test data only.
func contents(_ secret: borrowing SecretBytes) -> [UInt8] {
  secret.withSpan { span in span.indices.map { span[$0] } }
}

func secret(_ bytes: [UInt8]) throws -> SecretBytes {
  try SecretBytes(copying: bytes.span)
}

func bytes(_ text: String) -> [UInt8] {
  Array(text.utf8)
}

func hex(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

func unhex(_ text: String) -> [UInt8] {
  let digits = Array(text)
  return stride(from: 0, to: digits.count, by: 2).map {
    UInt8(String(digits[$0...$0 + 1]), radix: 16) ?? 0
  }
}

func verify(_ signature: [UInt8], _ message: [UInt8], _ publicKey: [UInt8]) -> Bool {
  verifySignature(signature, of: message.span, by: publicKey)
}
