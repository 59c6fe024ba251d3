import ByteCoding
import Platform

extension AgentAssignment: WireValue {
  /// Always of the user who runs the program.
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(11)
    vaultPath = try reader.next()
    statePath = try reader.next()
    let (directory, name): (String, String) = (try reader.next(), try reader.next())
    guard
      let place = try? AgentPlace(.user(CurrentProcess.effectiveUser), directory, name)
    else { throw .unsupported }
    self.place = place
    limits = LeaseLimits(
      idle: try reader.optional(), absolute: try reader.optional(),
      endsAtSuspend: try reader.next())
    machine = try reader.next()
    user = try reader.next()
    allowsAnyFileSystem = try reader.next()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(11)
    writer.text(vaultPath)
    writer.text(statePath)
    writer.text(place.directory)
    writer.text(place.name)
    writer.optional(limits.idle)
    writer.optional(limits.absolute)
    writer.bool(limits.endsAtSuspend)
    writer.text(machine)
    writer.text(user)
    writer.bool(allowsAnyFileSystem)
  }
}

extension AgentStartError: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    switch try reader.variant() {
    case (0, 1): self = .place(try reader.next())
    case (1, 1): self = .service(try reader.next())
    case (2, 1): self = .system(try reader.next())
    case (3, 0): self = .gone
    default: throw .unsupported
    }
  }

  func write(to writer: inout CBORWriter) {
    switch self {
    case .place(let error): writer.variant(0, error)
    case .service(let error): writer.variant(1, error)
    case .system(let error): writer.variant(2, error)
    case .gone: writer.variant(3)
    }
  }
}

extension PlaceError: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    let head = try reader.variant()
    guard head.number != 8 else {
      self = .system(try reader.next())
      return
    }
    guard head.arguments == 3 else { throw .unsupported }
    let path: String? = try reader.optional()
    let (first, second): (Int64?, Int64?) = (try reader.optional(), try reader.optional())
    guard let error = Self(head.number, path, first, second) else { throw .unsupported }
    self = error
  }

  private init?(_ number: UInt64, _ path: String?, _ first: Int64?, _ second: Int64?) {
    let user = first.flatMap { UInt32(exactly: $0) }
    switch (number, path) {
    case (6, let socket):
      self = .alreadyRuns(
        process: first.flatMap { Int32(exactly: $0) }, socket: socket)
    case (0, let path?):
      self = .pathTooLong(path: path, limit: first.flatMap { Int(exactly: $0) } ?? 0)
    case (1, let path?): self = .notADirectory(path: path)
    case (2, let path?): self = .symbolicLink(path: path)
    case (3, let path?):
      self = .foreignOwner(
        path: path, owner: user ?? 0, expected: second.flatMap { UInt32(exactly: $0) } ?? 0)
    case (4, let path?): self = .unsafeMode(path: path, mode: user ?? 0)
    case (5, let path?): self = .notASocket(path: path)
    case (7, let path?):
      self = .configuration(path: path, line: first.flatMap { Int(exactly: $0) } ?? 0)
    default: return nil
    }
  }

  func write(to writer: inout CBORWriter) {
    switch self {
    case .pathTooLong(let path, let limit): writer.fact(0, path, Int64(limit))
    case .notADirectory(let path): writer.fact(1, path)
    case .symbolicLink(let path): writer.fact(2, path)
    case .foreignOwner(let path, let owner, let expected):
      writer.fact(3, path, Int64(owner), Int64(expected))
    case .unsafeMode(let path, let mode): writer.fact(4, path, Int64(mode))
    case .notASocket(let path): writer.fact(5, path)
    case .alreadyRuns(let process, let socket): writer.fact(6, socket, process.map(Int64.init))
    case .configuration(let path, let line): writer.fact(7, path, Int64(line))
    case .system(let error): writer.variant(8, error)
    }
  }
}

extension CBORWriter {
  /// A fault of a place: all have this form, of which each fills what it has.
  fileprivate mutating func fact(
    _ number: UInt64, _ path: String?, _ first: Int64? = nil, _ second: Int64? = nil
  ) {
    variant(number, items: 3)
    optional(path)
    optional(first)
    optional(second)
  }
}
