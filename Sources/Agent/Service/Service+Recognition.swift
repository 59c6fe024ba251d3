import ByteCoding
import Ledger
import SecretMemory
import Vault

extension Service {
  /// Which versions of which keys have these values, each under the variable of a connection. Nobody
  /// uses a key by that, so none is noted.
  func recognize(
    _ values: borrowing SecretFields, _ scope: RecognitionScope, _ vault: OpenVault
  ) throws(ServiceError) -> [Recognition] {
    let places = try places(of: Set(values.names), scope, vault)
    var opened = OpenedValues()
    var recognitions: [Recognition] = []
    for index in 0..<values.count {
      recognitions.append(
        try values.withField(at: index) { name, value throws(ServiceError) in
          var matches: [Recognition.Match] = []
          for place in places[name] ?? [] {
            matches += try self.matches(value, at: place, &opened, vault)
          }
          return Recognition(matches: matches)
        })
    }
    return recognitions
  }

  /// One field of one key.
  private struct FieldPlace {
    let key: Key
    let field: Field
  }

  /// What the variables stand for, ascending by name of the key.
  private func places(
    of names: Set<String>, _ scope: RecognitionScope, _ vault: OpenVault
  ) throws(ServiceError) -> [String: [FieldPlace]] {
    var connections: [Connection] = []
    switch scope {
    case .tool(let tool):
      connections = try vault.reading { state throws(RecordError) in
        try state.connections(ofTool: tool)
      }
    case .everything:
      try vault.reading { state throws(RecordError) in
        try state.forEachConnection { connection in
          if names.contains(connection.variable) { connections.append(connection) }
          return true
        }
      }
    }
    var places: [String: [FieldPlace]] = [:]
    for connection in connections where names.contains(connection.variable) {
      let isKnown = places[connection.variable]?.contains { place in
        place.key.id == connection.key && place.field.id == connection.field
      }
      guard isKnown != true,
        let key = try vault.reading({ state throws(RecordError) in
          try state.key(connection.key)
        }),
        let field = key.field(connection.field)
      else { continue }
      places[connection.variable, default: []].append(FieldPlace(key: key, field: field))
    }
    return places.mapValues { found in
      found.sorted { ($0.key.name, $0.field.name) < ($1.key.name, $1.field.name) }
    }
  }

  private func matches(
    _ value: Span<UInt8>, at place: FieldPlace, _ opened: inout OpenedValues, _ vault: OpenVault
  ) throws(ServiceError) -> [Recognition.Match] {
    var matches: [Recognition.Match] = []
    for version in place.key.versions.reversed() {
      guard !version.purged, version.commitment(of: place.field.id) != nil else { continue }
      let known = try opened.value(place.field.id, version) { () throws(ServiceError) in
        try self.open(place.field.id, of: version, of: place.key, vault)
      }
      guard known.equals(value) else { continue }
      matches.append(
        Recognition.Match(
          keyID: place.key.id, key: place.key.name, field: place.field.name,
          versionID: version.id, version: version.number, label: version.label))
    }
    return matches
  }
}

/// Values opened for one request, each once.
private struct OpenedValues {
  final class Value {
    private let bytes: SecretBytes

    init(_ bytes: consuming SecretBytes) { self.bytes = bytes }

    func equals(_ other: Span<UInt8>) -> Bool {
      bytes.withSpan { constantTimeEquals($0, other) }
    }
  }

  private var values: [BlobAddress: Value] = [:]

  mutating func value(
    _ field: Identifier, _ version: Version, _ open: () throws(ServiceError) -> SecretBytes
  ) throws(ServiceError) -> Value {
    let address = BlobAddress(version: version.id, field: field)
    if let known = values[address] { return known }
    let value = Value(try open())
    values[address] = value
    return value
  }
}
