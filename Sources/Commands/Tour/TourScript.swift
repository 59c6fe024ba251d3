/// The main job from an empty directory to a revoked key.
enum TourScript {
  static let directory = "$D"

  static let steps: [TourStep] = vault + keys + tools + roll + rotation + past

  private static let vault: [TourStep] = [
    .shell("export KEYROLL_VAULT=$D/vault.keyroll XDG_STATE_HOME=$D/state"),
    .shell(
      "keyroll() { command keyroll --key-file \"$D/tour.key\" \"$@\"; }",
      "a key file opens this vault, so that nobody has to type a passphrase:"),
    .keyroll("init --no-recovery"),
  ]

  private static let keys: [TourStep] = [
    .piped(
      .hexLine, "set crm/agent --provider liveagent-v3 --param account=acme --stdin --trim-newline",
      "one key of each provider, with values made up here; at a terminal keyroll asks for them:"),
    .piped(
      .hexLine,
      "set crm/agent-v1 --provider liveagent-v1 --param account=acme --stdin --trim-newline"),
    .piped(.hexLine, "set ligr --provider ligr-live --owner ana --stdin --trim-newline"),
    .piped(
      .hexLine,
      "set chat/assistant --provider ai-chat-for-business "
        + "--param base-url=https://api.example.com --scope read --stdin --trim-newline"),
    .piped(
      .object(fields: ["app-key", "secret", "access-token", "access-token-secret"]),
      "set chat/liveperson --provider liveperson-oauth1 --param account=12345678 --stdin-json"),
    .keyroll("list"),
  ]

  private static let tools: [TourStep] = [
    .keyroll(
      "tool add helpdesk --env-file $D/helpdesk.env",
      "tools, and how each reads its keys:"),
    .keyroll("tool add overlay@prod --env-file $D/overlay.env --dialect sh --owner ana"),
    .keyroll("tool add frontdesk --env-file $D/frontdesk.json --dialect json"),
    .keyroll("tool add scoreboard --manual --owner bo"),
  ]

  private static let roll: [TourStep] = [
    .keyroll(
      "connect helpdesk crm/agent --requires-api v1",
      "a v3 key for a tool that calls the v1 API is refused before it fails in production:",
      ends: .refused),
    .keyroll("connect helpdesk crm/agent --requires-api v3"),
    .keyroll("connect helpdesk crm/agent-v1"),
    .keyroll("connect overlay@prod ligr"),
    .keyroll("connect scoreboard ligr --as LIGR_KEY"),
    .keyroll("connect frontdesk 'chat/*'"),
    .keyroll("emit", "write every file:"),
    .keyroll("connect scoreboard chat/assistant --as CHAT_KEY"),
    .keyroll("ack scoreboard ligr --note 'typed in by bo'"),
    .keyroll("ack scoreboard chat/assistant"),
    .keyroll("where ligr"),
    .keyroll("uses frontdesk"),
  ]

  private static let rotation: [TourStep] = [
    .piped(
      .hexLine, "rotate chat/assistant --stdin --trim-newline",
      "a new key where the old one lives on beside it:"),
    .keyroll("rotation show chat/assistant"),
    .keyroll("revoke chat/assistant", "one tool does not have it yet:", ends: .toolsPending),
    .keyroll("ack scoreboard chat/assistant --note 'typed in by bo'"),
    .keyroll("revoke chat/assistant"),
    .piped(
      .hexLine, "rotate ligr --stdin --trim-newline -y",
      "and one for LIGR Live, whose old key ends when the new one is made:"),
    .keyroll("ack scoreboard ligr --note 'typed in by bo'"),
  ]

  private static let past: [TourStep] = [
    .keyroll("history chat/assistant", "what is left, and what happened:"),
    .keyroll("status"),
    .keyroll("log chat/assistant"),
  ]
}
