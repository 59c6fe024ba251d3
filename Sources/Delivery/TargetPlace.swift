/// Judges a path by its words: places whose files are started, loaded or trusted by others must
/// not receive text that holds somebody's value, whatever the text is.
enum TargetPlace {
  /// The part of `path` that forbids it; nil when nothing does. Compared without regard to case,
  /// because some file systems do not tell `.GIT` from `.git`.
  static func runnablePart(of path: String) -> String? {
    let parts = path.split(separator: "/").map { $0.lowercased() }
    guard let name = parts.last else { return nil }
    if let place = parts.dropLast().first(where: directories.contains) { return place }
    if startUpFiles.contains(name) { return name }
    if let place = systemPlaces.first(where: path.hasPrefix) { return place }
    return suffixes.first { name.hasSuffix($0) }
  }

  /// Directories of programs, plug-ins, schedules, services, sessions, keys and hooks.
  private static let directories: Set<String> = [
    ".git", ".husky", ".githooks", ".ssh", ".gnupg", "bin", "sbin", "libexec", "plugin",
    "plugins", "cron.d", "cron.hourly", "cron.daily", "cron.weekly", "cron.monthly", "crontabs",
    "atjobs", "systemd", "init.d", "rc.d", "profile.d", "environment.d", "autostart",
    "launchagents", "launchdaemons", "sudoers.d", "polkit-1", "pam.d", "udev", "modprobe.d",
    "ld.so.conf.d", "apt.conf.d", "dbus-1", "xinetd.d", "site-packages", "dist-packages",
    "node_modules",
  ]

  /// Files that a shell, session or program obeys when it starts, wherever they are.
  private static let startUpFiles: Set<String> = [
    ".bashrc", ".bash_profile", ".bash_login", ".bash_logout", ".bash_aliases", ".profile",
    ".zshrc", ".zshenv", ".zprofile", ".zlogin", ".zlogout", ".kshrc", ".mkshrc", ".cshrc",
    ".tcshrc", ".login", ".logout", "config.fish", ".xinitrc", ".xprofile", ".xsession",
    ".xsessionrc", ".pam_environment", ".inputrc", ".vimrc", ".exrc", ".emacs", ".gdbinit",
    ".lldbinit", ".gitconfig", ".gitmodules", ".gitattributes", ".gitignore", ".npmrc", ".envrc",
    ".irbrc", ".rprofile", ".forward", ".rhosts", ".netrc", "authorized_keys", "known_hosts",
    "makefile", "gnumakefile",
  ]

  /// Trees and files of the system; an entry that ends in `/` stands for everything below it.
  private static let systemPlaces = [
    "/proc/", "/sys/", "/dev/", "/boot/", "/var/spool/", "/etc/bash.bashrc", "/etc/crontab",
    "/etc/environment", "/etc/group", "/etc/ld.so.", "/etc/passwd", "/etc/profile", "/etc/shadow",
    "/etc/sudoers",
  ]

  /// Files that some program finds by their ending and then obeys.
  private static let suffixes = [
    ".service", ".socket", ".timer", ".desktop", ".so", ".pth", ".plist",
  ]
}
