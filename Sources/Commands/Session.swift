/// One command's run: what it was asked, whom it may ask, and where its words go.
package final class Session {
  package let globals: Globals
  package let surroundings: Surroundings
  package let printer: Printer
  package let questions: Questions

  package init(_ globals: Globals, in surroundings: Surroundings) {
    self.globals = globals
    self.surroundings = surroundings
    let plain = globals.noColor || surroundings.variable("NO_COLOR")?.isEmpty == false
    printer = Printer(
      output: surroundings.output, error: surroundings.error, globals: globals, color: !plain)
    questions = Questions(
      console: globals.noInput ? nil : surroundings.console(), agrees: globals.agreesToQuestions)
  }
}
