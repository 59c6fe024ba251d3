/// A written form of variables that one family of readers understands. There is no common
/// format of environment files: a spelling that is right in one reader is wrong, or runs code, in
/// another.
package enum Dialect: String, CaseIterable, Sendable {
  /// Assignments for a POSIX shell (`set -a; . ./file`).
  case sh
  /// The spelling that every measured reader of `.env` files takes the same way.
  case dotenv
  /// One object of strings.
  case json
}

/// Why a dialect cannot carry a variable. The raw values are stable codes.
package enum RefusalReason: String, Sendable {
  case newline
  case cr
  case notUTF8 = "not-utf8"
  case quote
  case backslash
  case control
  /// A Unicode noncharacter, for which systemd drops the whole file.
  case noncharacter
  case dollarBrace = "dollar-expands"
  case outerBlank = "outer-blank"
  case nul
  /// `NAME=value` above the limit of the kernel: no process could be started with it.
  case tooLong = "too-long-exec"
  /// Not a variable name, or one that this reader cannot set to a given text.
  case name
}

/// A variable that a dialect cannot carry, and the dialects that can.
package struct Unrepresentable: Equatable, Sendable {
  package let variable: String
  package let reason: RefusalReason
  package let alternatives: [Dialect]
}

/// Why text is not in a dialect as this module writes it.
package enum DialectSyntaxError: Error, Equatable {
  /// The first line (from 1) that is not in the grammar.
  case line(Int)
  /// A name that is assigned twice, the second time on this line.
  case duplicate(name: String, line: Int)
  case memory
}
