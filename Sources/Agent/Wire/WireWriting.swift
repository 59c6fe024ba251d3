import ByteCoding

extension CBORWriter {
  mutating func optional<Value: WireValue>(_ value: Value?) {
    if let value { value.write(to: &self) } else { null() }
  }

  mutating func list<Value: WireValue>(_ values: [Value]) {
    array(values.count)
    for value in values { value.write(to: &self) }
  }

  /// The head of a variant: its number, and how many items the caller writes next.
  mutating func variant(_ number: UInt64, items: Int = 0) {
    array(1 + items)
    unsigned(number)
  }

  /// A variant of one item.
  mutating func variant<Value: WireValue>(_ number: UInt64, _ value: Value) {
    variant(number, items: 1)
    value.write(to: &self)
  }

  /// A variant of one list.
  mutating func variant<Value: WireValue>(_ number: UInt64, _ values: [Value]) {
    variant(number, items: 1)
    list(values)
  }

  /// A variant of a text and a value.
  mutating func variant<Value: WireValue>(_ number: UInt64, _ text: String, _ value: Value) {
    variant(number, items: 2)
    self.text(text)
    value.write(to: &self)
  }

  /// A variant of a text and a list.
  mutating func variant(_ number: UInt64, _ text: String, _ list: [String]) {
    variant(number, items: 2)
    self.text(text)
    self.list(list)
  }

  /// A variant of a text and a text that may be absent.
  mutating func variant(_ number: UInt64, _ text: String, or other: String?) {
    variant(number, items: 2)
    self.text(text)
    optional(other)
  }

  /// A variant of texts.
  mutating func variant(_ number: UInt64, texts: String...) {
    variant(number, items: texts.count)
    for text in texts { self.text(text) }
  }

  /// The head of a request; the caller writes its arguments next.
  mutating func request(_ number: UInt64, _ arguments: Int, reason: String? = nil) {
    array(2 + arguments)
    optional(reason)
    unsigned(number)
  }

  /// A request of one argument.
  mutating func request<Value: WireValue>(_ number: UInt64, _ reason: String?, _ value: Value) {
    request(number, 1, reason: reason)
    value.write(to: &self)
  }
}
