import Agent
import Vault

/// The versions of a key, the newest first.
enum VersionTable {
  static func make(_ versions: [VersionView], now: Int64) -> Table {
    var table = Table(["VERSION", "LABEL", "SET", "AGE", "ENDS", "ORIGIN"])
    for version in versions.reversed() {
      table.add([
        String(version.number), label(version), Age.date(version.stagedAt),
        Age.text(version.stagedAt, now: now),
        version.expires.map { Age.until($0, now: now) } ?? "-", version.origin.rawValue,
      ])
    }
    return table
  }

  private static func label(_ version: VersionView) -> String {
    let revoked = version.revokedAt.map { " \(Age.date($0))" } ?? ""
    return version.label.rawValue + revoked + (version.isPurged ? ", purged" : "")
  }
}
