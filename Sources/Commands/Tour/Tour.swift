import Platform

/// Runs the script with the real commands, in a vault and a directory of its own.
struct Tour {
  private let session: Session
  private let directory: String

  init(_ session: Session, in directory: String) {
    self.session = session
    self.directory = directory
  }

  func run() throws(CommandError) {
    var record: [JSONOutput] = []
    try show("D=\(directory)", nil)
    for step in TourScript.steps {
      try show(step.line, step.comment)
      guard let words = step.words else { continue }
      let channel = TourChannel(forward: session.printer.isJSON ? nil : session.printer.output)
      let status = run(words, step.input, channel)
      guard status == step.status.rawValue else {
        throw .roll(.tourStopped(command: step.line, status: status))
      }
      try showStatus(status)
      record.append(
        .object([
          ("line", .text(step.line)), ("status", .integer(Int64(status))),
          ("output", .text(String(decoding: channel.bytes, as: UTF8.self))),
        ]))
    }
    guard session.printer.isJSON else { return }
    try session.printer.object([("directory", .text(directory)), ("steps", .array(record))])
  }

  private func show(_ line: String, _ comment: String?) throws(CommandError) {
    guard !session.printer.isJSON else { return }
    if let comment { try session.printer.lines(["", "# \(comment)"]) }
    try session.printer.lines(["$ \(line)"])
  }

  /// Only a status that a reader would not expect.
  private func showStatus(_ status: Int32) throws(CommandError) {
    guard status != 0, !session.printer.isJSON else { return }
    try session.printer.line("(exit status \(status))")
  }

  private func run(_ words: [String], _ input: TourInput?, _ channel: TourChannel) -> Int32 {
    let typed = ["--key-file", "\(TourScript.directory)/tour.key"] + words
    let variables = [
      "KEYROLL_VAULT": "\(directory)/vault.keyroll", "XDG_STATE_HOME": "\(directory)/state",
    ]
    return Program.run(
      typed.map { Array(expanded($0).utf8) },
      in: Surroundings(
        output: channel, error: channel, input: TourSource(input), variable: { variables[$0] },
        now: session.surroundings.now))
  }

  /// What the shell makes of `$D`.
  private func expanded(_ word: String) -> String {
    let parts = word.split(separator: "$", omittingEmptySubsequences: false)
    return parts.dropFirst().reduce(into: String(parts[0])) { text, part in
      text += part.hasPrefix("D") ? directory + part.dropFirst() : "$" + part
    }
  }
}
