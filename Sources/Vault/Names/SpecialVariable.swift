/// Why a variable is more than a place for a value.
package enum SpecialReason: String, CaseIterable, Sendable {
  /// A shell evaluates the value as arithmetic, which can run commands, however it is quoted.
  case runsCode = "runs-code"
  /// A shell refuses the assignment, drops it, or stops reading the file there.
  case cannotBeAssigned = "cannot-be-assigned"
  /// It decides which program, library or code a later command runs.
  case changesWhatRuns = "changes-what-runs"
}

extension VariableName {
  /// Set where the variable must not be used without an explicit wish.
  package var special: SpecialReason? {
    if Self.evaluated.contains(text) { return .runsCode }
    if Self.unassignable.contains(text) { return .cannotBeAssigned }
    let upper = text.uppercased()
    if Self.steering.contains(upper) || Self.steeringPrefixes.contains(where: upper.hasPrefix) {
      return .changesWhatRuns
    }
    return nil
  }

  /// Integer variables of bash and mksh.
  private static let evaluated: Set<String> = [
    "RANDOM", "SRANDOM", "OPTIND", "HISTCMD", "SECONDS", "TMOUT", "PPID", "COLUMNS", "LINES",
    "BASHPID",
  ]

  /// Read-only, or set by the shell itself, in bash, zsh, fish, mksh or ksh.
  private static let unassignable: Set<String> = [
    "UID", "EUID", "GID", "EGID", "SHELLOPTS", "BASHOPTS", "BASH_VERSINFO", "LINENO", "GROUPS",
    "DIRSTACK", "FUNCNAME", "PIPESTATUS", "_", "SHLVL", "KEYTIMEOUT", "USERNAME", "FISH_VERSION",
    "PWD", "history", "options", "functions", "aliases", "commands", "status", "path", "argv",
    "fpath", "pipestatus", "version", "hostname", "fish_pid", "umask",
  ]

  private static let steering: Set<String> = [
    "PATH", "IFS", "ENV", "BASH_ENV", "PROMPT_COMMAND", "PS1", "PS2", "PS4", "CDPATH", "SHELL",
    "ZDOTDIR", "FPATH", "GLIBC_TUNABLES", "GCONV_PATH", "NODE_OPTIONS", "NODE_PATH",
    "NODE_EXTRA_CA_CERTS", "RUBYOPT", "RUBYLIB", "GEM_PATH", "GEM_HOME", "BUNDLE_GEMFILE",
    "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH", "DOTNET_STARTUP_HOOKS",
    "PHPRC", "PHP_INI_SCAN_DIR", "LUA_INIT", "LUA_PATH", "LUA_CPATH", "SSH_ASKPASS",
    "SUDO_ASKPASS", "EDITOR", "VISUAL", "PAGER", "MANPAGER", "BROWSER", "LESSOPEN", "LESSCLOSE",
    "HOME", "TMPDIR", "LOCPATH", "TERMINFO", "TERMCAP", "CURL_HOME", "OPENSSL_CONF",
    "OPENSSL_MODULES", "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY",
    "RUSTC_WRAPPER", "MAKEFLAGS", "HOSTALIASES",
  ]

  private static let steeringPrefixes = [
    "LD_", "DYLD_", "PYTHON", "PERL5", "GIT_", "BASH_FUNC_", "KEYROLL_",
  ]
}
