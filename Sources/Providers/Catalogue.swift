/// The profiles that come with Keyroll, one file each in this folder's `Catalogue`.
package enum Catalogue {
  package static let all: [Provider] = [
    liveAgentV3, liveAgentV1, ligrLive, aiChatForBusiness, livePersonOAuth1,
  ]

  /// The profile called `id`, or nil.
  package static func provider(_ id: String) -> Provider? { all.first { $0.id == id } }

  static let day: Int64 = 86_400
}
