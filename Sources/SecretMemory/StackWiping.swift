import CSodium

/// Overwrites the part of this thread's stack that calls made from here have used, with what they
/// left there: keys in the middle of a computation. Deeper than `bytes` is not reached, nor are the
/// registers.
@inline(never)
package func wipeStack(bytes: Int = 256 << 10) {
  sodium_stackzero(bytes)
}
