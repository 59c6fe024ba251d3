import ByteCoding
import Ledger
import SecretMemory
import Vault

extension Service {
  func changePassphrase(
    _ passphrase: consuming SecretBytes, _ vault: OpenVault
  ) throws(ServiceError) -> Response { throw .ledger(.readOnly) }

  func addSlot(
    _ wish: AddSlot, _ offered: consuming UnlockFactors, _ vault: OpenVault
  ) throws(ServiceError) -> Response { throw .ledger(.readOnly) }

  func removeSlot(_ name: String, _ vault: OpenVault) throws(ServiceError) -> Response {
    throw .ledger(.readOnly)
  }

  func confirmRecovery(_ vault: OpenVault) throws(ServiceError) -> Response {
    throw .ledger(.readOnly)
  }

  func purge(_ key: Key, _ vault: OpenVault) throws(ServiceError) { throw .ledger(.readOnly) }
}
