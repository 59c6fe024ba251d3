internal import CLinux
internal import Glibc
internal import Synchronization

/// Holds back the signals that would end or stop the process and tells of them instead, until
/// `finish`. Signals that were ignored stay ignored. One watch at a time.
///
/// Handlers, not a blocked mask: in a program with several threads any of them may receive a
/// signal, and only a handler acts for all.
struct SignalWatch: ~Copyable {
  private let pipe: Pipe
  private let previous: [(number: CInt, action: sigaction)]

  init(_ numbers: [CInt]) throws(SystemError) {
    let pipe = try Pipe()
    try pipe.reading.neverWait()
    try pipe.writing.neverWait()
    wakeUp.store(pipe.writing.descriptor, ordering: .sequentiallyConsistent)
    self.pipe = pipe
    var previous: [(number: CInt, action: sigaction)] = []
    for number in numbers where linux_is_ignored(number) == 0 {
      var action = sigaction()
      _ = unsafe linux_set_handler(number, noteSignal, &action)
      previous.append((number, action))
    }
    self.previous = previous
  }

  /// Readable once a signal has come.
  var descriptor: CInt { pipe.reading.descriptor }

  /// The signal that came, if one did.
  borrowing func pending() -> CInt? {
    var byte: UInt8 = 0
    let got = unsafe linux_read(pipe.reading.descriptor, &byte, 1)
    return got == 1 ? CInt(byte) : nil
  }

  /// Lets signals act as before and returns one that came but was not taken. Its order leaves no
  /// moment in which a signal is lost.
  consuming func finish() -> CInt? {
    for entry in previous {
      var action = entry.action
      _ = unsafe linux_set_action(entry.number, &action)
    }
    return pending()
  }
}

private let wakeUp = Atomic<CInt>(-1)

private func noteSignal(_ number: CInt) {
  linux_note_signal(wakeUp.load(ordering: .sequentiallyConsistent), number)
}
