package import SecretMemory
import Platform

/// Asks the person at the terminal; where there is none, or `--no-input` forbids it, the question
/// becomes an error that names the option which answers it.
package struct Questions {
  private let console: (any Console)?
  private let agrees: Bool

  /// - Parameters:
  ///   - console: nil when nobody may be asked.
  ///   - agrees: `-y`, the answer to every ordinary question.
  package init(console: (any Console)?, agrees: Bool) {
    self.console = console
    self.agrees = agrees
  }

  /// Whether anybody can be asked.
  package var areAllowed: Bool { console != nil }

  /// A question that `-y` answers.
  package func confirm(_ question: Message) throws(CommandError) -> Bool {
    if agrees { return true }
    return try ask(question, option: "-y")
  }

  /// A question that only its own option answers, never `-y`.
  package func confirm(_ question: Message, option: String) throws(CommandError) -> Bool {
    try ask(question, option: option)
  }

  /// Asks and ends the command when the answer is no: nothing has been changed.
  package func require(_ question: Message) throws(CommandError) {
    guard try confirm(question) else { throw .aborted(.nothingChanged) }
  }

  private func ask(_ question: Message, option: String) throws(CommandError) -> Bool {
    let choice = try choose(
      question, [Choice("y", "yes"), Choice("n", "no")], standard: "n", option: option)
    return choice == "y"
  }

  /// One of several answers.
  package struct Choice: Sendable {
    package let letter: String
    package let word: String
    package init(_ letter: String, _ word: String) {
      self.letter = letter
      self.word = word
    }
  }

  /// - Parameters:
  ///   - standard: the letter that an empty line stands for.
  ///   - agreed: the letter that `-y` stands for, nil where it answers nothing.
  /// - Returns: the letter of the choice.
  package func choose(
    _ question: Message, _ choices: [Choice], standard: String, option: String,
    agreed: String? = nil
  ) throws(CommandError) -> String {
    if agrees, let agreed { return agreed }
    let letters = choices.map { $0.letter == standard ? $0.letter.uppercased() : $0.letter }
    let answers: Message = " [\(letters.joined(separator: "/"))] "
    while true {
      let answer = try line(question, ending: answers, option: option).lowercased()
      if answer.isEmpty { return standard }
      if let choice = choices.first(where: { $0.letter == answer || $0.word == answer }) {
        return choice.letter
      }
    }
  }

  /// A line typed with echo. The end of the input and Ctrl-C are a no to everything.
  package func line(
    _ question: Message, ending: Message = ": ", option: String
  ) throws(CommandError) -> String {
    guard let console else { throw .unanswered(question: question, option: option) }
    do throws(SystemError) {
      if let typed = try console.readLine(prompt: question.text + ending.text) {
        return Self.trimmed(typed)
      }
    } catch {
      guard error.name == "EINTR" else { throw .system(error) }
    }
    throw .aborted(.nothingChanged)
  }

  /// A line typed without echo.
  package func secret(
    _ question: Message, limit: Int, option: String
  ) throws(CommandError) -> SecretBytes {
    guard let console else { throw .unanswered(question: question, option: option) }
    do throws(SystemError) {
      return try console.readSecretLine(prompt: question.text + ": ", limit: limit)
    } catch {
      throw SecretSource.failure(error, limit: limit, path: "the terminal")
    }
  }

  /// Shows something to the person alone, past every redirection.
  package func show(_ message: Message) throws(CommandError) {
    guard let console else { return }
    try reporting { () throws(SystemError) in try console.show(message.text + "\n") }
  }

  /// Shows a secret to the person alone, on a line of its own.
  package func show(secret: borrowing SecretBytes) throws(CommandError) {
    guard let console else { return }
    do throws(SystemError) {
      try console.show(secret: secret)
      try console.show("\n")
    } catch {
      throw .system(error)
    }
  }

  /// Sends bytes to the terminal itself, not to be seen.
  package func send(_ bytes: borrowing SecretBytes) throws(CommandError) {
    guard let console else { throw .unavailable(.clipboard) }
    do throws(SystemError) {
      try console.show(secret: bytes)
    } catch {
      throw .system(error)
    }
  }

  private static func trimmed(_ line: String) -> String {
    let blanks: Set<Character> = [" ", "\t", "\r"]
    let start = line.drop { blanks.contains($0) }
    guard let end = start.lastIndex(where: { !blanks.contains($0) }) else { return "" }
    return String(start[...end])
  }
}
