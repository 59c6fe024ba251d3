import ByteCoding
import Ledger
import SecretMemory

/// A machine with one vault and what it remembers of it on one device.
struct TestMachine {
  static let vaultPath = "/home/vault"
  static let vault = Identifier((0..<16).map { UInt8($0) })
  static let keyFile = [UInt8](repeating: 0x6b, count: 32)

  let device: any StorageDevice
  var vaultPath = Self.vaultPath
  var statePath = "/state"

  private var states: MachineState { MachineState(path: statePath, on: device) }

  static func factors() throws -> Factors {
    Factors(keyFile: try SecretBytes(copying: keyFile.span))
  }

  /// Makes the vault with a first entry in it.
  func create(_ entry: Entry) throws -> Ledger {
    let slot = try Slot.make(
      SlotRequest(id: Identifier([UInt8](repeating: 1, count: 16))), factors: Self.factors(),
      vault: Self.vault)
    return try Ledger.create(
      FileStorage(creating: vaultPath, on: device, patience: 0), states: states,
      vault: Self.vault, slots: [slot], writer: Fixture.writer, domain: Fixture.domain
    ) { sealing throws(LedgerError) in try entry.draft(sealing) }
  }

  func open(acceptingRollback: Bool = false, patience: Int = 0) throws -> Ledger {
    try Ledger.open(
      FileStorage(opening: vaultPath, on: device, patience: patience), states: states,
      factors: Self.factors(), writer: Fixture.writer, domain: Fixture.domain,
      acceptingRollback: acceptingRollback)
  }
}
