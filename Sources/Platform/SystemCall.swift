internal import Glibc

/// Runs one wrapped system call until a signal no longer interrupts it: the only EINTR loop there
/// is. `call` answers as the kernel does, with a value or a negated error number.
///
/// A path with a NUL inside would reach the kernel cut short, so it is refused here for every call.
@discardableResult
func systemCall<Value: SignedInteger>(
  _ operation: String, path: String? = nil, _ call: () -> Value
) throws(SystemError) -> Value {
  if let path, path.utf8.contains(0) {
    throw SystemError(errno: EINVAL, operation: operation, path: path)
  }
  while true {
    let value = call()
    if value >= 0 { return value }
    guard value == Value(-EINTR) else {
      throw SystemError(errno: Int32(-value), operation: operation, path: path)
    }
  }
}
