import Testing
import Vault

@Suite struct NameTests {
  @Test(arguments: [
    "a", "acme/live-agent", "A.b_c-9", "a/b/c", "ключ/производство", "日本", "...", "a..b", "é",
    "नमस्ते",
  ])
  func acceptsKeyName(_ text: String) throws {
    #expect(try KeyName(text).text == text)
  }

  @Test(arguments: [
    ("", NameProblem.empty), ("/a", .emptySegment), ("a/", .emptySegment), ("a//b", .emptySegment),
    (".", .dotSegment), ("a/../b", .dotSegment), ("-a", .leadingHyphen),
    ("a b", .character(" ", position: 1)), ("a@3", .character("@", position: 1)),
    ("a#b", .character("#", position: 1)), ("a=b", .character("=", position: 1)),
    ("a~1b2c", .character("~", position: 1)), ("a\n", .character("\n", position: 1)),
    ("a\u{202e}b", .character("\u{202e}", position: 1)),
    ("a\u{200b}b", .character("\u{200b}", position: 1)),
    ("a\u{3164}", .character("\u{3164}", position: 1)), ("e\u{301}", .notNormalized),
    ("\u{301}a", .character("\u{301}", position: 0)), ("😀", .character("😀", position: 0)),
    (String(repeating: "a", count: 513), .tooLong),
  ])
  func refusesKeyName(_ text: String, _ problem: NameProblem) {
    #expect(throws: problem) { try KeyName(text) }
  }

  @Test func toolNamesHaveOneSegmentAndAnEnvironment() throws {
    let name = try ToolName("billing@prod")
    #expect(name.name == "billing")
    #expect(name.environment == "prod")
    #expect(name.text == "billing@prod")
    #expect(try ToolName("billing").environment == nil)
    #expect(throws: NameProblem.character("/", position: 1)) { try ToolName("a/b") }
    #expect(throws: NameProblem.empty) { try ToolName("billing@") }
    #expect(throws: NameProblem.empty) { try ToolName("@prod") }
    #expect(throws: NameProblem.character("@", position: 4)) { try ToolName("billing@prod@x") }
  }

  @Test(arguments: [("Acme", "aCME"), ("Straße", "STRASSE"), ("ΟΔΟΣ", "οδος"), ("É", "é")])
  func caseDoesNotTellNamesApart(_ a: String, _ b: String) {
    #expect(folded(a) == folded(b))
  }
}

@Suite struct ReferenceTests {
  @Test(arguments: [
    ("acme", Reference(key: "acme")),
    ("acme/live@3", Reference(key: "acme/live", version: .number(3))),
    ("acme@previous", Reference(key: "acme", version: .label(.previous))),
    ("acme#secret", Reference(key: "acme", field: "secret")),
    ("acme@3#secret", Reference(key: "acme", version: .number(3), field: "secret")),
    ("keyroll://acme/live@12#t", Reference(key: "acme/live", version: .number(12), field: "t")),
    ("acme~1b2c", Reference(key: "acme~1b2c")),
  ])
  func parses(_ text: String, _ reference: Reference) throws {
    let parsed = try Reference.parse(text)
    #expect(parsed == reference)
    #expect(try Reference.parse(parsed.text) == reference)
  }

  @Test(arguments: [
    ("acme=hunter2", ReferenceProblem.valueOnCommandLine),
    ("keyroll://acme=x", .valueOnCommandLine), ("c2VjcmV0==", .valueOnCommandLine),
    ("acme@0", .version), ("acme@03", .version), ("acme@+3", .version), ("acme@", .version),
    ("acme@revoked", .version), ("acme@latest", .version), ("acme@99999999999999999999", .version),
    ("acme#", .field(.empty)), ("acme#a/b", .field(.character("/", position: 1))),
    ("", .name(.empty)), ("keyroll://", .name(.empty)), ("-x", .name(.leadingHyphen)),
    ("acme~1b2", .name(.character("~", position: 4))),
  ])
  func refuses(_ text: String, _ problem: ReferenceProblem) {
    #expect(throws: problem) { try Reference.parse(text) }
  }
}

