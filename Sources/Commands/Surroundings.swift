package import SecretMemory

/// What a command takes from outside the vault and its own words. A value of its own, so that the
/// tour, and tests, can run a command in surroundings of their choice.
package struct Surroundings {
  package var output: any OutputChannel
  package var error: any OutputChannel
  /// Opens the terminal, nil where there is none.
  package var console: () -> (any Console)?
  /// A variable of the environment that is not secret.
  package var variable: (String) -> String?
  /// Takes a secret out of the environment, where it is then wiped.
  package var takeSecretVariable: (String) -> SecretBytes?
  /// Milliseconds since 1970.
  package var now: () -> Int64

  package init(
    output: any OutputChannel, error: any OutputChannel,
    console: @escaping () -> (any Console)? = { nil },
    variable: @escaping (String) -> String? = { _ in nil },
    takeSecretVariable: @escaping (String) -> SecretBytes? = { _ in nil },
    now: @escaping () -> Int64
  ) {
    self.output = output
    self.error = error
    self.console = console
    self.variable = variable
    self.takeSecretVariable = takeSecretVariable
    self.now = now
  }
}
