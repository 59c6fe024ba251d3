import Providers

extension Diagnostic {
  /// What seems wrong with a pasted value, joined by commas.
  static func words(_ findings: [PasteFinding]) -> Message {
    Message.joined(findings.map(word), separator: ", ")
  }

  private static func word(_ finding: PasteFinding) -> Message {
    switch finding {
    case .empty: "it is empty"
    case .whitespace(.leading): "it begins with white space"
    case .whitespace(.trailing): "it ends with white space"
    case .whitespace(.inside): "there is white space in it"
    case .invisibleCharacter: "there is an invisible character in it"
    case .lookAlike: "there is a character in it that only looks like a letter"
    case .controlCharacter: "there is a control character in it"
    case .notText: "it is not text"
    case .bearerPrefix: "it begins with Bearer or a header's name"
    case .assignmentPrefix: "it begins with a name and = or :"
    case .quoted: "it stands in quotes"
    case .wrongLength(let expected): "\(expected) characters are expected"
    case .wrongShape(.alphanumeric): "letters and digits are expected"
    case .wrongShape(.lowercaseHex): "hexadecimal digits are expected"
    }
  }
}
