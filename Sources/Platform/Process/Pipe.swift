internal import CLinux

/// Both ends of a pipe. Each waits unless told otherwise.
struct Pipe: ~Copyable {
  let reading: OwnedFile
  let writing: OwnedFile

  init() throws(SystemError) {
    var ends: [CInt] = [-1, -1]
    try systemCall("pipe2") { unsafe linux_pipe(&ends) }
    reading = OwnedFile(descriptor: ends[0])
    writing = OwnedFile(descriptor: ends[1])
  }
}

extension OwnedFile {
  /// Makes reads and writes that would wait fail with EAGAIN.
  borrowing func neverWait() throws(SystemError) {
    try systemCall("fcntl") { linux_never_wait(descriptor) }
  }
}
