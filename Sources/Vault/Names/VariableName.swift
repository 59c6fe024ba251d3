/// The name of an environment variable: `[A-Za-z_][A-Za-z0-9_]*`.
package struct VariableName: Hashable, Sendable {
  package let text: String

  /// Nil unless the text has that form.
  package init?(_ text: String) {
    guard text.utf8.count <= KeyName.maximumLength, let first = text.utf8.first,
      Self.isLetter(first), text.utf8.allSatisfy({ Self.isLetter($0) || Self.isDigit($0) })
    else { return nil }
    self.text = text
  }

  /// The variable that a key gets where nothing better is known: `acme/live-agent` gives
  /// `ACME_LIVE_AGENT`, with a field `ACME_LIVE_AGENT_SECRET`. Nil when the name has no Latin
  /// letter or digit to build from.
  package static func upperSnake(of key: KeyName, field: String? = nil) -> VariableName? {
    let parts = [key.text, field ?? ""].map(upperSnake).filter { !$0.isEmpty }
    let text = parts.joined(separator: "_")
    guard let first = text.utf8.first, text.utf8.contains(where: { $0 != UInt8(ascii: "_") })
    else { return nil }
    return VariableName(isDigit(first) ? "_" + text : text)
  }

  /// The prefix by which a build tool copies the variable into code that browsers and apps load.
  package var publicPrefix: String? {
    Self.publicPrefixes.first { text.uppercased().hasPrefix($0) }
  }

  private static let publicPrefixes = [
    "NEXT_PUBLIC_", "NUXT_PUBLIC_", "EXPO_PUBLIC_", "REACT_APP_", "VUE_APP_", "VITE_", "GATSBY_",
    "PUBLIC_", "STORYBOOK_", "NG_APP_", "PARCEL_PUBLIC_", "RSBUILD_PUBLIC_", "SNOWPACK_PUBLIC_",
    "TARO_APP_", "UMI_APP_",
  ]

  private static func upperSnake(_ text: String) -> String {
    let bytes = text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 32
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
      default: UInt8(ascii: "_")
      }
    }
    let words = bytes.split(separator: UInt8(ascii: "_"))
    return words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "_")
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
