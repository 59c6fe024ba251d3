/// Several named secrets, such as the fields of one API key, in one guarded block. The names are
/// not secret. Arrays cannot hold values that do not copy, hence a type of its own.
package struct SecretFields: ~Copyable, Sendable {
  private struct Field: Sendable {
    let name: String
    let range: Range<Int>
  }

  private var values = SecretBuilder()
  private var fields: [Field] = []

  /// No fields.
  package init() {}

  /// Fields whose values stand one after the other in `block`, which is taken over. Traps unless
  /// the names differ and the lengths add up to the block's: whoever has them from outside checks
  /// that first.
  package init(
    _ layout: [(name: String, length: Int)], in block: consuming SecretBytes
  ) {
    var end = 0
    for (name, length) in layout {
      precondition(length >= 0, "SecretMemory: negative length")
      fields.append(Field(name: name, range: end..<end + length))
      end += length
    }
    precondition(end == block.count, "SecretMemory: lengths that do not add up")
    precondition(
      Set(fields.map(\.name)).count == fields.count, "SecretMemory: field added twice")
    values = SecretBuilder(block)
  }

  /// Name and length in bytes of each field, in the order in which they were added.
  package var layout: [(name: String, length: Int)] {
    fields.map { ($0.name, $0.range.count) }
  }

  /// All values, one after the other as `layout` says.
  package consuming func joined() throws(SecretMemoryError) -> SecretBytes {
    try values.finish()
  }

  /// The names in the order in which they were added.
  package var names: [String] { fields.map(\.name) }

  /// Number of fields.
  package var count: Int { fields.count }

  /// Adds a field. Traps when the name is there already: whoever reads names from outside
  /// refuses doubles first.
  package mutating func append(
    name: String, value: Span<UInt8>
  ) throws(SecretMemoryError) {
    precondition(position(of: name) == nil, "SecretMemory: field added twice")
    let start = values.count
    try values.append(value)
    fields.append(Field(name: name, range: start..<values.count))
  }

  /// Lends the value called `name`; nil, without calling `body`, when there is none.
  package borrowing func withField<R, E: Error>(
    _ name: String, _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R? {
    guard let index = position(of: name) else { return nil }
    return try withField(at: index) { (_, value) throws(E) in try body(value) }
  }

  /// Lends the field at `index`, in the order of adding. Traps outside `0..<count`.
  package borrowing func withField<R, E: Error>(
    at index: Int, _ body: (String, Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    let field = fields[index]
    return try values.withSpan { (all) throws(E) in
      try body(field.name, all.extracting(field.range))
    }
  }

  /// Length in bytes of the value called `name`; nil when there is none.
  package borrowing func length(of name: String) -> Int? {
    position(of: name).map { fields[$0].range.count }
  }

  private borrowing func position(of name: String) -> Int? {
    fields.firstIndex { $0.name == name }
  }
}
