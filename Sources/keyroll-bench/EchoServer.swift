import Platform

/// The floor of an exchange over a socket: a program in C that sends back what it gets.
final class EchoServer {
  private static let source = """
    #include <string.h>
    #include <sys/socket.h>
    #include <sys/un.h>
    #include <unistd.h>
    int main(int count, char **words) {
      struct sockaddr_un address = {.sun_family = AF_UNIX};
      strncpy(address.sun_path, words[count - 1], sizeof address.sun_path - 1);
      int server = socket(AF_UNIX, SOCK_STREAM, 0);
      if (bind(server, (struct sockaddr *)&address, sizeof address) || listen(server, 1)) return 1;
      int client = accept(server, 0, 0);
      static char bytes[65536];
      for (ssize_t got; (got = read(client, bytes, sizeof bytes)) > 0;)
        for (ssize_t done = 0, sent; done < got; done += sent)
          if ((sent = write(client, bytes + done, got - done)) <= 0) return 1;
      return 0;
    }
    """

  private let socket: LocalSocket
  private let messages: [UInt8]
  private let length: Int

  /// Nil without a C compiler. Messages have `length` bytes, `window` of them are under way at once.
  init?(in workspace: String, length: Int, window: Int) throws {
    guard Programs.isThere("cc") else { return nil }
    let (program, path) = ("\(workspace)/echo", "\(workspace)/echo-\(length)-\(window)")
    if !FileSystem.exists(program) {
      try Programs.run("cc", ["-O2", "-x", "c", "-o", program, "-"], input: Self.source)
    }
    try Programs.run("sh", ["-c", "\"$@\" < /dev/null > /dev/null 2>&1 &", "sh", program, path])
    socket = try Self.connect(path)
    messages = [UInt8](repeating: 7, count: length * window)
    self.length = length
  }

  private static func connect(_ path: String) throws -> LocalSocket {
    for _ in 0..<500 {
      if let socket = try? LocalSocket.connect(path, milliseconds: 10_000) { return socket }
      Clock.pause(milliseconds: 10)
    }
    throw BenchFailure.program("echo")
  }

  /// Sends a window of messages and waits until all are back.
  func exchange() throws {
    let messages = messages
    let all = messages.span
    var sent = 0
    while sent < all.count {
      let rest = all.extracting(sent..<all.count)
      guard let count = try socket.send(rest) else {
        throw BenchFailure.program("echo")
      }
      sent += count
    }
    var back = 0
    var room = [UInt8](repeating: 0, count: messages.count)
    while back < messages.count {
      var span = room.mutableSpan
      guard let count = try socket.receive(into: &span), count > 0 else {
        throw BenchFailure.program("echo")
      }
      back += count
    }
  }
}
