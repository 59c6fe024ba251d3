// swift-tools-version: 6.2
import PackageDescription

/// One list for every target, tests included: the compiler keeps the house rules.
let rules: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Regular expressions are what a plain `contains` or `split` of text would otherwise bring along:
/// a tenth of the program.
let lean: [SwiftSetting] = [
  .unsafeFlags(["-Xfrontend", "-disable-implicit-string-processing-module-import"])
]

let small: [SwiftSetting] = [.unsafeFlags(["-Osize"], .when(configuration: .release))]

/// A release build is one static file that can be copied to any machine of this architecture.
let staticInRelease: [LinkerSetting] = [
  .unsafeFlags(["-static-executable"], .when(configuration: .release))
]

/// `KEYROLL_FUZZ=1 swift build -c release --product AgentProtocolFuzzer`: libFuzzer sees which code
/// of the decoders an input reaches.
let isFuzzing = Context.environment["KEYROLL_FUZZ"] != nil
let watched: [SwiftSetting] = isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer"])] : []

func module(_ name: String, uses dependencies: [Target.Dependency]) -> Target {
  .target(
    name: name, dependencies: dependencies, exclude: documentation(of: name),
    swiftSettings: rules + lean + (isCold(name) ? small : []) + (isDecoding(name) ? watched : []))
}

/// Modules that wait for people, files and other programs, never for themselves.
func isCold(_ name: String) -> Bool {
  ["Commands", "Delivery", "Discovery", "Providers"].contains(name)
}

func isDecoding(_ name: String) -> Bool { ["Agent", "ByteCoding"].contains(name) }

func documentation(of name: String) -> [String] {
  ["Ledger", "Vault", "Agent"].contains(name) ? ["\(name).docc"] : []
}

func suite(_ name: String, uses dependencies: [Target.Dependency], data: [String] = []) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], exclude: data, swiftSettings: rules)
}

let fuzzers: [Target] = [
  .executableTarget(
    name: "AgentProtocolFuzzer", dependencies: ["Agent", "SecretMemory"],
    path: "Tests/Fuzzing/AgentProtocol",
    swiftSettings: rules,
    linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])])
]

let package = Package(
  name: "keyroll",
  targets: [
    .systemLibrary(
      name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
    .systemLibrary(name: "CLinux"),
    module("ByteCoding", uses: []),
    module("SecretMemory", uses: ["CSodium"]),
    module("Cryptography", uses: ["CSodium", "SecretMemory"]),
    module("Platform", uses: ["CLinux", "SecretMemory"]),
    module("Ledger", uses: ["ByteCoding", "Cryptography", "SecretMemory", "Platform"]),
    module("Vault", uses: ["ByteCoding", "Cryptography", "SecretMemory"]),
    module("Providers", uses: ["Vault", "Cryptography", "SecretMemory"]),
    module("Delivery", uses: ["ByteCoding", "Vault", "Cryptography", "SecretMemory", "Platform"]),
    module(
      "Discovery", uses: ["Vault", "Delivery", "Cryptography", "SecretMemory", "Platform"]),
    module(
      "Agent",
      uses: [
        "ByteCoding", "Cryptography", "SecretMemory", "Platform", "Ledger", "Vault", "Providers",
        "Delivery",
      ]),
    module(
      "Commands",
      uses: [
        "ByteCoding", "Agent", "Vault", "Providers", "Delivery", "Discovery", "Platform",
        "SecretMemory",
      ]),
    .executableTarget(
      name: "keyroll", dependencies: ["Commands"], swiftSettings: rules + lean,
      linkerSettings: staticInRelease),
    .executableTarget(
      name: "keyroll-bench",
      dependencies: [
        "ByteCoding", "Cryptography", "SecretMemory", "Platform", "Ledger", "Vault", "Agent",
        "Commands",
      ],
      swiftSettings: rules + lean, linkerSettings: staticInRelease),

    .target(
      name: "TestSupport", dependencies: ["Platform", "SecretMemory"], path: "Tests/TestSupport",
      swiftSettings: rules),
    suite("SecretMemoryTests", uses: ["SecretMemory"]),
    suite("CryptographyTests", uses: ["Cryptography", "SecretMemory"]),
    suite("ByteCodingTests", uses: ["ByteCoding"]),
    suite("PlatformTests", uses: ["Platform", "SecretMemory"]),
    suite(
      "LedgerTests", uses: ["Ledger", "ByteCoding", "Cryptography", "SecretMemory", "Platform"],
      data: ["Vectors"]),
    suite("VaultTests", uses: ["Vault", "ByteCoding", "Cryptography", "SecretMemory"]),
    suite("ProvidersTests", uses: ["Providers", "Vault", "SecretMemory"]),
    suite("DeliveryTests", uses: ["Delivery", "Vault", "ByteCoding", "SecretMemory", "Platform"]),
    suite("DiscoveryTests", uses: ["Discovery", "Delivery", "SecretMemory", "Platform"]),
    suite(
      "AgentTests",
      uses: [
        "Agent", "Ledger", "Vault", "Providers", "Delivery", "ByteCoding", "Cryptography",
        "SecretMemory", "Platform",
      ],
      data: ["Vectors"]),
    suite("CommandsTests", uses: ["Commands", "Agent", "Vault", "Platform", "SecretMemory"]),
    suite("ArchitectureTests", uses: []),
    suite(
      "EndToEndTests",
      uses: ["keyroll", "Commands", "Agent", "Vault", "ByteCoding", "Platform", "SecretMemory"],
      data: ["Transcripts", "Readers"]),
  ] + (isFuzzing ? fuzzers : []),
  swiftLanguageModes: [.v6]
)
