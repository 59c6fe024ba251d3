/// One part of a credential.
package struct FieldProfile: Equatable, Sendable {
  /// The name after `#` in a reference, such as `secret`.
  package let name: String
  /// The words of the vendor's console, for prompts.
  package let label: String
  /// True for a value that must not be shown; false for a mere identifier.
  package let isSecret: Bool
  /// The variable that tools conventionally read it from.
  package let variable: String
  /// What such a value looks like, where the vendor's material shows it. A hint for paste checks,
  /// never a reason to reject a value for good.
  package let shape: ValueShape?

  package init(
    name: String, label: String, isSecret: Bool = true, variable: String, shape: ValueShape? = nil
  ) {
    self.name = name
    self.label = label
    self.isSecret = isSecret
    self.variable = variable
    self.shape = shape
  }
}

/// Alphabet and length of a value.
package struct ValueShape: Equatable, Sendable {
  package let alphabet: Alphabet
  /// Length in characters (all ASCII).
  package let length: Int

  package init(_ alphabet: Alphabet, length: Int) {
    self.alphabet = alphabet
    self.length = length
  }

  /// A set of ASCII characters with a name that people know.
  package enum Alphabet: Equatable, Sendable {
    case alphanumeric
    case lowercaseHex

    func contains(_ byte: UInt8) -> Bool {
      switch (self, byte) {
      case (_, UInt8(ascii: "0")...UInt8(ascii: "9")): true
      case (.lowercaseHex, UInt8(ascii: "a")...UInt8(ascii: "f")): true
      case (.alphanumeric, UInt8(ascii: "a")...UInt8(ascii: "z")): true
      case (.alphanumeric, UInt8(ascii: "A")...UInt8(ascii: "Z")): true
      default: false
      }
    }
  }
}

/// A setting that is not secret but that a request needs.
package struct ParameterProfile: Equatable, Sendable {
  /// The NAME of `--param NAME=VALUE`.
  package let name: String
  /// True when no request can be formed without it; a key is stored even so.
  package let isRequired: Bool
  /// One phrase that says what to enter.
  package let meaning: String
  /// The variable that tools conventionally read it from, or nil.
  package let variable: String?

  package init(name: String, isRequired: Bool, meaning: String, variable: String? = nil) {
    self.name = name
    self.isRequired = isRequired
    self.meaning = meaning
    self.variable = variable
  }
}
