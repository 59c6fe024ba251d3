import ByteCoding
import Cryptography
import Foundation
import Ledger
import SecretMemory
import Testing

/// One file of `Vectors`: what is offered, what is expected, and the vault.
struct Vector: CustomTestStringConvertible {
  let name: String
  let expected: String
  let fields: [String: String]
  let bytes: [UInt8]

  var testDescription: String { name }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .appending(path: "Vectors")

  static let all: [Vector] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".txt") }.sorted().compactMap(Vector.init)
  }()

  init?(_ file: String) {
    guard
      let text = try? String(contentsOf: Self.folder.appending(path: file), encoding: .utf8),
      let split = text.range(of: "\n\n"),
      let data = Data(
        base64Encoded: String(text[split.upperBound...]), options: .ignoreUnknownCharacters)
    else { return nil }
    name = String(file.dropLast(4))
    bytes = Array(data)
    var fields: [String: String] = [:]
    for line in text[..<split.lowerBound].split(separator: "\n") {
      guard let colon = line.range(of: ": ") else { continue }
      fields[String(line[..<colon.lowerBound])] = String(line[colon.upperBound...])
    }
    self.fields = fields
    expected = fields["expect"] ?? ""
  }

  func factors() throws -> Factors {
    var factors = Factors()
    if let phrase = fields["passphrase"] {
      factors.passphrase = try Passphrase.normalize(Array(phrase.utf8).span)
    }
    if let hex = fields["key-file"], let bytes = Hex.decode(hex) {
      factors.keyFile = try SecretBytes(copying: bytes.span)
    }
    if let code = fields["recovery"] {
      factors.recovery = try? RecoveryCode.decode(Array(code.utf8).span)
    }
    return factors
  }
}

@Suite struct VectorTests {
  @Test func thereAreVectors() {
    #expect(Vector.all.count >= 300)
  }

  @Test(arguments: Vector.all)
  func givesTheReason(_ vector: Vector) throws {
    let found = try outcome(of: vector)
    #expect(found == vector.expected)
  }

  private func outcome(of vector: Vector) throws -> String {
    let storage = MemoryStorage(MemoryVault(bytes: vector.bytes))
    do {
      let ledger = try Ledger.open(
        storage, states: MemoryState(), factors: vector.factors(),
        writer: Fixture.writer, domain: Fixture.domain)
      var named: [NamedValue] = []
      let report = try ledger.check { named += NamedValue.named(in: $0, vault: ledger.vaultID) }
      if !ledger.isAudit { try open(named, in: ledger) }
      return report.tornTail.map { "torn \($0.sequence - 1)" } ?? "valid"
    } catch LedgerError.damaged(let reason, _, _) {
      return reason.rawValue
    } catch LedgerError.wrongFactor {
      return "slot-locked"
    }
  }

  private func open(_ named: [NamedValue], in ledger: Ledger) throws {
    for value in named where try ledger.hasValue(at: value.ids.address) {
      _ = try ledger.openValue(value.ids, commitment: value.commitment)
    }
  }
}

extension Ledger {
  fileprivate var isAudit: Bool {
    slots.first { $0.id == openedWith }?.grant == .audit
  }
}

/// A value that an event of the domain names.
struct NamedValue {
  let ids: ValueIDs
  let commitment: [UInt8]

  static func named(in body: TransactionBody, vault: Identifier) -> [NamedValue] {
    body.events.flatMap { event -> [NamedValue] in
      switch event.kind {
      case 16: (try? created(event.payload, vault)) ?? []
      case 24: (try? staged(event.payload)) ?? []
      default: []
      }
    }
  }

  private static func created(_ payload: [UInt8], _ vault: Identifier) throws -> [NamedValue] {
    var reader = CBORReader(payload)
    var keys = try reader.keys()
    var version = Identifier.zero
    var found: [NamedValue] = []
    while let key = try keys.next(in: &reader) {
      switch key {
      case 2: version = try reader.identifier()
      case 3:
        let count = try reader.array()
        for _ in 0..<count {
          _ = try reader.array()
          let field = try reader.identifier()
          _ = try reader.text()
          found.append(
            NamedValue(
              ids: ValueIDs(key: vault, version: version, field: field),
              commitment: try reader.bytes()))
        }
      default: try reader.skip()
      }
    }
    return found
  }

  private static func staged(_ payload: [UInt8]) throws -> [NamedValue] {
    var reader = CBORReader(payload)
    var keys = try reader.keys()
    var (owner, version) = (Identifier.zero, Identifier.zero)
    var found: [NamedValue] = []
    while let key = try keys.next(in: &reader) {
      switch key {
      case 0: owner = try reader.identifier()
      case 1: version = try reader.identifier()
      case 2:
        let count = try reader.array()
        for _ in 0..<count {
          _ = try reader.array()
          let field = try reader.identifier()
          found.append(
            NamedValue(
              ids: ValueIDs(key: owner, version: version, field: field),
              commitment: try reader.bytes()))
        }
      default: try reader.skip()
      }
    }
    return found
  }
}
