internal import CLinux
internal import Glibc
package import SecretMemory

/// The environment this process was started with.
package enum ProcessEnvironment {
  /// The value of a variable, nil when it is unset. Not for secrets.
  package static func value(_ name: String) -> String? {
    guard let entry = unsafe linux_environment_entry(name, name.utf8.count) else { return nil }
    return unsafe String(cString: entry + name.utf8.count + 1)
  }

  /// Moves the value of a variable into guarded memory: it is wiped where it stood, which is also
  /// what /proc shows of us, and unset, so that no program we start gets it.
  package static func secretValue(_ name: String) throws(SystemError) -> SecretBytes? {
    guard let entry = unsafe linux_environment_entry(name, name.utf8.count) else { return nil }
    let start = unsafe entry + name.utf8.count + 1
    let count = unsafe strlen(start)
    let value = try unsafe guardedCopy(of: UnsafeRawBufferPointer(start: start, count: count))
    unsafe linux_wipe(start, count)
    try systemCall("unsetenv") { unsafe linux_unset_variable(name) }
    return value
  }
}

func guardedCopy(of bytes: UnsafeRawBufferPointer) throws(SystemError) -> SecretBytes {
  let span = unsafe bytes.bindMemory(to: UInt8.self).span
  do { return try SecretBytes(copying: span) } catch { throw .outOfGuardedMemory }
}
