/// Compares the words of a line with the operands that its command declares.
struct OperandCheck {
  private let declaration: CommandDeclaration

  init(_ declaration: CommandDeclaration) {
    self.declaration = declaration
  }

  func check(operands: [String], rest: [[UInt8]]) throws(UsageError) {
    try refuseValues(in: operands)
    let declared = declaration.operands.filter { !$0.isRest }
    let required = declared.filter(\.isRequired)
    if operands.count < required.count {
      throw .operand(.missing(required[operands.count].synopsis), command: declaration.name)
    }
    if operands.count > declared.count, !declared.contains(where: \.isRepeated) {
      throw .operand(.surplus(position: declared.count + 1), command: declaration.name)
    }
    if let last = declaration.operands.last, last.isRest, rest.isEmpty {
      throw .operand(.missing(last.synopsis), command: declaration.name)
    }
  }

  /// `keyroll set stripe=sk_live…` would leave the value in the shell's history and in the list of
  /// processes, so that it is refused before anything else is looked at.
  private func refuseValues(in operands: [String]) throws(UsageError) {
    for (index, word) in operands.enumerated() {
      guard case .key? = operand(at: index)?.kind, let equals = word.firstIndex(of: "=") else {
        continue
      }
      throw .valueOnCommandLine(key: String(word[..<equals]))
    }
  }

  private func operand(at index: Int) -> Operand? {
    let declared = declaration.operands.filter { !$0.isRest }
    return index < declared.count ? declared[index] : declared.last
  }
}

extension Operand {
  var isRest: Bool {
    if case .rest = count { return true }
    return false
  }

  var isRepeated: Bool {
    switch count {
    case .many, .optionalMany: true
    case .one, .optional, .rest: false
    }
  }
}

extension CommandDeclaration {
  var takesRest: Bool { operands.contains(where: \.isRest) }
}
