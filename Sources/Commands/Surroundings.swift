package import Platform
package import SecretMemory

/// What a command takes from outside the vault and its own words. A value of its own, so that the
/// tour, and tests, can run a command in surroundings of their choice.
package struct Surroundings {
  package var output: any OutputChannel
  package var error: any OutputChannel
  package var input: any InputChannel
  /// Opens the terminal, nil where there is none.
  package var console: () -> (any Console)?
  /// A variable of the environment that is not secret.
  package var variable: (String) -> String?
  /// Takes a secret out of the environment, where it is then wiped.
  package var takeSecretVariable: (String) throws(SecretMemoryError) -> SecretBytes?
  /// Milliseconds since 1970.
  package var now: @Sendable () -> Int64
  /// Becomes another program: its words, byte for byte, and its environment.
  package var launch: ([[UInt8]], borrowing EnvironmentBlock) throws(SystemError) -> Void = {
    (words, environment) throws(SystemError) in
    try replaceProcess(words, environment: environment)
  }

  /// Where the processes of this machine are listed, as proc(5) says.
  package var processes = "/proc"

  /// Holds back requests to end while targets are written; nil where they act at once.
  package var holdInterruptions: () -> (any InterruptionWatch)? = { nil }

  /// Whether commands use agents that run, and leave one behind after a prompt.
  package var hasAgents = false

  package init(
    output: any OutputChannel, error: any OutputChannel,
    input: any InputChannel,
    console: @escaping () -> (any Console)? = { nil },
    variable: @escaping (String) -> String? = { _ in nil },
    takeSecretVariable: @escaping (String) throws(SecretMemoryError) -> SecretBytes? = { _ in nil },
    now: @escaping @Sendable () -> Int64
  ) {
    self.output = output
    self.error = error
    self.input = input
    self.console = console
    self.variable = variable
    self.takeSecretVariable = takeSecretVariable
    self.now = now
  }
}
