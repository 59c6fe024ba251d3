package enum CompletionCommand: Command {
  package static let declaration = CommandDeclaration(
    "completion", summary: "print a script that completes keyroll's words in a shell",
    discussion: """
      Names of keys are not completed: that would have to open the vault.

      Each shell reads it from its own place:

        bash: keyroll completion bash > ~/.local/share/bash-completion/completions/keyroll
        zsh:  keyroll completion zsh > ~/.zfunc/_keyroll   (a directory of $fpath)
        fish: keyroll completion fish > ~/.config/fish/completions/keyroll.fish
      """,
    operands: [Operand("SHELL", .one, .words(["bash", "zsh", "fish"]), "bash, zsh or fish")],
    examples: [Example("source <(keyroll completion bash)", "for this shell only")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let script = CompletionScript(.keyroll)
    switch invocation.operand {
    case "bash": try session.printer.lines(script.bash())
    case "zsh": try session.printer.lines(script.zsh())
    case "fish": try session.printer.lines(script.fish())
    default: throw .usage(.operand(.missing("bash, zsh or fish"), command: declaration.name))
    }
    return .done
  }
}
