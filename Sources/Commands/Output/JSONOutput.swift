/// An answer for `--json`. Never holds a secret: those go from guarded memory to the descriptor.
package enum JSONOutput: Sendable {
  case text(String)
  case integer(Int64)
  case bool(Bool)
  case null
  case array([JSONOutput])
  /// Members in the order in which they are shown.
  case object([(String, JSONOutput)])

  /// The name of the shape of everything that `--json` prints.
  package static let schema = "keyroll/v1"

  package static func document(_ members: [(String, JSONOutput)]) -> JSONOutput {
    .object([("schema", .text(schema))] + members)
  }

  package static func texts(_ texts: [String]) -> JSONOutput { .array(texts.map { .text($0) }) }

  package static func text(optional text: String?) -> JSONOutput {
    text.map { .text($0) } ?? .null
  }

  package static func integer(optional number: Int64?) -> JSONOutput {
    number.map { .integer($0) } ?? .null
  }
}
