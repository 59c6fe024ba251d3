import Platform

/// Who may ask an agent for what. The kernel says who asks, and nothing else counts.
package enum Admission: Equatable, Sendable {
  /// Everything that does not belong into a command's own process, for one user.
  case user(UInt32)
  /// To every user the variables of that user's tools, and nothing else.
  case system

  package enum Verdict: Equatable, Sendable {
    case served, denied, notServed
  }

  /// How many connections there may be, and how many of them one user's. Of more a client is
  /// turned away: it costs a descriptor each.
  package var mostClients: (all: Int, ofOneUser: Int) {
    switch self {
    case .user: (128, 128)
    case .system: (256, 16)
    }
  }

  /// What is read from a client at the most.
  package var limits: MessageLimits {
    switch self {
    case .user: .request
    // A name and some variables; it has no secret to tell.
    case .system: MessageLimits(body: 64 << 10, secret: 0)
    }
  }

  /// Whether a client of that user is listened to at all.
  package func admits(user: UInt32) -> Bool {
    switch self {
    case .user(let own): user == own
    case .system: true
    }
  }

  package func verdict(on subject: RequestSubject, from user: UInt32) -> Verdict {
    guard admits(user: user) else { return .denied }
    switch (self, subject) {
    case (.user, .vault(isForOwnProcess: false)), (.user, .status), (.user, .lock): return .served
    case (.user, .vault(isForOwnProcess: true)), (.user, .toolEnvironment): return .notServed
    case (.system, .toolEnvironment): return .served
    case (.system, _): return .denied
    }
  }
}

/// What a request is about, as far as it matters to who may make it.
package enum RequestSubject: Equatable, Sendable {
  case vault(isForOwnProcess: Bool)
  case status, lock, toolEnvironment
}
