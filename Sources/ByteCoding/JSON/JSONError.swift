/// Where and why text is not the JSON we accept. Carries no part of the text.
package struct JSONError: Error, Equatable {
  package enum Fault: Sendable, Equatable {
    /// The text ends inside a value.
    case truncated
    /// A byte that cannot stand there.
    case unexpectedByte
    /// A number with a superfluous zero, or a digit missing.
    case invalidNumber
    /// A backslash before something else than JSON knows, or half a surrogate pair.
    case invalidEscape
    /// A control character that is not escaped.
    case controlCharacter
    /// The text is not UTF-8.
    case invalidUTF8
    /// An object has a name twice.
    case duplicateName
    /// Deeper than `JSONValue.maximumDepth`.
    case tooDeep
    /// Something follows the value.
    case leftover
  }

  package let fault: Fault
  /// Bytes before the fault.
  package let offset: Int

  package init(_ fault: Fault, at offset: Int) {
    self.fault = fault
    self.offset = offset
  }
}
