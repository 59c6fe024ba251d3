/// The systemd units that `agent unit` prints. Whoever installs one reads it first, so each line
/// that is not obvious says why it is there.
enum UnitText {
  /// - Parameter program: the absolute path of this program.
  static func ofUser(program: String) -> String {
    """
    # ~/.config/systemd/user/keyroll.service
    # The passphrase, sealed for this user:
    #   systemd-creds encrypt --user --name=keyroll - ~/.config/keyroll.cred
    # Without this unit an agent starts whenever a command has asked for the passphrase.
    [Unit]
    Description=Keyroll agent of this user

    [Service]
    Type=notify
    ExecStart=\(quoted(program)) agent run
    LoadCredentialEncrypted=keyroll:%h/.config/keyroll.cred
    \(confinement)

    [Install]
    WantedBy=default.target

    """
  }

  static func ofSystem(program: String) -> String {
    """
    # /etc/systemd/system/keyroll.service
    # Once: useradd --system --home-dir /var/lib/keyroll keyroll
    #       echo "uid = $(id -u keyroll)" > /etc/keyroll/agent.conf
    #       systemd-creds encrypt --name=keyroll - /etc/keyroll/passphrase.cred
    # Tools: keyroll tool add NAME --user UID, and ExecStart=keyroll run --as-tool -- CMD in
    # their own units, after keyroll.service.
    [Unit]
    Description=Keyroll agent for the services of this machine

    [Service]
    Type=notify
    User=keyroll
    ExecStart=\(quoted(program)) agent run --system
    LoadCredentialEncrypted=keyroll:/etc/keyroll/passphrase.cred
    Environment=KEYROLL_VAULT=%S/keyroll/vault.keyroll XDG_STATE_HOME=%S/keyroll/state
    StateDirectory=keyroll
    StateDirectoryMode=0700
    RuntimeDirectory=keyroll
    RuntimeDirectoryMode=0755
    Restart=on-failure
    \(confinement)
    CapabilityBoundingSet=
    PrivateDevices=yes
    PrivateTmp=yes
    ProtectHome=yes
    ProtectSystem=strict

    [Install]
    WantedBy=multi-user.target

    """
  }

  /// What the program does to itself as well, from before its first instruction.
  private static let confinement = """
    LimitCORE=0
    LimitMEMLOCK=64M
    NoNewPrivileges=yes
    RestrictAddressFamilies=AF_UNIX
    """

  /// A word of an ExecStart line: systemd reads quotes, backslashes and percent signs.
  private static func quoted(_ path: String) -> String {
    let special = path.utf8.contains { byte in
      byte <= 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
        || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "$")
    }
    var text = ""
    for character in path {
      switch character {
      case "%": text += "%%"
      case "$": text += "$$"
      case "\"", "\\": text += "\\\(character)"
      default: text.append(character)
      }
    }
    return special ? "\"\(text)\"" : text
  }
}
