import ByteCoding
import Ledger
import Vault

extension Service {
  /// The vault's past, oldest first: all of it, or what concerns one key or tool; of that the last
  /// `limit` lines.
  func log(
    _ subject: String?, _ limit: Int?, _ vault: OpenVault
  ) throws(ServiceError) -> [LogLine] {
    var book = LogBook(
      machines: Dictionary(
        vault.ledger.writers.map { ($0.id, $0.machine) }, uniquingKeysWith: { first, _ in first }))
    let wanted = try subject.map { text throws(ServiceError) in try self.subject(text, vault) }
    do throws(LedgerError) {
      try vault.ledger.history { body in
        book.write(body, about: wanted)
        return true
      }
    } catch { throw .ledger(error) }
    guard let limit, book.lines.count > limit else { return book.lines }
    return Array(book.lines.suffix(limit))
  }

  /// The key or tool of that name; they never share one.
  private func subject(_ text: String, _ vault: OpenVault) throws(ServiceError) -> Identifier {
    if let key = try vault.reading({ state throws(RecordError) in try state.key(named: text) }) {
      return key.id
    }
    let name: ToolName
    do throws(NameProblem) { name = try ToolName(text) } catch {
      throw .invalidName(text, error)
    }
    return try vault.deciding { state throws(Refusal) in
      do throws(Refusal) { return try state.find(tool: name).id } catch {
        guard case .noSuchTool = error else { throw error }
        return try state.find(key: text).id
      }
    }
  }
}

/// Turns transactions into lines, following names as they change.
struct LogBook {
  private(set) var lines: [LogLine] = []
  private let machines: [Identifier: String]
  private var names: [Identifier: String] = [:]
  private var numbers: [Identifier: UInt64] = [:]
  private var counts: [Identifier: UInt64] = [:]

  init(machines: [Identifier: String]) { self.machines = machines }

  mutating func write(_ body: TransactionBody, about wanted: Identifier?) {
    for raw in body.events {
      guard Event.knows(raw.kind),
        let event = try? Event(kind: raw.kind, payload: raw.payload)
      else { continue }
      learn(event)
      let entry = LogEntry(event)
      guard wanted.map({ entry.subjects.contains($0) }) ?? true else { continue }
      // That of the tool as a whole says it already, unless the key is what is asked for.
      if case .useObserved(let use) = event, use.tool != nil, let key = use.key, key != wanted {
        continue
      }
      lines.append(
        LogLine(
          sequence: body.sequence, time: body.time, actor: body.actor,
          machine: machines[body.writer] ?? "", reason: body.reason, event: entry.name,
          subjects: subjects(of: entry),
          version: entry.version.flatMap { numbers[$0] }, detail: entry.detail, use: entry.use))
    }
  }

  /// The first as it is, a tool where there is one; many keys after it by name.
  private func subjects(of entry: LogEntry) -> [String] {
    let all = entry.subjects.map { names[$0] ?? String($0.hex.prefix(8)) }
    return all.prefix(1) + (all.count > 2 ? all.dropFirst().sorted() : Array(all.dropFirst()))
  }

  private mutating func learn(_ event: Event) {
    switch event {
    case .keyAdded(let event): names[event.key] = event.name
    case .keyRenamed(let event): names[event.key] = event.name
    case .toolAdded(let event): names[event.tool] = Self.text(event.name, event.environment)
    case .toolRenamed(let event): names[event.tool] = Self.text(event.name, event.environment)
    case .versionStaged(let event):
      counts[event.key, default: 0] += 1
      numbers[event.version] = counts[event.key]
    default: break
    }
  }

  private static func text(_ name: String, _ environment: String?) -> String {
    environment.map { "\(name)@\($0)" } ?? name
  }
}
