internal import Glibc

/// Finding programs the way a shell does.
package enum ProgramSearch {
  /// Where `program` may be: itself when it contains a slash, else in every directory of `PATH`.
  static func candidates(_ program: String) -> [String] {
    if program.utf8.contains(UInt8(ascii: "/")) { return [program] }
    guard !program.isEmpty else { return [] }
    let path = ProcessEnvironment.value("PATH") ?? "/usr/local/bin:/usr/bin:/bin"
    return path.split(separator: ":", omittingEmptySubsequences: false).map { directory in
      (directory.isEmpty ? "." : String(directory)) + "/" + program
    }
  }

  /// The first candidate that is a file we may execute. EACCES when there is a file of this name
  /// but none that may be executed, ENOENT when there is none.
  package static func find(_ program: String) throws(SystemError) -> String {
    var isRefused = false
    for candidate in candidates(program) {
      guard let status = try? FileSystem.status(candidate) else { continue }
      if status.kind == .regular, FileSystem.allows(.execute, candidate) { return candidate }
      isRefused = true
    }
    throw SystemError(errno: isRefused ? EACCES : ENOENT, operation: "execve", path: program)
  }
}

/// Lends `words` as C wants an argument vector, ended by a null pointer.
func withArguments<R>(
  _ words: [[UInt8]], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> R
) throws(SystemError) -> R {
  var bytes: [CChar] = []
  var starts: [Int] = []
  for word in words {
    guard !word.contains(0) else {
      throw SystemError(errno: EINVAL, operation: "execve")
    }
    starts.append(bytes.count)
    bytes += word.map { CChar(bitPattern: $0) } + [0]
  }
  return unsafe bytes.withUnsafeMutableBufferPointer { block in
    let base = block.baseAddress
    var pointers = unsafe starts.map { start in unsafe base.map { unsafe $0 + start } }
    unsafe pointers.append(nil)
    return unsafe pointers.withUnsafeMutableBufferPointer { unsafe body($0.baseAddress) }
  }
}
