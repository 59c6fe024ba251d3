import Agent
import ByteCoding
import SecretMemory
import Vault

/// Everything in a vault as one JSON document: for leaving. Values that are not UTF-8 become
/// `{"base64": "…"}`, and those that have been purged `null`.
struct WholeExport {
  private static let schema = "keyroll/export/v1"

  private let session: Session

  init(_ session: Session) {
    self.session = session
  }

  func text() throws(CommandError) -> SecretBytes {
    var text = SecretBuilder()
    try add("{\"schema\":\"\(Self.schema)\",\"keys\":[", to: &text)
    for (index, key) in try session.keys(KeyFilter()).enumerated() {
      if index > 0 { try add(",", to: &text) }
      try add(key, to: &text)
    }
    try add("],\"tools\":", to: &text)
    try add(JSONOutput.array(try session.tools().map { JSONOutput($0) }), to: &text)
    try add("}\n", to: &text)
    do throws(SecretMemoryError) { return try text.finish() } catch { throw .outOfMemory }
  }

  private func add(_ key: KeyView, to text: inout SecretBuilder) throws(CommandError) {
    try add("{\"key\":", to: &text)
    try add(JSONOutput(key), to: &text)
    try add(",\"values\":[", to: &text)
    for (index, version) in key.versions.enumerated() {
      let comma = index > 0 ? "," : ""
      try add("\(comma){\"number\":\(version.number),\"fields\":{", to: &text)
      for (place, field) in key.fields.enumerated() {
        if place > 0 { try add(",", to: &text) }
        try add(JSONOutput.text(field), to: &text)
        try add(":", to: &text)
        try addValue(of: key.name, version, field, to: &text)
      }
      try add("}}", to: &text)
    }
    try add("]}", to: &text)
  }

  private func addValue(
    of key: String, _ version: VersionView, _ field: String, to text: inout SecretBuilder
  ) throws(CommandError) {
    guard !version.isPurged else { return try add("null", to: &text) }
    let reference = Reference(key: key, version: .number(version.number), field: field)
    let value = try session.value(of: reference)
    do throws(SecretMemoryError) {
      try value.withSpan { (bytes) throws(SecretMemoryError) in
        if UTF8Check.isValid(bytes) {
          var writer = JSONWriter(SecretBuilder())
          try writer.string(bytes)
          let sink = writer.finish()
          try sink.withSpan { (json) throws(SecretMemoryError) in try text.append(json) }
        } else {
          try text.append("{\"base64\":\"")
          try Base64.encode(bytes, into: &text)
          try text.append("\"}")
        }
      }
    } catch {
      throw .outOfMemory
    }
  }

  private func add(_ literal: String, to text: inout SecretBuilder) throws(CommandError) {
    do throws(SecretMemoryError) { try text.append(literal) } catch { throw .outOfMemory }
  }

  private func add(_ json: JSONOutput, to text: inout SecretBuilder) throws(CommandError) {
    do throws(SecretMemoryError) {
      try text.append(json.rendered.span)
    } catch {
      throw .outOfMemory
    }
  }
}

extension Session {
  /// The value of one field.
  func value(of reference: Reference) throws(CommandError) -> SecretBytes {
    let response = try answer(.value(reference))
    switch consume response {
    case .value(let value): return value
    default: throw .unexpectedAnswer
    }
  }
}
