import ByteCoding
import Cryptography

/// Why some bytes were not accepted, before it is known where in the vault they stand.
package enum ReadFault: Error, Equatable {
  case damage(DamageReason)
  /// Guarded memory cannot be had; says nothing about the bytes.
  case outOfMemory
}

/// Runs an operation on keys; a failure to authenticate is damage of the given kind.
func opening<R: ~Copyable>(
  as reason: DamageReason, _ body: () throws(CryptographyError) -> R
) throws(ReadFault) -> R {
  do throws(CryptographyError) { return try body() } catch {
    throw error == .outOfMemory ? .outOfMemory : .damage(reason)
  }
}

/// Reads `bytes` as exactly what `body` reads; anything else is damage of the given kind.
func decoding<R>(
  _ bytes: [UInt8], as reason: DamageReason,
  _ body: (inout CBORReader) throws(CBORError) -> R
) throws(ReadFault) -> R {
  var reader = CBORReader(bytes)
  do throws(CBORError) {
    let result = try body(&reader)
    try reader.end()
    return result
  } catch { throw .damage(reason) }
}
