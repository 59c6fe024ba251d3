package import Platform

extension Diagnostic {
  package init(_ error: SystemError) {
    let place: Message = error.path.map { "\($0)" } ?? "a file"
    if error.isStorageFailure {
      self.init(
        "storage-failed", .storageFailed, "cannot write \(place): \(error.explanation)",
        "make room or repair the medium, then type the same again")
      return
    }
    switch error.name {
    case "ENOENT", "ENOTDIR":
      self.init(
        "no-such-file", .usage, "cannot open \(place): \(error.explanation)",
        "look at what is there: ls -ld \(place)")
    case "EACCES", "EPERM":
      self.init(
        "permission-denied", .refused, "cannot open \(place): \(error.explanation)",
        error.path.map { "look at its owner and mode: ls -ld \($0)" }
          ?? "look at the owner and mode of the directory")
    case "EISDIR", "ELOOP":
      self.init(
        "not-a-file", .usage, "cannot open \(place): \(error.explanation)",
        "name a file, not a directory or a link")
    case "EBADF":
      self.init(
        "bad-descriptor", .usage, "cannot read the descriptor: it is not open",
        "open it on the same line, for example: --fd 3 3<FILE")
    case "EEXIST":
      self.init(
        "file-exists", .conflict, "cannot make \(place): \(error.explanation)",
        "name another, or move that one away")
    case "EPIPE":
      self.init("broken-pipe", .unexpected, "cannot write the output: nobody reads it")
    default:
      self.init(
        "system", .unexpected, "\(place): \(error.operation) failed: \(error.explanation)")
    }
  }
}
