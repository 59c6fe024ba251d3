package import Platform

/// Why nothing could be found out. Carries nothing secret.
package enum DiscoveryError: Error, Equatable {
  case system(SystemError)
  case memory
}
