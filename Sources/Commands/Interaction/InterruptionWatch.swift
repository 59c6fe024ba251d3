import Platform

/// Whether somebody has asked the program to end, while it holds the request back.
package protocol InterruptionWatch: AnyObject {
  /// How many times so far.
  func count() -> Int

  /// Lets requests act at once again.
  func end()
}

/// By the signals of this process.
final class ProcessInterruptions: InterruptionWatch {
  private var watch: Interruptions?
  private var seen = 0

  private init(_ watch: consuming Interruptions) {
    self.watch = .some(watch)
  }

  /// Nil where signals cannot be held back: then they act as ever.
  static func begin() -> (any InterruptionWatch)? {
    guard let watch = try? Interruptions() else { return nil }
    return ProcessInterruptions(watch)
  }

  func count() -> Int {
    while watch?.next() == true { seen += 1 }
    return seen
  }

  func end() {
    watch.take()?.end()
  }

  deinit { watch.take()?.end() }
}
