extension CommandSet {
  /// Every command of the program, in the order in which the help shows them.
  package static let keyroll = CommandSet([
    VersionCommand.self, HelpCommand.self, CompletionCommand.self,
  ])
}
