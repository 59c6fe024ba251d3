import Providers
import Vault

extension Service {
  /// Of a key without a provider.
  static let onlyField = "value"

  static func keyName(_ text: String) throws(ServiceError) -> KeyName {
    do throws(NameProblem) { return try KeyName(text) } catch { throw .invalidName(text, error) }
  }

  /// The profile of a provider's name; nil where none is named.
  static func profile(_ name: String?) throws(ServiceError) -> Provider? {
    guard let name else { return nil }
    if let profile = Catalogue.provider(name) { return profile }
    throw .unknownProvider(
      name: name, suggestion: didYouMean(name, among: Catalogue.all.map(\.id)))
  }

  /// The same for attributes that name their provider.
  static func check(_ attributes: Attributes) throws(ServiceError) {
    try check(attributes, try profile(attributes.provider))
  }

  /// Parameters must be those that the profile declares, and complete.
  static func check(_ attributes: Attributes, _ profile: Provider?) throws(ServiceError) {
    let known = profile?.parameters.map(\.name) ?? []
    let given = attributes.parameters.map(\.name)
    if let unknown = given.first(where: { !known.contains($0) }) {
      throw .unknownParameter(name: unknown, provider: profile?.id, known: known)
    }
    guard let profile else { return }
    let missing = profile.missingParameters(given: given).map(\.name)
    guard missing.isEmpty else { throw .missingParameters(missing, provider: profile.id) }
  }

  /// The fields of a new key in the profile's order; without a profile, those that were given.
  static func fieldNames(
    _ given: [String], _ profile: Provider?
  ) throws(ServiceError) -> [String] {
    guard let profile else {
      for name in given {
        do throws(NameProblem) { _ = try FieldName(name) } catch {
          throw .invalidName(name, error)
        }
      }
      return given
    }
    let names = profile.fields.map(\.name)
    if let unknown = given.first(where: { !names.contains($0) }) {
      throw .unknownField(name: unknown, fields: names)
    }
    return names
  }

  /// How long a version may be used: what the key says, else what the vendor advises, else the
  /// vault's setting. Seconds.
  static func greatestAge(_ attributes: Attributes, setting: Int64?) -> Int64? {
    let profile = attributes.provider.flatMap { Catalogue.provider($0) }
    return attributes.maxAge ?? profile?.greatestAge ?? profile?.recommendedAge ?? setting
  }
}
