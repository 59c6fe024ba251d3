/// A system call that failed: which one, on what, and why. Carries no content, only names.
package struct SystemError: Error, Equatable, Sendable {
  /// The error number, as in errno(3).
  package let errno: Int32

  /// The system call, by its manual page's name.
  package let operation: String

  /// The file concerned, as the caller spelled it.
  package let path: String?

  package init(errno: Int32, operation: String, path: String? = nil) {
    self.errno = errno
    self.operation = operation
    self.path = path
  }

  /// The symbol of the error number, `ENOENT`, or `E123` when it is none of those known here.
  package var name: String { ErrorNumber(errno)?.name ?? "E\(errno)" }

  /// What the error number means, as a phrase without a full stop.
  package var explanation: String { ErrorNumber(errno)?.explanation ?? "error \(errno)" }

  /// Whether the medium, not the request, is at fault: full, over quota, failing or read-only.
  package var isStorageFailure: Bool { ErrorNumber(errno)?.isStorageFailure ?? false }
}

extension SystemError {
  /// The same failure, told about a path that the system call itself did not see.
  package func at(_ path: String) -> SystemError {
    SystemError(errno: errno, operation: operation, path: path)
  }
}
