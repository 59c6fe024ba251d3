package import Testing
import Foundation

/// Programs of others that a test compares us with. Where one is missing its tests are skipped,
/// unless `KEYROLL_REQUIRE_PEERS=1` says that this machine is meant to have them all.
package enum Peer {
  package struct Missing: Error, CustomStringConvertible {
    package let description: String
  }

  /// Whether the program is there (for Python also the module). Throws when it is missing but
  /// required.
  package static func require(_ program: String, module: String? = nil) throws -> Bool {
    let isThere =
      if let module {
        try? runProgram(program, ["-c", "import \(module)"])
      } else {
        try? runProgram("/bin/sh", ["-c", "command -v \"$0\"", program])
      }
    if isThere?.status == 0 { return true }
    guard ProcessInfo.processInfo.environment["KEYROLL_REQUIRE_PEERS"] == "1" else { return false }
    throw Missing(description: "missing peer: \(name(program, module))")
  }

  fileprivate static func name(_ program: String, _ module: String?) -> String {
    module.map { "\(program) with \($0)" } ?? program
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips a test or suite on machines without the program.
  package static func peer(_ program: String, module: String? = nil) -> Self {
    .enabled(
      if: try Peer.require(program, module: module),
      "skipped: needs \(Peer.name(program, module))")
  }
}
