internal import Glibc

/// The words this process was started with.
package enum ProcessArguments {
  /// What the process was told that it is called.
  package static var programName: String? {
    guard CommandLine.argc > 0, let name = unsafe CommandLine.unsafeArgv[0] else { return nil }
    return unsafe String(cString: name)
  }

  /// Everything after the program's name, byte for byte: the standard library's own list repairs
  /// what is not UTF-8.
  package static var words: [[UInt8]] {
    let count = Int(CommandLine.argc)
    let list = unsafe CommandLine.unsafeArgv
    var words: [[UInt8]] = []
    for index in 1..<max(1, count) {
      guard let word = unsafe list[index] else { break }
      let bytes = unsafe UnsafeRawBufferPointer(start: word, count: strlen(word))
      unsafe words.append(Array(bytes))
    }
    return words
  }
}

/// Ends the process. What holds secrets must be gone by then: nothing is destroyed after this.
package func endProcess(status: Int32) -> Never {
  exit(status)
}
