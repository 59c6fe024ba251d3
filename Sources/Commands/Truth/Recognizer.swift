import Agent
import Discovery
import SecretMemory
import Vault

/// Asks the vault which versions values are. The values go there and nothing comes back but names
/// and numbers.
struct Recognizer {
  private let session: Session

  init(_ session: Session) {
    self.session = session
  }

  /// What every agent takes in one request.
  private static let mostValues = 256
  private static let mostBytes = 1 << 20

  /// The versions that each value is, newest first, by variable. Only variables among `names` are
  /// shown to the vault; a value longer than any of a variable matches nothing.
  func matches(
    _ values: borrowing SecretFields, named names: Set<String>, in scope: RecognitionScope
  ) throws(CommandError) -> [String: [Recognition.Match]] {
    var found: [String: [Recognition.Match]] = [:]
    for group in Self.groups(of: values.layout, named: names) {
      let part = try Self.part(of: values, group)
      let asked = part.names
      guard case .recognized(let answers) = try session.answer(.recognize(scope, part)),
        answers.count == asked.count
      else { throw .unexpectedAnswer }
      for (name, answer) in zip(asked, answers) { found[name] = answer.matches }
    }
    return found
  }

  private static func groups(
    of layout: [(name: String, length: Int)], named names: Set<String>
  ) -> [[Int]] {
    var groups: [[Int]] = []
    var bytes = 0
    for (index, field) in layout.enumerated()
    where names.contains(field.name) && field.length <= mostBytes {
      bytes += field.length
      if let last = groups.indices.last, groups[last].count < mostValues, bytes <= mostBytes {
        groups[last].append(index)
      } else {
        groups.append([index])
        bytes = field.length
      }
    }
    return groups
  }

  private static func part(
    of values: borrowing SecretFields, _ indices: [Int]
  ) throws(CommandError) -> SecretFields {
    var part = SecretFields()
    do throws(SecretMemoryError) {
      for index in indices {
        try values.withField(at: index) { (name, value) throws(SecretMemoryError) in
          try part.append(name: name, value: value)
        }
      }
    } catch {
      throw .outOfMemory
    }
    return part
  }
}

extension DiscoveryError: Reportable {
  package var asCommandError: CommandError {
    switch self {
    case .system(let error): .system(error)
    case .memory: .outOfMemory
    }
  }
}
