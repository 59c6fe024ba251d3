package import SecretMemory
package import Vault

/// Everything that can be asked of a vault. One ``Service`` answers, in the command's own process
/// or behind a socket: there is no second path.
package enum Request: ~Copyable {
  case create(CreateVault, CreationFactors)
  /// Accepting a rollback makes an older or forked vault the newest that this machine has seen.
  case unlock(UnlockFactors, acceptingRollback: Bool)
  case query(Query)
  /// The value of one field.
  case value(Reference)
  /// The variables of one tool, with the versions that it should now have.
  case environment(EnvironmentRequest)
  case change(Change)
  case setKey(SetKey, SecretFields)
  case stageRotation(StageRotation, SecretFields)
  /// Which versions these values are. Values come in, none go out, and nobody is noted as a user.
  case recognize(RecognitionScope, SecretFields)
  case changePassphrase(UnlockFactors)
  case addSlot(AddSlot, UnlockFactors)
  /// Puts a backup in the vault's place, once it has opened with these factors.
  case restore(RestoreVault, UnlockFactors)
}

/// What the user offered to open the vault; at least one is set.
package struct UnlockFactors: ~Copyable, Sendable {
  /// As typed or read; the service prepares it (NFC).
  package var passphrase: SecretBytes?
  /// The bytes of a key file.
  package var keyFile: SecretBytes?
  /// The 20 bytes of a recovery code, decoded.
  package var recovery: SecretBytes?

  package init(
    passphrase: consuming SecretBytes? = nil, keyFile: consuming SecretBytes? = nil,
    recovery: consuming SecretBytes? = nil
  ) {
    self.passphrase = passphrase
    self.keyFile = keyFile
    self.recovery = recovery
  }
}

/// The factors of a new vault's first slot and, unless declined, of its recovery slot.
package struct CreationFactors: ~Copyable, Sendable {
  package var first: UnlockFactors
  package var recovery: SecretBytes?

  package init(first: consuming UnlockFactors, recovery: consuming SecretBytes?) {
    self.first = first
    self.recovery = recovery
  }
}

package struct CreateVault: Sendable {
  package var name: String
  /// Argon2id at 1 GiB and 4 passes instead of 256 MiB and 3.
  package var strong: Bool
  package init(name: String, strong: Bool) {
    self.name = name
    self.strong = strong
  }
}

/// Questions that change nothing and open no value.
package enum Query: Sendable {
  case vault
  case standing(key: String)
  case keys(KeyFilter)
  case key(Reference)
  case history(key: String)
  case log(subject: String?, limit: Int?)
  case tools
  case tool(ToolName)
  case whereUsed(key: String)
  case uses(ToolName)
  case emissionPlan(EmissionSelection)
  /// Every variable under which the tool was ever connected: names that its files may still hold.
  case everConnected(ToolName)
  case status
  case settings
  case slots
  /// The open rotations, of all keys or of one.
  case rotations(key: String?)
  /// Who would be concerned by a rotation of the key.
  case impact(key: String)
  case due(DueWish)
}

package struct KeyFilter: Sendable {
  package var text: String?
  package var tag: String?
  package var provider: String?
  package var owner: String?
  package var environment: String?
  package var tool: ToolName?
  /// Only keys past their maximal age or their expiry.
  package var staleOnly: Bool
  package init(
    text: String? = nil, tag: String? = nil, provider: String? = nil, owner: String? = nil,
    environment: String? = nil, tool: ToolName? = nil, staleOnly: Bool = false
  ) {
    self.text = text
    self.tag = tag
    self.provider = provider
    self.owner = owner
    self.environment = environment
    self.tool = tool
    self.staleOnly = staleOnly
  }
}

package enum EmissionSelection: Sendable {
  case everything
  case tool(ToolName)
  case key(String)
}

package struct EnvironmentRequest: Sendable {
  package var tool: ToolName
  /// Only these variables; empty means all.
  package var only: [String]
  package var purpose: UsePurpose
  package init(tool: ToolName, only: [String] = [], purpose: UsePurpose = .run) {
    self.tool = tool
    self.only = only
    self.purpose = purpose
  }
}

/// What somebody wants a tool's variables for.
package enum UsePurpose: String, CaseIterable, Sendable {
  /// A program started with them.
  case run
  /// Text for a shell, or for another program.
  case export
  /// A file written for the tool.
  case emit
}

