/// How a request shows its key.
package enum Authentication: Equatable, Sendable {
  /// A header whose value is `prefix` and the key.
  case header(name: String, prefix: String)
  /// A parameter of the query string, which ends up in the logs of every proxy on the way.
  case query(name: String)
  /// `Authorization: Bearer KEY` (RFC 6750).
  case bearer
  /// A signature over the request (RFC 5849); the named fields take the four roles.
  case oauth1(consumerKey: String, consumerSecret: String, token: String, tokenSecret: String)
  /// The vendor publishes nothing: the parameter `parameter` holds what the user found, and
  /// `offers` are the forms to propose.
  case userDefined(parameter: String, offers: [String])
}

/// Where requests go.
package enum BaseURL: Equatable, Sendable {
  /// A form with `{parameter}` in it; the parameter `overriddenBy`, when given, replaces it whole.
  case template(String, overriddenBy: String?)
  /// Only the user knows: the value of this parameter.
  case parameter(String)
  /// A service that names the host per account and service: a form with `{parameter}` and
  /// `{service}` in it, asked without credentials.
  case directory(String)

  /// The base URL for the given parameter values; nil while a needed one is missing or when a
  /// directory has to be asked first.
  package func resolved(_ value: (String) -> String?) -> String? {
    switch self {
    case .parameter(let name): return value(name)
    case .directory: return nil
    case .template(let form, let whole):
      if let whole, let given = value(whole) { return given }
      return Self.fill(form, value)
    }
  }

  private static func fill(_ form: String, _ value: (String) -> String?) -> String? {
    var result = ""
    var rest = form[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      guard let given = value(String(rest[rest.index(after: open)..<close])) else { return nil }
      result += rest[..<open] + given
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}

/// How many keys of one credential can live at once; it decides the order of a rotation.
package enum RotationClass: String, Equatable, Sendable {
  /// Several keys live side by side until each is revoked.
  case overlap
  /// The vendor keeps the old key alive for a set time after the new one appears.
  case grace
  /// A new key ends the old one at once.
  case cutover
  /// No new key can be issued any more.
  case frozen
}

/// A limit that the vendor states.
package struct RateLimit: Equatable, Sendable {
  /// What the requests are counted by.
  package enum Subject: Equatable, Sendable { case key, address, unstated }

  package let requests: Int
  /// Length of the window.
  package let seconds: Int
  package let subject: Subject

  package init(_ requests: Int, perSeconds seconds: Int, by subject: Subject) {
    self.requests = requests
    self.seconds = seconds
    self.subject = subject
  }
}
