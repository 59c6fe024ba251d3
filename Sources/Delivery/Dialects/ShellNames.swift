/// Variables that a shell file must not assign whatever the quotes, measured in bash, dash, zsh,
/// mksh and ksh93.
enum ShellNames {
  static let unassignable: Set<String> = evaluated.union(readOnly).union(ignored)

  /// Integer variables: the shell evaluates the text as arithmetic, and an array index in it,
  /// `a[$(command)0]`, runs the command although the value was in single quotes.
  private static let evaluated: Set<String> = [
    "BASHPID", "COLUMNS", "HISTCMD", "LINENO", "LINES", "OPTIND", "PPID", "RANDOM", "SECONDS",
    "SRANDOM", "TMOUT",
  ]

  /// Assigning ends the reading of the file.
  private static let readOnly: Set<String> = [
    "BASHOPTS", "BASH_VERSINFO", "EGID", "EUID", "GID", "HISTSIZE", "KEYTIMEOUT", "SAVEHIST",
    "SHELLOPTS", "SHLVL", "UID", "aliases", "commands", "functions", "history", "options",
  ]

  /// The assignment is taken, and the variable has another value afterwards.
  private static let ignored: Set<String> = [
    "DIRSTACK", "EPOCHREALTIME", "EPOCHSECONDS", "FUNCNAME", "GROUPS", "PIPESTATUS", "USERNAME",
    "_", "argv", "fpath", "path", "pipestatus", "status",
  ]
}
