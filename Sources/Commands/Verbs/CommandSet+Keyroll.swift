extension CommandSet {
  /// Every command of the program, in the order in which the help shows them.
  package static let keyroll = CommandSet([
    InitCommand.self, StatusCommand.self, LogCommand.self, ConfigListCommand.self,
    ConfigGetCommand.self, ConfigSetCommand.self,
    SetCommand.self, GetCommand.self, ListCommand.self, FindCommand.self, ShowCommand.self,
    HistoryCommand.self, EditCommand.self, MvCommand.self, RmCommand.self,
    VersionCommand.self, HelpCommand.self, CompletionCommand.self,
  ])
}
