internal import CLinux
internal import Glibc

/// Becomes another program, which keeps the process, its terminal and its open standard streams.
/// Returns only by throwing: ENOENT when there is no such program, EACCES when it may not be
/// executed.
///
/// `arguments` begin after the program's own name, which it gets as typed. What `Hardening` changed
/// is taken back first.
package func replaceProcess(
  program: String, arguments: [String], environment: borrowing EnvironmentBlock
) throws(SystemError) -> Never {
  try replaceProcess(
    ([program] + arguments).map { Array($0.utf8) }, environment: environment)
}

/// The same for words that need not be text: the program, as typed, and its arguments.
package func replaceProcess(
  _ words: [[UInt8]], environment: borrowing EnvironmentBlock
) throws(SystemError) -> Never {
  let program = String(decoding: words.first ?? [], as: UTF8.self)
  let path = try ProgramSearch.find(program)
  Hardening.undoForExec()
  let result = try unsafe withArguments(words) { vector in
    unsafe environment.withEntries { entries in unsafe linux_execve(path, vector, entries) }
  }
  Hardening.redo()
  throw SystemError(errno: Int32(-result), operation: "execve", path: program)
}
