extension String {
  /// Whether `part` stands somewhere in the text, byte for byte. The empty part stands in each.
  package func holds(_ part: String) -> Bool {
    let (text, wanted) = (utf8Span.span, part.utf8Span.span)
    guard wanted.count <= text.count else { return false }
    for start in 0...text.count - wanted.count {
      var matching = 0
      while matching < wanted.count, text[start + matching] == wanted[matching] { matching += 1 }
      if matching == wanted.count { return true }
    }
    return false
  }
}
