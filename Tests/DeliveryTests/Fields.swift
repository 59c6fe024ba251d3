import Delivery
import SecretMemory
import TestSupport

typealias Pairs = [(name: String, value: [UInt8])]

func fields(_ pairs: Pairs) throws -> SecretFields {
  var fields = SecretFields()
  for pair in pairs { try fields.append(name: pair.name, value: pair.value.span) }
  return fields
}

func field(_ name: String, _ text: String) throws -> SecretFields {
  try fields([(name, Array(text.utf8))])
}

func dictionary(_ fields: borrowing SecretFields) -> [String: [UInt8]] {
  var result: [String: [UInt8]] = [:]
  for index in 0..<fields.count {
    fields.withField(at: index) { name, value in result[name] = value.indices.map { value[$0] } }
  }
  return result
}

func optionalDictionary(_ fields: borrowing SecretFields?) -> [String: [UInt8]]? {
  switch fields {
  case .some(let fields): dictionary(fields)
  case .none: nil
  }
}

func bytes(_ secret: borrowing SecretBytes) -> [UInt8] {
  secret.withSpan { span in span.indices.map { span[$0] } }
}

func secret(_ text: String) throws -> SecretBytes {
  try SecretBytes(copying: Array(text.utf8).span)
}

func encoded(_ pairs: Pairs, as dialect: Dialect) throws -> [UInt8] {
  let fields = try fields(pairs)
  return bytes(try DialectCodec.encode(fields, as: dialect))
}

func parsed(_ text: [UInt8], as dialect: Dialect) throws -> [String: [UInt8]] {
  let fields = try DialectCodec.parse(text.span, as: dialect)
  return dictionary(fields)
}

/// The variables that `dialect` can carry.
func carried(_ pairs: Pairs, by dialect: Dialect) throws -> Pairs {
  let fields = try fields(pairs)
  let refused = Set(DialectCodec.check(fields, as: dialect).map(\.variable))
  return pairs.filter { !refused.contains($0.name) }
}