/// A process asks for the variables of the tool that it is, by the user it runs as.
package struct ToolEnvironmentRequest: Equatable, Sendable {
  /// Needed only where several tools run as that user.
  package var tool: ToolName?
  /// Only these variables; empty means all.
  package var only: [String]
  package init(tool: ToolName? = nil, only: [String] = []) {
    self.tool = tool
    self.only = only
  }
}

/// A new key, or a new value of a key that no tool holds.
package struct SetKey: Sendable {
  package var name: String
  package var attributes: Attributes
  package var expires: Int64?
  /// Replaces a mistyped value while no tool has taken it.
  package var fix: Bool
  package var connect: ToolName?
  /// Variable of the only field, with ``connect``.
  package var variable: String?
  package var allowPublic: Bool
  package var allowSpecial: Bool
  package init(
    name: String, attributes: Attributes = Attributes(), expires: Int64? = nil, fix: Bool = false,
    connect: ToolName? = nil, variable: String? = nil, allowPublic: Bool = false,
    allowSpecial: Bool = false
  ) {
    self.name = name
    self.attributes = attributes
    self.expires = expires
    self.fix = fix
    self.connect = connect
    self.variable = variable
    self.allowPublic = allowPublic
    self.allowSpecial = allowSpecial
  }
}

package struct AddSlot: Sendable {
  package var name: String
  package var strong: Bool
  /// Replaces every recovery slot there is.
  package var replacesRecovery: Bool
  package init(name: String, strong: Bool = false, replacesRecovery: Bool = false) {
    self.name = name
    self.strong = strong
    self.replacesRecovery = replacesRecovery
  }
}

package struct RestoreVault: Sendable {
  package var from: String
  /// A vault that is there already is kept beside the new one.
  package var replace: Bool
  package init(from: String, replace: Bool) {
    self.from = from
    self.replace = replace
  }
}

/// Changes that carry no secret.
package enum Change: Sendable {
  case editKey(name: String, attributes: Attributes)
  case renameKey(name: String, to: String)
  case removeKey(name: String, purge: Bool)
  case addTool(AddTool)
  case editTool(ToolName, attributes: Attributes)
  case renameTool(ToolName, to: ToolName)
  case removeTool(ToolName, force: Bool)
  case addTarget(ToolName, TargetDescription)
  case editTarget(ToolName, target: String, attributes: Attributes)
  case removeTarget(ToolName, target: String)
  case connect(Connect)
  case disconnect(ToolName, key: String, field: String?)
  case intendEmission([TargetSelection])
  case recordEmission([EmissionReport])
  case intendCommands([CommandWish])
  case recordCommands([CommandReport])
  /// What was seen of what tools hold.
  case observe([ObservationReport])
  case acknowledge(ToolName, key: String, level: AdoptionLevel.Claim, note: String?)
  /// Counts the tool as one that has the version that it is to have.
  case waive(ToolName, key: String, reason: String)
  case abortRotation(key: String)
  /// Stages the value of an earlier version again; nil is the one before.
  case rollback(key: String, to: UInt64?)
  case replace(Replace)
  case revoke(Revoke)
  case setting(name: String, values: [String])
  case removeSlot(String)
  case confirmRecovery
  case noteAcceptedRollback
}

package struct AddTool: Sendable {
  package var tool: ToolName
  package var attributes: Attributes
  package var target: TargetDescription?
  /// Copies the connections of this tool.
  package var like: ToolName?
  package init(
    tool: ToolName, attributes: Attributes, target: TargetDescription?,
    like: ToolName?
  ) {
    self.tool = tool
    self.attributes = attributes
    self.target = target
    self.like = like
  }
}

package struct Connect: Sendable {
  package var tool: ToolName
  /// Names or globs (`*`, `?`).
  package var keys: [String]
  package var field: String?
  package var variable: String?
  package var optional: Bool
  package var needs: [String]
  package var requiresAPI: String?
  package var allowPublic: Bool
  package var allowSpecial: Bool
  package init(
    tool: ToolName, keys: [String], field: String? = nil, variable: String? = nil,
    optional: Bool = false, needs: [String] = [], requiresAPI: String? = nil,
    allowPublic: Bool = false, allowSpecial: Bool = false
  ) {
    self.tool = tool
    self.keys = keys
    self.field = field
    self.variable = variable
    self.optional = optional
    self.needs = needs
    self.requiresAPI = requiresAPI
    self.allowPublic = allowPublic
    self.allowSpecial = allowSpecial
  }
}

package struct Revoke: Sendable {
  package var reference: Reference
  package var force: Bool
  package var emergency: Bool
  package init(reference: Reference, force: Bool, emergency: Bool) {
    self.reference = reference
    self.force = force
    self.emergency = emergency
  }
}
