extension StringProtocol {
  /// Whether `part` stands somewhere in the text, byte for byte. The empty part stands in each.
  package func holds(_ part: some StringProtocol) -> Bool {
    let wanted = part.utf8
    var rest = utf8[...]
    while !rest.starts(with: wanted) {
      if rest.isEmpty { return false }
      rest = rest.dropFirst()
    }
    return true
  }
}
