import Agent
import Platform
import SecretMemory

/// Both streams of a step, in the order in which they were written.
final class TourChannel: OutputChannel {
  private let forward: (any OutputChannel)?
  private(set) var bytes: [UInt8] = []

  /// - Parameter forward: where everything goes at once; nil to keep it only.
  init(forward: (any OutputChannel)?) {
    self.forward = forward
  }

  func write(_ bytes: Span<UInt8>) throws(SystemError) {
    for index in bytes.indices { self.bytes.append(bytes[index]) }
    try forward?.write(bytes)
  }

  /// No terminal: nothing is cut, coloured or asked.
  var isTerminal: Bool { false }
  var columns: Int? { nil }
}

/// Standard input of a step.
final class TourSource: InputChannel {
  private let input: TourInput?

  init(_ input: TourInput?) {
    self.input = input
  }

  func readSecret(limit: Int) throws(SystemError) -> SecretBytes {
    do throws(SecretMemoryError) {
      return try text()
    } catch {
      throw SystemError(errno: 12, operation: "sodium_malloc")
    }
  }

  private func text() throws(SecretMemoryError) -> SecretBytes {
    var text = SecretBuilder()
    switch input {
    case .hexLine?:
      try Self.appendHex(to: &text)
      try text.append("\n")
    case .object(let fields)?:
      for (index, field) in fields.enumerated() {
        try text.append("\(index == 0 ? "{" : ",")\"\(field)\":\"")
        try Self.appendHex(to: &text)
        try text.append("\"")
      }
      try text.append("}")
    case nil: break
    }
    return try text.finish()
  }
}

extension TourSource {
  private static let digits = Array("0123456789abcdef".utf8)

  /// 16 random bytes in hexadecimal digits.
  fileprivate static func appendHex(to text: inout SecretBuilder) throws(SecretMemoryError) {
    let random = try NewSecret.bytes(16)
    try random.withSpan { (bytes) throws(SecretMemoryError) in
      for index in bytes.indices {
        try text.append(digits[Int(bytes[index] >> 4)])
        try text.append(digits[Int(bytes[index] & 15)])
      }
    }
  }
}
