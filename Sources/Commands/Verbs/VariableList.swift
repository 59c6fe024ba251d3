import Vault

/// `A,B`: names of variables on the line.
enum VariableList {
  static func read(_ text: String?) throws(CommandError) -> [String] {
    guard let text else { return [] }
    var names: [String] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      names.append(try name(String(part)))
    }
    return names
  }

  static func name(_ text: String) throws(CommandError) -> String {
    guard let name = VariableName(text) else { throw .roll(.badVariable(text)) }
    return name.text
  }
}