@Suite struct VariableNameTests {
  @Test(arguments: ["A", "_", "a1_B", "ACME_TOKEN"])
  func accepts(_ text: String) { #expect(VariableName(text)?.text == text) }

  @Test(arguments: ["", "1A", "A-B", "A B", "É", "A=B", "A\u{0}"])
  func refuses(_ text: String) { #expect(VariableName(text) == nil) }

  @Test(
    arguments: [
      ("acme/live-agent", nil, "ACME_LIVE_AGENT"), ("acme", "client.secret", "ACME_CLIENT_SECRET"),
      ("3scale", nil, "_3SCALE"), ("a--b__c", nil, "A_B_C"),
    ] as [(String, String?, String)])
  func upperSnake(_ key: String, _ field: String?, _ expected: String) throws {
    #expect(VariableName.upperSnake(of: try KeyName(key), field: field)?.text == expected)
  }

  @Test func nothingIsMadeOfANameWithoutLatinLetters() throws {
    #expect(VariableName.upperSnake(of: try KeyName("ключ")) == nil)
  }

  @Test(arguments: [
    "VITE_KEY", "NEXT_PUBLIC_KEY", "REACT_APP_KEY", "EXPO_PUBLIC_KEY", "PUBLIC_KEY",
    "NUXT_PUBLIC_KEY", "GATSBY_KEY", "VUE_APP_KEY", "vite_key",
  ])
  func endsUpInClientSideCode(_ text: String) {
    #expect(VariableName(text)?.publicPrefix != nil)
  }

  @Test(arguments: ["ACME_PUBLIC_KEY", "API_KEY", "INVITE_KEY"])
  func staysOutOfClientSideCode(_ text: String) {
    #expect(VariableName(text)?.publicPrefix == nil)
  }

  @Test(arguments: [
    ("RANDOM", SpecialReason.runsCode), ("OPTIND", .runsCode), ("HISTCMD", .runsCode),
    ("UID", .cannotBeAssigned), ("status", .cannotBeAssigned), ("_", .cannotBeAssigned),
    ("PATH", .changesWhatRuns), ("LD_PRELOAD", .changesWhatRuns), ("PYTHONPATH", .changesWhatRuns),
    ("GIT_SSH_COMMAND", .changesWhatRuns), ("NODE_OPTIONS", .changesWhatRuns),
    ("BASH_ENV", .changesWhatRuns), ("http_proxy", .changesWhatRuns),
    ("KEYROLL_VAULT", .changesWhatRuns),
  ])
  func isSpecial(_ text: String, _ reason: SpecialReason) {
    #expect(VariableName(text)?.special == reason)
  }

  @Test(arguments: ["GITHUB_TOKEN", "ACME_PATH", "API_KEY", "LDAP_PASSWORD"])
  func isOrdinary(_ text: String) { #expect(VariableName(text)?.special == nil) }
}

@Suite struct SuggestionTests {
  @Test(
    arguments: [
      ("billng", "billing"), ("biling", "billing"), ("ibl", nil), ("bililng", "billing"),
      ("ACME", "acme"), ("acne", "acme"), ("zzz", nil),
    ] as [(String, String?)])
  func suggests(_ typed: String, _ expected: String?) {
    #expect(didYouMean(typed, among: ["acme", "billing", "shop"]) == expected)
  }

  @Test func theNearestWins() {
    #expect(didYouMean("connect", among: ["disconnect", "conect", "connects"]) == "conect")
    #expect(didYouMean("abcdef", among: ["abcdxy", "abcdeg"]) == "abcdeg")
  }
}

@Suite struct KeyPatternTests {
  @Test(arguments: [
    ("acme/*", "acme/live", true), ("acme/*", "acme/live/x", false), ("acme/**", "acme/a/b", true),
    ("*", "acme", true), ("*", "a/b", false), ("a?c", "abc", true), ("a?c", "a/c", false),
    ("ACME*", "acme-live", true), ("*a*b", "xxaxxbxxb", true), ("acme", "acme2", false),
  ])
  func matches(_ pattern: String, _ name: String, _ expected: Bool) {
    #expect(KeyPattern(pattern).matches(name) == expected)
  }

  @Test func hostilePatternsStayCheap() {
    let pattern = KeyPattern(String(repeating: "*a", count: 250))
    #expect(!pattern.matches(String(repeating: "a", count: 249) + "b"))
  }
}
