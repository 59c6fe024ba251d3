import Agent
import Commands
import Delivery
import Platform
import Testing
import Vault

@Suite struct DiagnosticTests {
  static let errors: [CommandError] =
    [
      .unanswered(question: "sure?", option: "-y"), .aborted(.nothingChanged),
      .aborted(.valueKept(key: "k")), .nobodyToUnlock, .outOfMemory, .unavailable(.clipboard),
      .unavailable(.home), .unavailable(.sharedVault), .unexpectedAnswer,
      .early(.keyIsConnected(key: "k", tools: ["t"])), .early(.rotationIsOpen(key: "k")),
      .early(.severalFields(key: "k", fields: ["a"])), .early(.nothingToChange),
    ] + usage.map(CommandError.usage) + input.map(CommandError.input)
    + service.map(CommandError.service)
    + refusals.map { .service(.refused($0)) } + delivery.map(CommandError.delivery)

  static let usage: [UsageError] = [
    .noCommand, .unknownCommand("x", suggestions: []),
    .incompleteCommand("tool", continuations: []),
    .unknownOption("--x", command: nil, suggestions: []), .notText(position: 1),
    .optionBeforeCommand("--x", commands: ["set"]), .valueOnCommandLine(key: "k"),
    .unknownTopic("x", suggestions: []), .operand(.missing("KEY"), command: "set"),
    .operand(.surplus(position: 2), command: "set"), .operand(.notAKey, command: "set"),
    .operand(.twoEnvironments, command: "run"),
    .option(.missingValue(placeholder: "X"), name: "--x", command: "set"),
    .option(.repeated, name: "--x", command: "set"),
  ]

  static let input: [InputError] = [
    .emptyValue(field: nil), .tooLarge(limit: 1024), .notAnObject(offset: 1), .notText(field: "f"),
    .missingField("f", given: []), .surplusField("f", fields: []), .severalFields(["f"]),
    .emptyPassphrase(source: "s"), .passphrasesDiffer, .weakPassphrase(bits: 1, least: 2),
    .keyFileTooShort(path: "p", least: 32), .badRecoveryCode,
    .suspicious(field: "f", findings: []),
  ]

  static let service: [ServiceError] = [
    .noVault(path: "p"), .alreadyExists(path: "p"), .locked, .wrongFactor,
    .system(SystemError(errno: 28, operation: "write")), .invalidName("n", .empty),
    .unknownProvider(name: "n", suggestion: nil), .missingFields(["f"]),
    .unknownField(name: "f", fields: []), .unknownParameter(name: "n", provider: nil, known: []),
    .missingParameters(["n"], provider: "p"), .fieldNeeded(key: "k", fields: ["f"]),
    .variableNeedsField(key: "k", fields: ["f"]), .noSuchSlot(name: "s"),
    .ambiguousSlot(name: "s"), .slotExists(name: "s"), .lastSlot, .passphrase(.tooLong),
    .noSuchTarget(tool: "t", name: "n", targets: []), .valuePurged(key: "k", version: 1),
    .noMatch(pattern: "*"), .unknownSetting(name: "n", known: []),
    .invalidSetting(name: "n", accepted: []), .outOfMemory,
  ]

  static let refusals: [Refusal] = [
    .unavailable, .noSuchKey(name: "k", suggestion: nil), .noSuchTool(name: "t", suggestion: "u"),
    .noCurrentVersion(key: "k"), .notConnected(tool: "t", key: "k"),
    .ambiguousTool(name: "t", environments: ["prod"]), .keyExists(name: "k"),
    .connected(key: "k", tools: ["t"]), .toolConnected(tool: "t", keys: ["k"]),
    .variableTaken(tool: "t", variable: "V", key: "k", field: "f"), .noOpenRotation(key: "k"),
    .alreadyPromoted(key: "k", number: 2), .alreadyTaken(key: "k", number: 2, tools: ["t"]),
    .invalidVariable("1"), .publicVariable(variable: "VITE_X", prefix: "VITE_"),
    .specialVariable(variable: "PATH", reason: .changesWhatRuns),
    .apiMismatch(key: "k", required: "v1", actual: "v3"), .textTooLong(attribute: "a", maximum: 9),
    .nothingToRevoke(key: "k"), .alreadyRevoked(key: "k", number: 1), .toolsPending([]),
    .notRevocable(key: "k", number: 1, label: .current), .reasonRequired,
  ]

  static let delivery: [DeliveryError] = [
    .unrepresentable([]), .readBackMismatch(variable: "V"),
    .unsafeTarget(path: "p", .hardLinked), .insideGit(path: "p", .tracked(workTree: "w")),
    .foreignContent(path: "p", names: ["N"], line: nil), .memory,
  ]

  @Test func everyErrorHasACodeAndPlainWords() {
    for error in Self.errors {
      let diagnostic = Diagnostic(error)
      let text = diagnostic.message.text
      #expect(diagnostic.code.allSatisfy { $0.isLowercase || $0 == "-" || $0.isNumber }, "\(text)")
      #expect(!text.hasSuffix(".") && text.first?.isUppercase == false, "\(text)")
      #expect(diagnostic.exit != .done && !text.contains("\n"), "\(text)")
    }
  }

  @Test func mostErrorsSayWhatToTypeNext() {
    let silent = Self.errors.filter { Diagnostic($0).hints.isEmpty }
    #expect(silent.count < Self.errors.count / 5)
  }

  @Test(arguments: [
    (ServiceError.refused(.toolsPending([])), Int32(20)), (.wrongFactor, 5),
    (.noVault(path: ""), 6),
    (.refused(.noSuchKey(name: "k", suggestion: nil)), 10),
    (.refused(.connected(key: "k", tools: [])), 23),
    (.refused(.publicVariable(variable: "V", prefix: "P")), 12), (.locked, 4),
    (.system(SystemError(errno: 28, operation: "write")), 25),
    (.system(SystemError(errno: 30, operation: "open")), 25),
  ])
  func statusesFollowTheTable(_ error: ServiceError, _ status: Int32) {
    #expect(Diagnostic(.service(error)).exit.rawValue == status)
  }
}
