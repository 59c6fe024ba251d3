/// Why bytes are not what the protocol says, by the names of the specification (section 9), or
/// why something cannot be put into it.
package enum WireError: Error, Equatable {
  /// Not the beginning of this protocol.
  case preface
  /// Another version of it.
  case version(UInt32)
  /// The head of a message is not one, or not one of this direction.
  case head
  /// The body is longer than its direction allows.
  case bodyLength
  /// The secrets are longer than their direction allows.
  case secretLength
  /// The body is not one of the forms, or not in its one encoding.
  case body
  /// The secrets are not as long as the body says, or there are some where none belong.
  case secrets
  /// The protocol has no form for this: it is for the caller's own process.
  case noForm
  case outOfMemory
}
