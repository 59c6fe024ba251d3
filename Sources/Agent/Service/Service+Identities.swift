import ByteCoding
import Vault

/// Tools that are known by the user they run as. The system says who asks, so that a service needs
/// neither passphrase nor token.
extension Service {
  /// The variables of the tool that runs as this user, whoever opened the vault.
  package func toolEnvironment(
    _ request: ToolEnvironmentRequest, forUser user: UInt32
  ) throws(ServiceError) -> Response {
    let vault = try open()
    let tool = try identity(request.tool, ofUser: user, vault)
    return try environment(
      of: tool.id, only: request.only, as: .run, by: Self.text(ofUser: user), vault)
  }

  /// Notes that a process of this user was refused something, whatever it was.
  package func noteDenial(forUser user: UInt32) {
    guard let vault = openVault else { return }
    noteDenial(of: nil, forUser: user, vault)
  }

  private func noteDenial(of tool: Tool?, forUser user: UInt32, _ vault: OpenVault) {
    noteDenial(
      Use.Subject(tool: tool?.id, key: nil, kind: .denied, by: Self.text(ofUser: user)), vault)
  }

  private static func text(ofUser user: UInt32) -> String { "uid \(user)" }

  private func identity(
    _ name: ToolName?, ofUser user: UInt32, _ vault: OpenVault
  ) throws(ServiceError) -> Tool {
    let own = try vault.reading { state throws(RecordError) in try state.tools(ofUser: user) }
    let meant = own.filter { tool in name.map { $0.means(tool) } ?? true }
    if let only = meant.first, meant.count == 1 { return only }
    if name != nil, let bare = meant.first(where: { $0.environment == nil }) { return bare }
    guard meant.isEmpty else { throw .toolNeeded(tools: meant.map(\.text).sorted()) }
    // What was asked for is for the log of those who may read it. Looked up alike whether it exists
    // or not, so that the time it takes says nothing either.
    let named = try vault.reading { state throws(RecordError) in
      try name.map { name throws(RecordError) in try state.tools(named: name.name) }
    }
    noteDenial(of: named?.first { name?.means($0) == true }, forUser: user, vault)
    throw .denied
  }
}

extension ToolName {
  /// Whether a tool may be meant by this name; without an environment, in any.
  fileprivate func means(_ tool: Tool) -> Bool {
    guard folded == Vault.folded(tool.name) else { return false }
    return environment == nil || environment.map(Vault.folded) == tool.environment.map(Vault.folded)
  }
}
