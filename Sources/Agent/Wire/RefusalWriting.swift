import ByteCoding
import Vault

extension Refusal {
  func write(to writer: inout CBORWriter) {
    switch self {
    case .unavailable: writer.variant(0)
    case .noSuchKey(let name, let suggestion): writer.variant(1, name, or: suggestion)
    case .noSuchTool(let name, let suggestion): writer.variant(2, name, or: suggestion)
    case .noSuchVersion(let key, let selector, let versions):
      writer.variant(3, items: 3)
      writer.text(key)
      selector.write(to: &writer)
      writer.unsigned(versions)
    case .noSuchField(let key, let field, let fields):
      writer.variant(4, items: 3)
      writer.text(key)
      writer.text(field)
      writer.list(fields)
    case .noSuchTarget(let tool): writer.variant(5, tool)
    case .noCurrentVersion(let key): writer.variant(6, key)
    case .notConnected(let tool, let key): writer.variant(7, tool, key)
    case .ambiguousTool(let name, let environments): writer.variant(8, name, environments)
    case .vaultExists: writer.variant(9)
    case .keyExists(let name): writer.variant(10, name)
    case .toolExists(let name): writer.variant(11, name)
    case .nameTakenByKey(let name): writer.variant(12, name)
    case .nameTakenByTool(let name): writer.variant(13, name)
    case .connected(let key, let tools): writer.variant(14, key, tools)
    case .toolConnected(let tool, let keys): writer.variant(15, tool, keys)
    case .pathTaken(let path, let machine, let tool): writer.variant(16, texts: path, machine, tool)
    case .variableTaken(let tool, let variable, let key, let field):
      writer.variant(17, texts: tool, variable, key, field)
    case .rotationOpen(let key, let from, let to):
      writer.variant(18, items: 3)
      writer.text(key)
      writer.optional(from)
      writer.optional(to)
    case .noOpenRotation(let key): writer.variant(19, key)
    case .alreadyPromoted(let key, let number): writer.variant(20, key, number)
    case .alreadyTaken(let key, let number, let tools):
      writer.variant(21, items: 3)
      writer.text(key)
      writer.unsigned(number)
      writer.list(tools)
    case .invalidVariable, .publicVariable, .specialVariable, .apiMismatch, .fieldsMissing,
      .textTooLong, .notWritten, .otherMachine, .valuesPurged, .nothingToRevoke, .alreadyRevoked,
      .notRevocable, .toolsPending, .reasonRequired:
      writeMore(to: &writer)
    case .graceRunning, .rollbackImpossible, .nothingToRollBack, .noOverlap, .orderCycle,
      .madeFromCycle, .unused, .notReplaceable:
      writeRotation(to: &writer)
    }
  }

  private func writeMore(to writer: inout CBORWriter) {
    switch self {
    case .invalidVariable(let variable): writer.variant(22, variable)
    case .publicVariable(let variable, let prefix): writer.variant(23, variable, prefix)
    case .specialVariable(let variable, let reason): writer.variant(24, variable, reason.rawValue)
    case .apiMismatch(let key, let required, let actual):
      writer.variant(25, texts: key, required, actual)
    case .fieldsMissing(let key, let fields): writer.variant(26, key, fields)
    case .textTooLong(let attribute, let maximum): writer.variant(27, attribute, maximum)
    case .notWritten(let tool, let kind): writer.variant(28, tool, kind.rawValue)
    case .otherMachine(let tool, let machine): writer.variant(29, tool, machine)
    case .valuesPurged(let key, let number): writer.variant(30, key, number)
    case .nothingToRevoke(let key): writer.variant(31, key)
    case .alreadyRevoked(let key, let number): writer.variant(32, key, number)
    case .notRevocable(let key, let number, let label):
      writer.variant(33, items: 3)
      writer.text(key)
      writer.unsigned(number)
      writer.text(label.rawValue)
    case .toolsPending(let laggards): writer.variant(34, laggards)
    case .reasonRequired: writer.variant(35)
    default: break
    }
  }

  private func writeRotation(to writer: inout CBORWriter) {
    switch self {
    case .graceRunning(let key, let until):
      writer.variant(36, items: 2)
      writer.text(key)
      writer.integer(until)
    case .rollbackImpossible(let key, let number, let label):
      writer.variant(37, items: 3)
      writer.text(key)
      writer.unsigned(number)
      writer.text(label.rawValue)
    case .nothingToRollBack(let key): writer.variant(38, key)
    case .noOverlap(let key): writer.variant(39, key)
    case .orderCycle(let tool): writer.variant(40, tool)
    case .madeFromCycle(let key): writer.variant(41, key)
    case .unused(let key): writer.variant(42, key)
    case .notReplaceable(let key, let fields): writer.variant(43, key, fields)
    default: break
    }
  }
}
