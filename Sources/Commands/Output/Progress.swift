/// How much of a piece of work is done, on a terminal and only when it takes longer than a second.
struct Progress {
  private static let patience: Int64 = 1000

  private let session: Session
  private let total: Int
  private let start: Int64
  private(set) var done = 0
  private var isShown = false

  init(_ session: Session, total: Int) {
    self.session = session
    self.total = total
    start = session.surroundings.now()
  }

  mutating func advance() {
    advance(to: done + 1)
  }

  mutating func advance(to done: Int) {
    guard done > self.done else { return }
    self.done = done
    guard session.printer.error.isTerminal, !session.globals.quiet, !session.globals.json,
      session.surroundings.now() - start > Self.patience
    else { return }
    isShown = true
    draw("\r\(done) of \(total)")
  }

  func end() {
    if isShown { draw("\r\u{1B}[K") }
  }

  /// A bar that cannot be drawn hinders nothing.
  private func draw(_ text: String) {
    try? session.printer.error.write(Array(text.utf8).span)
  }
}
