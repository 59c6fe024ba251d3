internal import Glibc

extension SystemError {
  /// A file would grow beyond what its owner allows it, EFBIG.
  package static func tooLarge(_ path: String) -> SystemError {
    SystemError(errno: EFBIG, operation: "write", path: path)
  }

  /// Others are at work on a file, and did not come to an end, EWOULDBLOCK.
  package static func busy(_ path: String? = nil) -> SystemError {
    SystemError(errno: EWOULDBLOCK, operation: "flock", path: path)
  }
}
