import ByteCoding
import Vault

extension Service {
  func standing(_ name: String, _ vault: OpenVault) throws(ServiceError) -> KeyStanding {
    _ = try Self.keyName(name)
    if let key = try vault.reading({ state throws(RecordError) in try state.key(named: name) }) {
      return .present(try view(of: key, vault))
    }
    return .absent
  }

  func key(_ reference: Reference, _ vault: OpenVault) throws(ServiceError) -> KeyView {
    let key = try vault.deciding { state throws(Refusal) in
      reference.version == nil && reference.field == nil
        ? try state.find(key: reference.key) : try state.resolve(reference).key
    }
    return try view(of: key, vault)
  }

  func keyView(_ id: Identifier, _ vault: OpenVault) throws(ServiceError) -> KeyView {
    guard let key = try vault.reading({ state throws(RecordError) in try state.key(id) }) else {
      throw .refused(.noSuchKey(name: id.hex, suggestion: nil))
    }
    return try view(of: key, vault)
  }

  func view(of key: Key, _ vault: OpenVault) throws(ServiceError) -> KeyView {
    let rotation = try vault.reading { state throws(RecordError) in
      try state.openRotation(ofKey: key.id)
    }
    let tools = try self.tools(ofKey: key.id, vault).map(ToolName.init)
    return KeyView(
      id: key.id, name: key.name, fields: key.fields.map(\.name), attributes: key.attributes,
      versions: key.versions.map(VersionView.init), tools: tools, addedAt: key.addedAt,
      editedAt: key.editedAt, openRotation: rotation != nil,
      isStale: isStale(key, try settingAge(vault)))
  }

  /// The tools that are connected to a key, ascending by name.
  private func tools(
    ofKey key: Identifier, _ vault: OpenVault
  ) throws(ServiceError) -> [Tool] {
    try vault.reading { state throws(RecordError) in
      var tools: [Tool] = []
      for id in Set(try state.connections(ofKey: key).map(\.tool)) {
        if let tool = try state.tool(id) { tools.append(tool) }
      }
      return tools
    }.sorted { ($0.text, $0.id) < ($1.text, $1.id) }
  }

  /// Keys that match all parts of the filter, ascending by name.
  func keys(_ filter: KeyFilter, _ vault: OpenVault) throws(ServiceError) -> [KeyView] {
    var found: [Key] = []
    try vault.reading { state throws(RecordError) in
      try state.forEachKey { key in
        if filter.matches(key) { found.append(key) }
        return true
      }
    }
    if let name = filter.tool {
      let used = try vault.deciding { state throws(Refusal) in
        Set(try state.uses(ofTool: try state.find(tool: name).id).map(\.key.id))
      }
      found.removeAll { !used.contains($0.id) }
    }
    if filter.staleOnly {
      let setting = try settingAge(vault)
      found.removeAll { !isStale($0, setting) }
    }
    // In the order of identifiers, which is that of the records: each page is then read once.
    var views: [KeyView] = []
    for key in found { views.append(try view(of: key, vault)) }
    return views.sorted { $0.name < $1.name }
  }

  func settingAge(_ vault: OpenVault) throws(ServiceError) -> Int64? {
    let values = try vault.reading { state throws(RecordError) in
      try state.setting(Setting.maxAge.rawValue)
    }
    return values?.first.flatMap { DurationText.parse($0) }
  }

  /// Whether the version in use has expired or is older than it should be.
  func isStale(_ key: Key, _ setting: Int64?) -> Bool {
    guard let current = key.current else { return false }
    let now = configuration.now()
    if let expires = current.expires, expires <= now { return true }
    guard let age = Self.greatestAge(key.attributes, setting: setting) else { return false }
    return Timestamp(milliseconds: now).seconds(since: Timestamp(milliseconds: current.stagedAt))
      > age
  }

  func editKey(
    _ name: String, _ changes: Attributes, _ vault: OpenVault
  ) throws(ServiceError) -> Response {
    let changed = try vault.commit(configuration) { _ throws(ServiceError) in
      let key = try vault.deciding { state throws(Refusal) in try state.find(key: name) }
      try Self.check(key.attributes.edited(by: changes))
      let events = try vault.deciding { state throws(Refusal) in
        try state.decideEdit(key: key.id, changes)
      }
      return Draft(events: events, answer: !events.isEmpty)
    }
    return .done(changed ? [] : [.alreadySo])
  }

  func renameKey(
    _ name: String, _ new: String, _ vault: OpenVault
  ) throws(ServiceError) -> Response {
    let new = try Self.keyName(new)
    return try change(vault) { state, _ throws(Refusal) in
      try state.decideRename(key: try state.find(key: name).id, to: new)
    }
  }

  func removeKey(
    _ name: String, _ purge: Bool, _ vault: OpenVault
  ) throws(ServiceError) -> Response {
    if purge { return try self.purge(name, vault) }
    return try change(vault) { state, _ throws(Refusal) in
      try state.decideRemove(key: try state.find(key: name).id, purge: false)
    }
  }
}

extension KeyFilter {
  fileprivate func matches(_ key: Key) -> Bool {
    let attributes = key.attributes
    if let tag, !attributes.tags.contains(tag) { return false }
    if let provider, attributes.provider != provider { return false }
    if let owner, attributes.owner != owner { return false }
    if let environment, attributes.environment != environment { return false }
    guard let text else { return true }
    let needle = folded(text)
    return folded(key.name).holds(needle)
      || attributes.entries.contains { $0.values.contains { folded($0).holds(needle) } }
  }
}

extension VersionView {
  init(_ version: Version) {
    self.init(
      id: version.id, number: version.number, label: version.label, stagedAt: version.stagedAt,
      revokedAt: version.revokedAt, expires: version.expires, origin: version.origin,
      isPurged: version.purged)
  }
}
