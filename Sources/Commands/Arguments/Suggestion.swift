import Vault

/// Names near a mistyped one.
enum Suggestion {
  static func near(_ word: String, among names: [String]) -> [String] {
    didYouMean(word, among: names).map { [$0] } ?? []
  }

  /// Options near a mistyped one, dashes included.
  static func options(near typed: String, among options: [Option]) -> [String] {
    if let habit = habits[typed], options.contains(where: { "--\($0.long)" == habit }) {
      return [habit]
    }
    let name = typed.drop { $0 == "-" }
    return near(String(name), among: options.map(\.long)).map { "--\($0)" }
  }

  /// What users of other tools type, and the option that means it here.
  private static let habits: [String: String] = [
    "--from-stdin": "--stdin", "--file": "--from-file", "--out": "--output",
    "--plain": "--no-newline", "--raw": "--no-newline", "--env": "--environment",
    "--yes-i-am-sure": "--yes", "--assume-yes": "--yes", "--force": "--yes",
    "--pristine": "--clean-env", "--no-inherit-env": "--clean-env",
    "--only-secrets": "--clean-env", "--non-interactive": "--no-input", "--batch": "--no-input",
    "--no-interactive": "--no-input", "--silent": "--quiet", "--clip": "--copy",
  ]
}
