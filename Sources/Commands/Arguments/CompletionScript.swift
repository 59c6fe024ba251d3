/// Completion for shells, from declarations. The words are fixed text: nothing that a user named
/// gets into a script.
struct CompletionScript {
  private let set: CommandSet

  init(_ set: CommandSet) {
    self.set = set
  }

  func bash() -> [String] {
    function() + ["complete -F _keyroll keyroll"]
  }

  /// The function for bash serves, through zsh's own adapter.
  func zsh() -> [String] {
    ["#compdef keyroll", "autoload -U +X bashcompinit && bashcompinit"] + bash()
  }

  private func function() -> [String] {
    [
      "_keyroll() {",
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} line='' i",
      "  for ((i = 1; i < COMP_CWORD; i++)); do",
      "    case ${COMP_WORDS[i]} in",
      "      -*) ;;",
      "      *) line+=\"${line:+ }${COMP_WORDS[i]}\" ;;",
      "    esac",
      "  done",
      "  case $previous in",
      "    \(pathOptions.joined(separator: "|")))",
      "      COMPREPLY=($(compgen -f -- \"$current\"))",
      "      return ;;",
      "  esac",
      "  local words=''",
      "  case \"$line \" in",
    ] + branches() + [
      "  esac",
      "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))",
      "}",
    ]
  }

  /// Longer commands first, so that `tool add` is found before `tool`.
  private func branches() -> [String] {
    let commands = set.declarations.sorted { $0.path.count > $1.path.count }
    let groups = Set(commands.filter { $0.path.count > 1 }.map { $0.path[0] }).sorted()
    return commands.map { branch($0.name, words(of: $0)) }
      + groups.map { group in
        branch(group, set.continuations(of: [group]).map { $0.path[1] })
      }
      + ["    ' ') words='\((set.verbs + options(GlobalOptions.all)).joined(separator: " "))' ;;"]
  }

  private func branch(_ name: String, _ words: [String]) -> String {
    "    '\(name) '*) words='\(words.joined(separator: " "))' ;;"
  }

  private func words(of declaration: CommandDeclaration) -> [String] {
    let fixed = declaration.operands.flatMap { operand -> [String] in
      if case .words(let words) = operand.kind { return words }
      return []
    }
    return fixed + options(declaration.options + GlobalOptions.all)
  }

  private func options(_ options: [Option]) -> [String] {
    options.map { "--\($0.long)" }
  }

  private var pathOptions: [String] {
    let all = set.declarations.flatMap(\.options) + GlobalOptions.all
    return Set(all.filter(\.takesPath).map { "--\($0.long)" }).sorted()
  }

  // MARK: fish

  func fish() -> [String] {
    GlobalOptions.all.map { "complete -c keyroll \(fishOption($0))" }
      + set.verbs.map(fishVerb) + set.declarations.flatMap(fishCommand)
  }

  private func fishVerb(_ verb: String) -> String {
    let command = set.command(at: [verb])
    let about = command?.declaration.summary ?? "commands about \(verb)"
    return "complete -c keyroll -n __fish_use_subcommand -f -a \(verb) -d '\(quoted(about))'"
  }

  private func fishCommand(_ declaration: CommandDeclaration) -> [String] {
    let seen = declaration.path.map { "__fish_seen_subcommand_from \($0)" }
      .joined(separator: "; and ")
    var lines = declaration.options.map { "complete -c keyroll -n '\(seen)' \(fishOption($0))" }
    if declaration.path.count == 2 {
      lines.append(
        "complete -c keyroll -n '__fish_seen_subcommand_from \(declaration.path[0])' -f "
          + "-a \(declaration.path[1]) -d '\(quoted(declaration.summary))'")
    }
    return lines
  }

  private func fishOption(_ option: Option) -> String {
    let short = option.short.map { " -s \($0)" } ?? ""
    let value = option.needsValue ? (option.takesPath ? " -r" : " -x") : ""
    return "-l \(option.long)\(short)\(value) -d '\(quoted(option.help))'"
  }

  private func quoted(_ text: String) -> String {
    text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
  }
}
