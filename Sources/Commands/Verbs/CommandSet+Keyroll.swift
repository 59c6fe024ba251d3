extension CommandSet {
  /// Every command of the program, in the order in which the help shows them.
  package static let keyroll = CommandSet([
    InitCommand.self, PasswdCommand.self, SlotAddCommand.self, SlotListCommand.self,
    SlotRemoveCommand.self, RecoveryTestCommand.self, RecoveryUseCommand.self,
    RecoveryNewCommand.self, BackupCommand.self, RestoreCommand.self, AcceptRollbackCommand.self,
    StatusCommand.self, LogCommand.self, ConfigListCommand.self,
    ConfigGetCommand.self, ConfigSetCommand.self,
    SetCommand.self, GetCommand.self, ListCommand.self, FindCommand.self, ShowCommand.self,
    HistoryCommand.self, EditCommand.self, MvCommand.self, RmCommand.self,
    ToolAddCommand.self, ToolListCommand.self, ToolShowCommand.self, ToolEditCommand.self,
    ToolRemoveCommand.self, TargetAddCommand.self, TargetEditCommand.self,
    TargetRemoveCommand.self, ConnectCommand.self, DisconnectCommand.self, WhereCommand.self,
    UsesCommand.self, EmitCommand.self, ExportCommand.self, RunCommand.self, RotateCommand.self,
    AckCommand.self, RevokeCommand.self, TourCommand.self,
    VersionCommand.self, HelpCommand.self, CompletionCommand.self,
  ])
}
