import ByteCoding
import Vault

extension Diagnostic {
  /// What stands in the way of a rotation's course.
  init(order refusal: Refusal) {
    switch refusal {
    case .graceRunning(let key, let until):
      self.init(
        "grace-running", .toolsPending,
        "refused: the old version of \(key) is kept until "
          + "\(Timestamp(milliseconds: until).dateTime)",
        "if it has leaked: --emergency; for another reason: --force --reason TEXT")
    case .rollbackImpossible(let key, let number, let label):
      self.init(
        "no-way-back", .refused,
        "\(key)@\(number) is \(label.rawValue): there is no way back to it",
        "give \(key) a new value: keyroll rotate \(key)")
    case .nothingToRollBack(let key):
      self.init(
        "nothing-to-roll-back", .notFound, "\(key) has no earlier version to go back to",
        "see: keyroll history \(key)")
    case .noOverlap(let key):
      self.init(
        "no-overlap", .refused,
        "\(key) has one living value at a time: nothing can be tried or kept beside it",
        "leave out --canary and --grace")
    case .orderCycle(let tool):
      self.init(
        "order-cycle", .conflict, "\(tool) would have to come before itself",
        "see: keyroll tool show \(tool)")
    case .madeFromCycle(let key):
      self.init(
        "made-from-cycle", .conflict, "\(key) would be made from itself",
        "see: keyroll impact \(key)")
    case .unused(let key):
      self.init("unused-key", .notFound, "no tool uses \(key)", "see: keyroll where \(key)")
    case .notReplaceable(let key, let fields):
      self.init(
        "not-replaceable", .conflict,
        fields.isEmpty
          ? "\(key) cannot take its own place"
          : "\(key) lacks fields of the key that it is to replace",
        fields.isEmpty ? "name another key" : "it needs: \(list: fields)")
    default: self.init(CommandError.unexpectedAnswer)
    }
  }
}
