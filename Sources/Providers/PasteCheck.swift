/// Looks at a value that somebody pasted, before it is stored, for what clipboards and help pages
/// leave around it. Never changes the value.
package enum PasteCheck {
  /// What seems wrong with `value` as `field` of `provider`; empty when nothing does. Length and
  /// shape are judged only where nothing else explains them.
  package static func findings(
    _ value: Span<UInt8>, for field: FieldProfile, of provider: Provider
  ) -> [PasteFinding] {
    guard value.count > 0 else { return [.empty] }
    guard let text = try? UTF8Span(validating: value) else { return [.notText] }
    var found = characterFindings(text)
    found += wrapperFindings(value, names: knownNames(of: field, provider))
    return found.isEmpty ? shapeFindings(value, field.shape) : found
  }

  private static func shapeFindings(_ value: Span<UInt8>, _ shape: ValueShape?) -> [PasteFinding] {
    guard let shape else { return [] }
    var found: [PasteFinding] = []
    if value.count != shape.length { found.append(.wrongLength(expected: shape.length)) }
    if !value.indices.allSatisfy({ shape.alphabet.contains(value[$0]) }) {
      found.append(.wrongShape(expected: shape.alphabet))
    }
    return found
  }

  /// Names that stand before a value in the vendor's own examples.
  private static func knownNames(of field: FieldProfile, _ provider: Provider) -> [String] {
    let carrier: [String] =
      switch provider.authentication {
      case .header(let name, _), .query(let name): [name]
      case .userDefined(_, let offers): offers.filter { !$0.contains(":") }
      case .bearer, .oauth1: []
      }
    return carrier + [field.variable, field.name, field.label]
  }
}
