import Agent
import ByteCoding
import Delivery
import Platform
import SecretMemory
import Vault

/// The way of the values to their places.
extension EmissionRun {
  /// Brings values to all of these, which are all the places of their tools.
  func deliver(_ indices: [Int]) throws(CommandError) {
    guard !indices.isEmpty else { return }
    let batch = DeliveryBatch(FileBatch(check.files))
    // Noted first: after a crash the vault knows which places may hold the new versions.
    let files = indices.filter { outcome.targets[$0].target.target.kind != .command }
    if !files.isEmpty {
      try note(.intendEmission(files.map { outcome.targets[$0].target.selection }))
    }
    let commands = indices.filter { outcome.targets[$0].target.target.kind == .command }
    for (index, operation) in zip(commands, try intend(commands, .deliver)) {
      batch.operations[index] = operation
    }
    check.expect(files.map { outcome.targets[$0].target })
    for tool in byTool(indices) { try prepare(tool, batch) }
    publish(batch)
    try record(batch)
    try run(batch.takeJobs())
  }

  private func byTool(_ indices: [Int]) -> [[Int]] {
    var tools: [[Int]] = []
    for index in indices {
      let tool = outcome.targets[index].target.selection.tool
      if let last = tools.last?.last, outcome.targets[last].target.selection.tool == tool {
        tools[tools.count - 1].append(index)
      } else {
        tools.append([index])
      }
    }
    return tools
  }

  /// Makes ready what a tool is to get: for all of its places, or for none.
  private func prepare(_ indices: [Int], _ batch: DeliveryBatch) throws(CommandError) {
    var ready: [PreparedDelivery] = []
    var current = indices[0]
    do throws(CommandError) {
      let environment = try intended(indices, batch)
      for index in indices {
        current = index
        ready.append(try prepare(index, environment, batch))
      }
      batch.ready += ready
    } catch {
      for index in indices {
        let isCause = index == current
        outcome.targets[index].result = isCause ? .failed(error) : .heldBack
        let code = isCause ? Diagnostic(error).code : "held-back"
        let target = outcome.targets[index].target
        let selection = target.selection
        if let operation = batch.operations[index] {
          if target.mayHaveRun(operation) { continue }
          batch.commandReports.append(
            CommandReport(selection: selection, operation: operation, step: .deliver, code: code))
        } else {
          batch.reports.append(EmissionReport(selection: selection, failure: code, changed: false))
        }
      }
    }
  }

  /// The values as they are now. What was planned may be out of date, and a version must not be
  /// written before the vault knows that a place may hold it.
  private func intended(
    _ indices: [Int], _ batch: DeliveryBatch
  ) throws(CommandError) -> ToolEnvironment {
    let tool = outcome.targets[indices[0]].target.tool
    while true {
      let environment = try session.environment(of: tool, for: .emit)
      let versions = environment.view.versions
      let late = indices.filter { outcome.targets[$0].target.selection.versions != versions }
      guard !late.isEmpty else { return environment }
      for index in late { outcome.targets[index].target.selection.versions = versions }
      let commands = late.filter { batch.operations[$0] != nil }
      let files = late.filter { batch.operations[$0] == nil }
      if !files.isEmpty {
        try note(.intendEmission(files.map { outcome.targets[$0].target.selection }))
      }
      for (index, operation) in zip(commands, try intend(commands, .deliver)) {
        batch.operations[index] = operation
      }
    }
  }

  private func prepare(
    _ index: Int, _ environment: borrowing ToolEnvironment, _ batch: DeliveryBatch
  ) throws(CommandError) -> PreparedDelivery {
    let target = outcome.targets[index].target
    let place = try Place(target)
    let text = try encoded(environment, place.dialect)
    guard let path = place.path else {
      guard let operation = batch.operations[index] else { throw .unexpectedAnswer }
      return .command(
        CommandJob(index, target, .deliver, operation: operation, input: .some(text)))
    }
    let number = try session.allowing(place) { known throws(DeliveryError) in
      try batch.files.prepare(text, for: path, dialect: place.dialect, known: known)
    }
    return .file(index: index, number: number)
  }

  private func encoded(
    _ environment: borrowing ToolEnvironment, _ dialect: Dialect
  ) throws(CommandError) -> SecretBytes {
    do throws(DeliveryError) {
      return try DialectCodec.encode(environment.variables, as: dialect)
    } catch {
      throw .delivery(error)
    }
  }

  private func publish(_ batch: DeliveryBatch) {
    var places: [Int: Int] = [:]
    for case .file(let index, let number) in batch.ready {
      places[number] = index
      do throws(DeliveryError) {
        outcome.targets[index].result = .written(try batch.files.publish(number))
      } catch {
        outcome.targets[index].result = .failed(.delivery(error))
      }
      progress.advance()
    }
    for (number, reason) in batch.finishFiles() {
      if let index = places[number] { outcome.targets[index].result = .failed(.delivery(reason)) }
    }
  }

  /// Where nobody knows whether the file holds the new values, nothing is said: then the intent
  /// stands.
  private func record(_ batch: DeliveryBatch) throws(CommandError) {
    for case .file(let index, _) in batch.ready {
      let place = outcome.targets[index]
      let selection = place.target.selection
      switch place.result {
      case .written(let how)?:
        batch.reports.append(
          EmissionReport(selection: selection, failure: nil, changed: how != .unchanged))
      case .failed(let error)? where !error.leavesFileUnknown:
        batch.reports.append(
          EmissionReport(selection: selection, failure: Diagnostic(error).code, changed: false))
      default: break
      }
    }
    if !batch.reports.isEmpty { try note(.recordEmission(batch.reports)) }
    if !batch.commandReports.isEmpty { try note(.recordCommands(batch.commandReports)) }
  }
}

extension CommandError {
  /// It failed after the new file got its name, as far as can be told.
  fileprivate var leavesFileUnknown: Bool {
    guard case .delivery(.system(let reason)) = self else { return false }
    return ["fsync", "close"].contains(reason.operation)
  }
}

/// What is ready to go to a place.
private enum PreparedDelivery {
  case file(index: Int, number: Int)
  case command(CommandJob)
}

/// The deliveries of one batch. A class, because its files cannot be copied.
private final class DeliveryBatch {
  var files: FileBatch
  /// By the place in the outcome's list, of those that a command takes the values to.
  var operations: [Int: Identifier] = [:]
  var ready: [PreparedDelivery] = []
  var reports: [EmissionReport] = []
  var commandReports: [CommandReport] = []

  init(_ files: consuming FileBatch) {
    self.files = files
  }

  func finishFiles() -> [(number: Int, reason: DeliveryError)] {
    files.finish()
  }

  func takeJobs() -> [CommandJob] {
    ready.compactMap { item in
      if case .command(let job) = item { job } else { nil }
    }
  }
}
