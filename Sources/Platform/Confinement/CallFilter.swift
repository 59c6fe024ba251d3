internal import Glibc

/// Translates a list of allowed calls into a filter program.
enum CallFilter {
  /// A program that allows what a rule allows, lets everything else fail with EPERM, and ends a
  /// process whose calls are numbered in another way than `architecture` says.
  static func program(
    _ rules: [CallRule], architecture: CallArchitecture, process: Int32
  ) -> [FilterInstruction] {
    var program: [FilterInstruction] = [
      .load(CallDescription.architecture), .equals(architecture.identifier, ifTrue: 1),
      .verdict(.killProcess), .load(CallDescription.number),
    ]
    for rule in rules {
      guard let number = rule.number(on: architecture) else { continue }
      let verdict = decision(rule.condition, process: process)
      // Past what belongs to this call if it is another one.
      program.append(.equals(number, ifFalse: UInt8(verdict.count)))
      program += verdict
    }
    return program + [.verdict(.fail(EPERM))]
  }

  /// Instructions that end with a verdict on a call whose number has matched.
  private static func decision(
    _ condition: CallCondition, process: Int32
  ) -> [FilterInstruction] {
    let ends: [FilterInstruction] = [.verdict(.allow), .verdict(.fail(EPERM))]
    switch condition {
    case .always:
      return [.verdict(.allow)]
    case .notKnown:
      return [.verdict(.fail(ENOSYS))]
    case .without(let bits, let argument):
      return [
        .load(CallDescription.low(argument)), .and(bits), .equals(0, ifFalse: 1),
      ] + ends
    case .with(let bits, let argument):
      return [
        .load(CallDescription.low(argument)), .and(bits), .equals(bits, ifFalse: 1),
      ] + ends
    case .oneOf(let values, let argument):
      let tests = values.enumerated().map { index, value in
        let left = UInt8(values.count - 1 - index)
        return FilterInstruction.equals(value, ifTrue: left, ifFalse: left == 0 ? 1 : 0)
      }
      return [.load(CallDescription.low(argument))] + tests + ends
    case .zero(let argument):
      return [
        .load(CallDescription.low(argument)), .equals(0, ifFalse: 3),
        .load(CallDescription.high(argument)), .equals(0, ifFalse: 1),
      ] + ends
    case .ownProcess(let argument):
      return [
        .load(CallDescription.low(argument)),
        .equals(UInt32(bitPattern: process), ifFalse: 1),
      ] + ends
    }
  }
}
