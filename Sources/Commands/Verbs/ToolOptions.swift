import Agent
import Delivery
import Platform
import Vault

/// What `tool` and `target` are told about a tool and its places.
enum ToolOptions {
  static let environment = Option(
    "environment", .one("E"), "the tool's environment, as in TOOL@E")

  static let attributes: [Option] = [
    Option("owner", .one("O"), "who looks after the tool"),
    Option("description", .one("T"), "what the tool is"),
    Option(
      "require", .one("LEVEL"), "how far the tool must come before an old key is revoked",
      default: "emitted; applied where somebody carries the values over",
      choices: AdoptionLevel.Claim.allCases.map(\.rawValue)),
    Option(
      "user", .one("UID"),
      "the user, by number or name, that the tool runs as: a system agent gives its processes the "
        + "tool's variables"),
  ]

  static let places: [Option] =
    [
      Option("env-file", .one("PATH"), "write the tool's variables into this file", path: true),
      Option(
        "dialect", .one("D"), "how the values are written",
        default: "dotenv; json for --command",
        choices: Dialect.allCases.map(\.rawValue)),
      Option("manual", "somebody carries the values over by hand"),
    ] + TargetCommandOptions.all

  static let exclusions = [["env-file", "manual", "command"]]

  /// The attributes named on the line; an empty text removes one.
  static func attributes(_ invocation: Invocation) throws(CommandError) -> Attributes {
    var attributes = Attributes()
    for name in ["owner", "description", "require"] {
      guard let value = invocation.value(name) else { continue }
      attributes[name] = value.isEmpty ? [] : [value]
    }
    if let value = invocation.value(Attributes.Name.user) {
      attributes[Attributes.Name.user] = value.isEmpty ? [] : [String(try user(value, invocation))]
    }
    return attributes
  }

  /// The number of a user given by number or login name. Numbers are what is kept: they are what the
  /// system says of a process, and a name may come to mean somebody else.
  private static func user(
    _ text: String, _ invocation: Invocation
  ) throws(CommandError) -> UInt32 {
    let isNumber = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard isNumber else {
      guard let user = User.named(text) else { throw .roll(.unknownUser(text)) }
      return user.identifier
    }
    guard let number = UInt32(text), number != .max else {
      throw invocation.fault(.badNumber(least: 0, most: Int(UInt32.max - 1)), of: "user")
    }
    return number
  }

  /// The place named on the line, nil when there is none. A file is judged before it is noted.
  static func target(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> TargetDescription? {
    let options = TargetCommandOptions(invocation, session)
    if let path = invocation.value("env-file") {
      let commands = try options.commands()
      let dialect = try dialect(invocation, session)
      let absolute = try absolutePath(path)
      try check(absolute, dialect, session)
      return .environmentFile(path: absolute, dialect: dialect.rawValue, commands: commands)
    }
    if let words = try options.words("command"), !words.isEmpty {
      let dialect = invocation.value("dialect") ?? Dialect.json.rawValue
      return .command(words, dialect: dialect, commands: try options.commands())
    }
    for option in ["dialect"] + TargetCommandOptions.names where invocation.has(option) {
      throw invocation.fault(.needs("--env-file or --command"), of: option)
    }
    return invocation.flag("manual") ? .manual : nil
  }

  /// The dialect of the line, else the setting's, else dotenv.
  private static func dialect(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> Dialect {
    if let named = invocation.value("dialect").flatMap(Dialect.init) { return named }
    let setting = try session.settings().first { $0.name == "default-dialect" }
    return setting?.values.first.flatMap(Dialect.init) ?? .dotenv
  }

  /// Refuses a place that must not hold values. Variables that stand there already may be those of
  /// connections still to come, so that they are only told of.
  static func check(
    _ path: String, _ dialect: Dialect, _ session: Session
  ) throws(CommandError) {
    do throws(DeliveryError) {
      try EnvironmentFile.check(path, dialect: dialect, known: [])
    } catch {
      guard case .foreignContent(_, let names, _) = error else { throw .delivery(error) }
      session.printer.note(
        "\(path) exists: it is replaced only once all of it is known here (\(list: names))")
    }
  }

  /// Vaults are read from any directory, so that paths in them begin at the root.
  static func absolutePath(_ path: String) throws(CommandError) -> String {
    try reporting { () throws(SystemError) in
      let whole = path.hasPrefix("/") ? path : try FileSystem.currentDirectory() + "/" + path
      let (directory, name) = FileSystem.split(whole)
      // A directory that is not there is found out by the check, under the name that was typed.
      guard FileSystem.exists(directory) else { return whole }
      return "\(normalized(whole, directory))/\(name)"
    }
  }

  /// `.` and `..` are resolved; a symbolic link stays in the path and is refused later.
  private static func normalized(_ whole: String, _ directory: String) -> String {
    var parts: [Substring] = []
    for part in directory.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.map { "/\($0)" }.joined()
  }
}
