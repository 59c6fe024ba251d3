/// One verb: its declaration, and what it does.
package protocol Command: SendableMetatype {
  static var declaration: CommandDeclaration { get }
  /// Ends with ``ExitStatus/done`` or with a status that is a result and not a failure.
  static func run(_ invocation: Invocation, _ session: Session) throws(CommandError) -> ExitStatus
}
