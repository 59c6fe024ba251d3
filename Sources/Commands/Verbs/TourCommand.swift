import Platform

package enum TourCommand: Command {
  package static let declaration = CommandDeclaration(
    "tour", summary: "show the main job with real commands in a vault of its own",
    discussion: """
      Every line is shown as it would be typed, with what it really prints. The vault, its keys and \
      the files are in a temporary directory, and are gone when the tour ends.
      """,
    options: [
      Option("keep", .one("DIR"), "leave everything in this new directory", path: true)
    ],
    exits: [.conflict, .refused],
    examples: [
      Example("keyroll tour", "five providers, four tools, one rotation"),
      Example("keyroll tour --keep /tmp/tour", "then look around in it"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    if let kept = invocation.value("keep") {
      let directory = try prepare(kept)
      try Tour(session, in: directory).run()
      session.printer.note("everything is in \(directory)")
      session.printer.hint(
        "keyroll status --vault \(directory)/vault.keyroll --key-file \(directory)/tour.key")
      return .done
    }
    let directory = try reporting { () throws(SystemError) in
      try FileSystem.realPath(try FileSystem.temporaryDirectory(prefix: "keyroll-tour-"))
    }
    let result = Result { () throws(CommandError) in try Tour(session, in: directory).run() }
    try reporting { () throws(SystemError) in try FileSystem.removeTree(directory) }
    try result.get()
    session.printer.note("the tour's directory is gone, with everything in it")
    return .done
  }

  /// A new or empty directory, without symbolic links on the way: files of values go there.
  private static func prepare(_ path: String) throws(CommandError) -> String {
    let directory = try reporting { () throws(SystemError) in
      try FileSystem.makeDirectories(path, mode: 0o700)
      return try FileSystem.realPath(path)
    }
    let entries = try reporting { () throws(SystemError) in
      try Directory.open(directory).entries()
    }
    guard entries.isEmpty else { throw .roll(.directoryInUse(path: path)) }
    return directory
  }
}
