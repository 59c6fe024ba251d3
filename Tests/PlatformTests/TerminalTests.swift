import Foundation
import Glibc
import Platform
import SecretMemory
import Testing

@Suite(.serialized) struct TerminalTests {
  @Test(arguments: [
    (["correct horse\n"], "correct horse"),
    (["a\tb\r"], "a\tb"),
    (["\n"], ""),
    (["abx\u{7F}c\n"], "abc"),
    (["zä\u{7F}\u{7F}ok\n"], "ok"),
    (["\u{7F}\u{7F}ok\n"], "ok"),
    (["wrong\u{15}right\n"], "right"),
    (["one two \u{17}three\n"], "one three"),
    (["\u{1B}[200~pasted\u{1B}[201~\n"], "pasted"),
    (["a\u{1B}[D\u{1B}OCb\n"], "ab"),
    (["a\u{01}\u{02}b\n"], "ab"),
    (["end by D\u{04}"], "end by D"),
    (["gruß 密码\n"], "gruß 密码"),
  ])
  func readsSecretLines(keys: [String], expected: String) throws {
    let pseudoterminal = try Pseudoterminal()
    let terminal = try Terminal(device: pseudoterminal.path)
    let secret = try pseudoterminal.typing(keys) {
      try text(of: try terminal.readSecretLine(prompt: "passphrase: "))
    }
    #expect(secret == expected)
    #expect(try pseudoterminal.screen() == "passphrase: \r\n")
    #expect(isEchoing(pseudoterminal.path))
  }

  @Test func readsLinesLongerThanATerminalKeeps() throws {
    let pseudoterminal = try Pseudoterminal()
    let terminal = try Terminal(device: pseudoterminal.path)
    let line = String(repeating: "k", count: 10_000)
    let chunks = stride(from: 0, to: 10_000, by: 500).map { _ in String(line.prefix(500)) }
    let secret = try pseudoterminal.typing(chunks + ["\n"]) {
      try text(of: try terminal.readSecretLine(limit: 10_000))
    }
    #expect(secret == line)
  }

  @Test func refusesLinesOverTheLimitAndDropsTheRest() throws {
    let pseudoterminal = try Pseudoterminal()
    let terminal = try Terminal(device: pseudoterminal.path)
    let error = #expect(throws: SystemError.self) {
      try pseudoterminal.typing(["12345678\n"]) {
        try text(of: try terminal.readSecretLine(limit: 4))
      }
    }
    #expect(error?.name == "EFBIG")
    #expect(isEchoing(pseudoterminal.path))
    try pseudoterminal.type("next\n")
    #expect(try terminal.readLine() == "next")
  }

  @Test func endOfInputIsNotAnEmptyLine() throws {
    let pseudoterminal = try Pseudoterminal()
    let terminal = try Terminal(device: pseudoterminal.path)
    let error = #expect(throws: SystemError.self) {
      try pseudoterminal.typing(["\u{04}"]) { try text(of: try terminal.readSecretLine()) }
    }
    #expect(error?.name == "ENODATA")
  }

  @Test func readsShownLines() throws {
    let pseudoterminal = try Pseudoterminal()
    let terminal = try Terminal(device: pseudoterminal.path)
    try pseudoterminal.type("yes\nno\n\u{04}")
    #expect(try terminal.readLine() == "yes")
    #expect(try terminal.readLine() == "no")
    #expect(try terminal.readLine() == nil)
    try pseudoterminal.type("too long\n")
    #expect(throws: SystemError.self) { _ = try terminal.readLine(limit: 3) }
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT])
  func signalEndsTheProcessAndShowsTypingAgain(signal: Int32) async throws {
    let pseudoterminal = try Pseudoterminal()
    let path = pseudoterminal.path
    await #expect(processExitsWith: .signal(signal)) {
      [path = path as String, signal = signal as Int32] in
      let terminal = try Terminal(device: path)
      Thread {
        while isEchoing(path) { usleep(1000) }
        kill(getpid(), signal)
      }.start()
      _ = try terminal.readSecretLine()
    }
    #expect(isEchoing(path))
  }

  @Test(arguments: [false, true])
  func interruptEndsTheQuestionAlone(isSecret: Bool) async throws {
    let pseudoterminal = try Pseudoterminal()
    let path = pseudoterminal.path
    await #expect(processExitsWith: .success) {
      [path = path as String, isSecret = isSecret as Bool] in
      let terminal = try Terminal(device: path)
      // This process may start with the signal ignored, as in the background of a shell.
      signal(SIGINT, SIG_DFL)
      Thread {
        usleep(200_000)
        kill(getpid(), SIGINT)
      }.start()
      let error = #expect(throws: SystemError.self) {
        if isSecret { _ = try terminal.readSecretLine() } else { _ = try terminal.readLine() }
      }
      #expect(error?.name == "EINTR")
    }
    #expect(isEchoing(path))
  }

  @Test func hidesWhatIsTypedAsSoonAsThePromptAppears() throws {
    let pseudoterminal = try Pseudoterminal()
    let path = pseudoterminal.path
    let typist = Thread {
      while (try? pseudoterminal.screen())?.contains("? ") != true {}
      #expect(!isEchoing(path))
      try? pseudoterminal.type("kept\n")
    }
    typist.start()
    let terminal = try Terminal(device: path)
    #expect(try text(of: try terminal.readSecretLine(prompt: "? ")) == "kept")
  }

  @Test func stoppedAndContinuedItAsksAgain() async throws {
    let pseudoterminal = try Pseudoterminal()
    let path = pseudoterminal.path
    let typist = Thread {
      pseudoterminal.awaitEcho(false)
      try? pseudoterminal.type("lost")
      pseudoterminal.awaitEcho(true)
      pseudoterminal.awaitEcho(false)
      try? pseudoterminal.type("kept\n")
    }
    typist.start()
    await #expect(processExitsWith: .success) { [path = path as String] in
      let terminal = try Terminal(device: path)
      let process = getpid()
      // A second process continues this one: stopped, no thread of it could.
      let script = """
        while stty -a < \(path) | grep -qE '(^| )echo '; do sleep 0.01; done; sleep 0.1
        kill -TSTP \(process)
        sleep 0.2
        kill -CONT \(process)
        """
      let helper = Process()
      helper.executableURL = URL(fileURLWithPath: "/bin/sh")
      helper.arguments = ["-c", script]
      try helper.run()
      #expect(try text(of: try terminal.readSecretLine(prompt: "? ")) == "kept")
    }
    let screen = try pseudoterminal.screen()
    #expect(screen == "? \r\n? \r\n")
  }

  @Test func tellsTerminalsFromOtherFiles() throws {
    let pseudoterminal = try Pseudoterminal()
    var size: [UInt16] = [50, 132, 0, 0]  // struct winsize: rows, columns, pixels
    _ = unsafe ioctl(pseudoterminal.master, UInt(TIOCSWINSZ), &size)
    let descriptor = unsafe open(pseudoterminal.path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    defer { close(descriptor) }
    #expect(Terminal.isTerminal(BorrowedFile(descriptor)))
    let measured = try #require(Terminal.size(BorrowedFile(descriptor)))
    #expect(measured == (132, 50))
    let null = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    #expect(!Terminal.isTerminal(BorrowedFile(null)))
    #expect(Terminal.size(BorrowedFile(null)) == nil)
  }
}

func text(of secret: borrowing SecretBytes) throws -> String {
  secret.withSpan { span in
    String(decoding: (0..<span.count).map { span[$0] }, as: UTF8.self)
  }
}
