internal import CLinux
internal import Glibc

/// The environment this process was started with.
package enum ProcessEnvironment {
  /// The value of a variable, nil when it is unset. Not for secrets.
  package static func value(_ name: String) -> String? {
    guard let entry = unsafe linux_environment_entry(name, name.utf8.count) else { return nil }
    return unsafe String(cString: entry + name.utf8.count + 1)
  }
}
