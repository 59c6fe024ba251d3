import CSodium
import Synchronization

/// The state that libsodium needs once per process.
package enum Libsodium {
  /// Initialises libsodium on first touch; whatever calls into libsodium reads this first.
  /// Traps when the library cannot start, because nothing may run without its generator.
  package static let ready: Void = {
    precondition(sodium_init() >= 0, "SecretMemory: libsodium cannot be initialised")
  }()

  /// Set by the first block that the kernel would not lock, and never cleared.
  static let lockRefused = Atomic<Bool>(false)
}
