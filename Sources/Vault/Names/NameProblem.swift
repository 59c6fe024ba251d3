/// Why a text is not a name.
package enum NameProblem: Error, Equatable, Sendable {
  case empty
  /// A segment between two `/` has no characters.
  case emptySegment
  /// A segment is `.` or `..`.
  case dotSegment
  case leadingHyphen
  /// A scalar that is no letter, digit, `.`, `_` or `-`, at this place counted in scalars from 0.
  case character(Unicode.Scalar, position: Int)
  /// Not in Unicode Normalization Form C.
  case notNormalized
  /// More than `KeyName.maximumLength` bytes.
  case tooLong
}
