internal import Glibc

/// An error number with its symbol and meaning. The table is our own because strerror(3) words
/// depend on the locale, and because a static program has no message catalogues.
struct ErrorNumber {
  let name: String
  let explanation: String
  let isStorageFailure: Bool

  init?(_ number: Int32) {
    guard let entry = Self.table[number] else { return nil }
    (name, explanation) = entry
    isStorageFailure = Self.storageFailures.contains(number)
  }

  private static let storageFailures: Set<Int32> = [
    ENOSPC, EDQUOT, EFBIG, EIO, EROFS, ENODEV, ENXIO, ESTALE,
  ]

  private static let table: [Int32: (String, String)] = [
    E2BIG: ("E2BIG", "argument list too long"),
    EACCES: ("EACCES", "permission denied"),
    EADDRINUSE: ("EADDRINUSE", "address already in use"),
    EAGAIN: ("EAGAIN", "temporarily unavailable"),
    EBADF: ("EBADF", "not an open file descriptor"),
    EBUSY: ("EBUSY", "device or file is busy"),
    ECHILD: ("ECHILD", "no such child process"),
    ECONNABORTED: ("ECONNABORTED", "connection given up by the other side"),
    ECONNREFUSED: ("ECONNREFUSED", "connection refused"),
    ECONNRESET: ("ECONNRESET", "connection reset by the other side"),
    EDQUOT: ("EDQUOT", "disk quota exceeded"),
    EEXIST: ("EEXIST", "already exists"),
    EFBIG: ("EFBIG", "too large"),
    EINTR: ("EINTR", "interrupted"),
    EINVAL: ("EINVAL", "invalid argument"),
    EIO: ("EIO", "input/output error"),
    EISDIR: ("EISDIR", "is a directory"),
    ELOOP: ("ELOOP", "is or passes through a symbolic link"),
    EMFILE: ("EMFILE", "too many open files"),
    EMLINK: ("EMLINK", "too many links"),
    ENAMETOOLONG: ("ENAMETOOLONG", "name too long"),
    ENFILE: ("ENFILE", "too many open files in the system"),
    ENODATA: ("ENODATA", "end of input"),
    ENODEV: ("ENODEV", "no such device"),
    ENOENT: ("ENOENT", "no such file or directory"),
    ENOEXEC: ("ENOEXEC", "not an executable format"),
    ENOLCK: ("ENOLCK", "no locks available"),
    ENOMEM: ("ENOMEM", "out of memory"),
    ENOSPC: ("ENOSPC", "no space left on device"),
    ENOSYS: ("ENOSYS", "not supported by this kernel"),
    ENOTCONN: ("ENOTCONN", "not connected"),
    ENOTDIR: ("ENOTDIR", "not a directory"),
    ENOTEMPTY: ("ENOTEMPTY", "directory not empty"),
    ENOTSOCK: ("ENOTSOCK", "not a socket"),
    ENOTSUP: ("ENOTSUP", "not supported"),
    ENOTTY: ("ENOTTY", "not a terminal"),
    ENXIO: ("ENXIO", "no such device or address"),
    EPERM: ("EPERM", "operation not permitted"),
    EPIPE: ("EPIPE", "nobody reads the other end"),
    EROFS: ("EROFS", "read-only file system"),
    ESRCH: ("ESRCH", "no such process"),
    ESTALE: ("ESTALE", "stale file handle"),
    ETIMEDOUT: ("ETIMEDOUT", "timed out"),
    ETXTBSY: ("ETXTBSY", "program file is being written"),
    EXDEV: ("EXDEV", "on another file system"),
  ]
}
