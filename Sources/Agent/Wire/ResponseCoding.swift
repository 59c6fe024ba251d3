import ByteCoding
import SecretMemory

extension Response {
  /// Writes the body and returns the secrets.
  consuming func write(to writer: inout CBORWriter) throws(WireError) -> SecretBytes? {
    switch consume self {
    case .value(let value):
      writer.variant(2)
      return secretPart(value)
    case .variables(let view, let fields):
      writer.variant(3, items: 2)
      view.write(to: &writer)
      return try writer.secrets(fields)
    case .stored(let stored): writer.variant(4, stored)
    case .staged(let staged): writer.variant(5, staged)
    case .connected(let lines): writer.variant(6, lines)
    case .revoked(let revoked): writer.variant(7, revoked)
    case .done(let notes): writer.variant(8, notes)
    case .operations(let ids): writer.variant(9, ids)
    case .recognized(let found): writer.variant(10, found)
    case .vault(let view): writer.variant(16, view)
    case .standing(let standing): writer.variant(17, standing)
    case .keys(let views): writer.variant(18, views)
    case .key(let view): writer.variant(19, view)
    case .log(let lines): writer.variant(20, lines)
    case .tools(let views): writer.variant(21, views)
    case .tool(let view): writer.variant(22, view)
    case .roll(let roll): writer.variant(23, roll)
    case .plan(let plan): writer.variant(24, plan)
    case .status(let view): writer.variant(25, view)
    case .settings(let lines): writer.variant(26, lines)
    case .slots(let views): writer.variant(27, views)
    case .names(let names): writer.variant(28, names)
    case .rotations(let views): writer.variant(29, views)
    case .impact(let lines): writer.variant(30, lines)
    case .due(let lines): writer.variant(31, lines)
    default: throw .noForm
    }
    return nil
  }

  /// Reads the items of a response that carries no secret.
  init(
    plain head: (number: UInt64, arguments: Int), _ reader: inout CBORReader
  ) throws(CBORError) {
    switch head {
    case (4, 1): self = .stored(try reader.next())
    case (5, 1): self = .staged(try reader.next())
    case (6, 1): self = .connected(try reader.list())
    case (7, 1): self = .revoked(try reader.next())
    case (8, 1): self = .done(try reader.list())
    case (9, 1): self = .operations(try reader.list())
    case (10, 1): self = .recognized(try reader.list())
    case (16, 1): self = .vault(try reader.next())
    case (17, 1): self = .standing(try reader.next())
    case (18, 1): self = .keys(try reader.list())
    case (19, 1): self = .key(try reader.next())
    case (20, 1): self = .log(try reader.list())
    case (21, 1): self = .tools(try reader.list())
    case (22, 1): self = .tool(try reader.next())
    case (23, 1): self = .roll(try reader.next())
    case (24, 1): self = .plan(try reader.next())
    case (25, 1): self = .status(try reader.next())
    case (26, 1): self = .settings(try reader.list())
    case (27, 1): self = .slots(try reader.list())
    case (28, 1): self = .names(try reader.list())
    case (29, 1): self = .rotations(try reader.list())
    case (30, 1): self = .impact(try reader.list())
    case (31, 1): self = .due(try reader.list())
    default: throw .unsupported
    }
  }
}
