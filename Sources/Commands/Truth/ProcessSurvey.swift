import Agent
import ByteCoding
import Discovery
import Platform
import SecretMemory
import Vault

/// Looks for the values of keys in the environments of running processes.
struct ProcessSurvey {
  /// A tool's connection.
  private struct User {
    let tool: ToolView
    let line: RollLine
  }

  private(set) var uses: [ProcessUse] = []
  private(set) var count: ProcessTable.Count
  private let users: [String: [User]]
  private let names: Set<String>
  private let subject: Subject
  /// Their environments are those of whoever looks, not of a tool.
  private let ancestors: Set<Int32>

  init(
    of tools: [ToolView], about subject: Subject, _ session: Session
  ) throws(CommandError) {
    self.subject = subject
    var users: [String: [User]] = [:]
    for tool in tools {
      for line in tool.connections {
        users[line.variable, default: []].append(User(tool: tool, line: line))
      }
    }
    self.users = users
    let names = Set(
      users.filter { $0.value.contains { subject.includes($0.line) } }.map(\.key))
    self.names = names
    var search = try reporting { () throws(DiscoveryError) in
      try ProcessSearch(for: names, root: session.surroundings.processes)
    }
    ancestors = search.ancestors()
    count = search.count
    while let finding = try reporting({ () throws(DiscoveryError) in try search.next() }) {
      let process = finding.process
      let scope = scope(of: finding.names)
      let matches = try Recognizer(session).matches(finding.variables(), named: names, in: scope)
      add(process, matches)
    }
    count = search.count
  }

  /// Where one tool alone has these names, only its connections need to be looked at.
  private func scope(of names: [String]) -> RecognitionScope {
    let tools = Set(names.flatMap { users[$0] ?? [] }.map(\.tool.id))
    return tools.count == 1 ? tools.first.map { .tool($0) } ?? .everything : .everything
  }

  private mutating func add(_ process: RunningProcess, _ matches: [String: [Recognition.Match]]) {
    let keys = Dictionary(
      grouping: matches.flatMap { variable, matches in matches.map { (variable, $0) } },
      by: \.1.key)
    for (key, found) in keys.sorted(by: { $0.key < $1.key }) {
      if let use = use(of: key, by: process, found) { uses.append(use) }
    }
  }

  /// Nil where the value means nothing under that name, or nothing that was asked about.
  private func use(
    of key: String, by process: RunningProcess, _ found: [(String, Recognition.Match)]
  ) -> ProcessUse? {
    let byVariable = Dictionary(grouping: found, by: \.0)
    let candidates = byVariable.flatMap { variable, found in
      (users[variable] ?? []).filter { user in
        user.line.key == key && found.contains { $0.1.field == user.line.field }
      }
    }
    guard candidates.contains(where: { subject.includes($0.line) }),
      let keyID = found.first?.1.keyID
    else { return nil }
    let owner = owner(of: process, among: Self.tools(candidates))
    let tools = Set(Self.tools(owner).map(\.id))
    if case .tool(let tool) = subject, !tools.contains(tool.id) { return nil }
    let expected = Set(
      candidates.filter { tools.contains($0.tool.id) }.compactMap(\.line.version))
    let held = byVariable.sorted { $0.key < $1.key }.compactMap { variable, found in
      Self.held(variable, found.map(\.1), expected)
    }
    return ProcessUse(
      process: process, key: key, keyID: keyID, held: held, owner: owner, expected: expected)
  }

  /// The version that a value is; of several with the same value the one that is expected.
  private static func held(
    _ variable: String, _ matches: [Recognition.Match], _ expected: Set<UInt64>
  ) -> ProcessUse.Held? {
    let match = matches.first { expected.contains($0.version) } ?? matches.first
    return match.map {
      ProcessUse.Held(variable: variable, field: $0.field, version: $0.version, label: $0.label)
    }
  }

  /// A tool that says as which user it runs has no processes of others.
  private func owner(
    of process: RunningProcess, among tools: [ToolView]
  ) -> ProcessUse.Owner {
    let possible = tools.filter { $0.attributes.user == nil || $0.attributes.user == process.user }
    let sure = possible.filter { $0.attributes.user == process.user }
    guard !ancestors.contains(process.identifier) else { return .oneOf(tools) }
    if sure.count == 1 { return .tool(sure[0]) }
    if possible.count == 1 { return .tool(possible[0]) }
    return .oneOf(possible.isEmpty ? tools : possible)
  }

  private static func tools(_ users: [User]) -> [ToolView] {
    var seen: Set<Identifier> = []
    return users.map(\.tool).filter { seen.insert($0.id).inserted }
      .sorted { $0.name.text < $1.name.text }
  }

  private static func tools(_ owner: ProcessUse.Owner) -> [ToolView] {
    switch owner {
    case .tool(let tool): [tool]
    case .oneOf(let tools): tools
    }
  }
}
