/// Why bytes are not the one valid encoding of what was asked for.
package enum CBORError: Error, Equatable {
  /// The bytes end inside an item, or a length promises more than there is.
  case truncated
  /// An integer or a length takes more bytes than it needs.
  case nonMinimal
  /// A float, a tag, an indefinite length, another simple value, or an integer beyond its range.
  case unsupported
  /// The item is of another kind.
  case wrongType(expected: CBORKind)
  /// A byte string of fixed length has another length.
  case wrongLength(expected: Int)
  /// Map keys stand in the wrong order.
  case unsortedKeys
  /// A map key stands twice.
  case duplicateKey
  /// A text string is not UTF-8.
  case invalidUTF8
  /// Items are nested deeper than `CBORReader.maximumDepth`.
  case tooDeep
  /// Bytes are left after the last item.
  case leftover
}

/// The kinds of item that we write and read.
package enum CBORKind: Sendable, Equatable {
  case unsigned, negative, bytes, text, array, map, bool, null
}
