import Foundation
import Testing

/// The rules that make the modules worth having, checked on the text of the sources.
@Suite struct HouseRulesTests {
  /// What each module may import; the order is that of the layers, lowest first.
  static let mayImport: [String: Set<String>] = [
    "CSodium": [], "CLinux": [], "ByteCoding": [],
    "SecretMemory": ["CSodium"],
    "Cryptography": ["CSodium", "SecretMemory"],
    "Platform": ["CLinux", "Glibc", "SecretMemory"],
    "Ledger": ["ByteCoding", "Cryptography", "SecretMemory", "Platform"],
    "Vault": ["ByteCoding", "SecretMemory", "Cryptography"],
    "Providers": ["Vault", "Cryptography", "SecretMemory"],
    "Delivery": ["ByteCoding", "Vault", "Cryptography", "SecretMemory", "Platform"],
    "Discovery": ["Vault", "Delivery", "Cryptography", "SecretMemory", "Platform"],
    "Agent": [
      "ByteCoding", "Cryptography", "SecretMemory", "Platform", "Ledger", "Vault", "Providers",
      "Delivery",
    ],
    "Commands": [
      "ByteCoding", "Agent", "Vault", "Providers", "Delivery", "Discovery", "Platform",
      "SecretMemory",
    ],
    "keyroll": ["Commands"],
    "keyroll-bench": [
      "ByteCoding", "Cryptography", "SecretMemory", "Platform", "Ledger", "Vault", "Agent",
      "Commands",
    ],
  ]

  /// Part of the toolchain's standard library, allowed where a lock is needed.
  static let standard: Set<String> = ["Synchronization"]

  @Test func everyModuleIsInTheTable() {
    #expect(Set(SourceTree.modules) == Set(Self.mayImport.keys))
  }

  @Test(arguments: SourceTree.modules) func importsOnlyWhatTheTableAllows(_ module: String) throws {
    let allowed = (Self.mayImport[module] ?? []).union(Self.standard)
    for file in SourceTree.files(of: module) {
      for line in try SourceTree.lines(of: file) {
        let words = line.split(separator: " ")
        guard let at = words.firstIndex(of: "import"), at < 3, at + 1 < words.count else {
          continue
        }
        guard
          words[..<at].allSatisfy({ ["package", "internal", "private", "public"].contains($0) })
        else { continue }
        let imported = String(words[at + 1].split(separator: ".")[0])
        #expect(allowed.contains(imported), "\(SourceTree.relative(file)): import \(imported)")
      }
    }
  }

  @Test func unsafeStaysInThreeModules() throws {
    let allowed: Set = ["SecretMemory", "Cryptography", "Platform"]
    for module in SourceTree.modules where !allowed.contains(module) {
      for file in SourceTree.files(of: module) {
        for line in try SourceTree.lines(of: file) {
          #expect(!SourceTree.words(of: line).contains("unsafe"), "\(SourceTree.relative(file))")
        }
      }
    }
  }

  @Test func oneUncheckedSendableAndNoOtherHatch() throws {
    var unchecked: [String] = []
    for module in SourceTree.modules {
      for file in SourceTree.files(of: module) {
        for line in try SourceTree.lines(of: file) {
          let code = SourceTree.code(of: line)
          for hatch in ["try!", "as!", "fatalError(", "nonisolated(unsafe)", "@preconcurrency"] {
            #expect(!code.contains(hatch), "\(SourceTree.relative(file)): \(hatch)")
          }
          if code.contains("@unchecked Sendable") { unchecked.append(SourceTree.relative(file)) }
        }
      }
    }
    #expect(unchecked == ["Sources/SecretMemory/SecretBytes.swift"])
  }

  @Test func filesStayShort() throws {
    for module in SourceTree.modules {
      for file in SourceTree.files(of: module) where !file.lastPathComponent.hasPrefix("WordList") {
        let count = try SourceTree.lines(of: file).count
        #expect(count <= 501, "\(SourceTree.relative(file)) has \(count) lines")
      }
    }
  }

  @Test func theProgramIsTenLines() throws {
    let main = SourceTree.root.appending(path: "Sources/keyroll/main.swift")
    #expect(try SourceTree.lines(of: main).count <= 11)
  }

  @Test func topLevelHoldsOnlyWhatBelongsThere() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: SourceTree.root.path)
    let visible = Set(names.filter { !$0.hasPrefix(".") }).subtracting(["Package.resolved"])
    #expect(visible == ["Package.swift", "Sources", "Tests", "README.md", "SECURITY.md"])
  }

  @Test func packageHasNoDependency() throws {
    let manifest = SourceTree.root.appending(path: "Package.swift")
    #expect(try !String(contentsOf: manifest, encoding: .utf8).contains(".package("))
  }

  @Test func onlyTheCommandLineAndThePlatformReachTheTerminal() throws {
    for module in SourceTree.modules {
      guard !["Commands", "Platform", "keyroll-bench"].contains(module) else { continue }
      for file in SourceTree.files(of: module) {
        for line in try SourceTree.lines(of: file) {
          let words = SourceTree.words(of: line)
          #expect(
            !words.contains("print") || words.contains("func"), "\(SourceTree.relative(file))")
          #expect(!words.contains("StandardStream"), "\(SourceTree.relative(file))")
        }
      }
    }
  }
}
