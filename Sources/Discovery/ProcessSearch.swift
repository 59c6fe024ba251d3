package import Platform
package import SecretMemory

/// A process, and the variables of its environment that were asked for.
package struct ProcessFinding: ~Copyable {
  package let process: RunningProcess
  private let fields: SecretFields

  init(_ process: RunningProcess, _ fields: consuming SecretFields) {
    self.process = process
    self.fields = fields
  }

  /// The names of the variables that it has.
  package var names: [String] { fields.names }

  package consuming func variables() -> SecretFields { fields }
}

/// Looks through the environments of running processes for variables of certain names.
package struct ProcessSearch: ~Copyable {
  private let names: VariableNames
  private var table: ProcessTable

  /// - Parameters:
  ///   - names: The variables to look for; all others are left unread.
  ///   - root: Where proc(5) is mounted.
  package init(
    for names: some Sequence<String>, root: String = "/proc"
  ) throws(DiscoveryError) {
    self.names = VariableNames(names)
    do throws(SystemError) { table = try ProcessTable.open(root) } catch { throw .system(error) }
  }

  /// The next process that has one of the variables; nil when there are no more.
  package mutating func next() throws(DiscoveryError) -> ProcessFinding? {
    while let process = try nextProcess() {
      let fields = try variables()
      if fields.count > 0 { return ProcessFinding(process, fields) }
    }
    return nil
  }

  /// How many processes were looked at so far, and how many could not be.
  package var count: ProcessTable.Count { table.count }

  /// The processes that have led to this one.
  package borrowing func ancestors() -> Set<Int32> { table.ancestors() }

  private mutating func nextProcess() throws(DiscoveryError) -> RunningProcess? {
    do throws(SystemError) { return try table.next() } catch { throw .system(error) }
  }

  private borrowing func variables() throws(DiscoveryError) -> SecretFields {
    do throws(SecretMemoryError) {
      return try table.withEnvironment { (block) throws(SecretMemoryError) in
        try names.variables(in: block)
      }
    } catch {
      throw .memory
    }
  }
}
