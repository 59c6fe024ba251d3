package import ByteCoding

extension State {
  /// The target that is written at a path of a machine.
  package func target(
    at path: String, on machine: String
  ) throws(RecordError) -> (tool: Identifier, target: Identifier)? {
    try value(RecordKey.place(path, on: machine)) { r throws(CBORError) in
      try r.tuple(2)
      return (tool: try r.identifier(), target: try r.identifier())
    }
  }

  /// Enters a target under its path unless another has it already.
  mutating func occupy(_ target: ToolTarget, of tool: Tool) throws(RecordError) {
    guard let path = target.attributes.path,
      try self.target(at: path, on: target.machine) == nil
    else { return }
    set(RecordKey.place(path, on: target.machine)) { writer in
      writer.array(2)
      writer.identifier(tool.id)
      writer.identifier(target.id)
    }
  }

  mutating func vacate(_ target: ToolTarget, of tool: Tool) throws(RecordError) {
    guard let path = target.attributes.path,
      let holder = try self.target(at: path, on: target.machine), holder == (tool.id, target.id)
    else { return }
    set(RecordKey.place(path, on: target.machine), nil)
  }
}
