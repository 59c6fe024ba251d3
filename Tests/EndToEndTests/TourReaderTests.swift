import Foundation
import TestSupport
import Testing

/// What the tour leaves, read without Keyroll: the Python reader was written from the
/// specification alone.
@Suite(.peer("python3", module: "nacl"), .peer("python3", module: "cbor2"))
struct TourReaderTests {
  @Test func theReaderFindsWhatTheToursFilesHold() throws {
    let home = try TemporaryDirectory()
    let stage = try Stage(home: home.path)
    try stage.must("keyroll tour --keep kept")
    let read = try Self.object(
      stage.must(
        """
        python3 \(repositoryRoot)/Tests/EndToEndTests/Readers/keyroll_reader.py \
          kept/vault.keyroll --key-file kept/tour.key --values
        """))
    let exported = try Self.object(
      stage.must(
        """
        XDG_STATE_HOME=$PWD/kept/state keyroll export --all --vault kept/vault.keyroll \
          --key-file kept/tour.key
        """))
    let values = try Self.valuesOfReader(read)
    #expect(values.count == 7)
    #expect(try values == Self.valuesOfExport(exported))
    try Self.expectFiles(of: read, in: values, at: home.path + "/kept")
    #expect(read["torn-tail"] is NSNull)
  }

  /// Every value by `key@version#field`.
  private static func valuesOfReader(_ read: [String: Any]) throws -> [String: [String: String]] {
    var values: [String: [String: String]] = [:]
    for key in try #require(read["keys"] as? [[String: Any]]) {
      let name = try #require(key["name"] as? String)
      for version in try #require(key["versions"] as? [[String: Any]]) {
        let number = try #require(version["number"] as? Int)
        values["\(name)@\(number)"] = try #require(version["values"] as? [String: String])
      }
    }
    return values
  }

  private static func valuesOfExport(
    _ exported: [String: Any]
  ) throws -> [String: [String: String]] {
    var values: [String: [String: String]] = [:]
    for entry in try #require(exported["keys"] as? [[String: Any]]) {
      let key = try #require(entry["key"] as? [String: Any])
      let name = try #require(key["name"] as? String)
      for version in try #require(entry["values"] as? [[String: Any]]) {
        let number = try #require(version["number"] as? Int)
        values["\(name)@\(number)"] = try #require(version["fields"] as? [String: String])
      }
    }
    return values
  }

  /// The files hold the current value of each connection that the reader found.
  private static func expectFiles(
    of read: [String: Any], in values: [String: [String: String]], at folder: String
  ) throws {
    let text = try ["helpdesk.env", "overlay.env", "frontdesk.json"].map {
      try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)
    }.joined()
    for key in try #require(read["keys"] as? [[String: Any]]) {
      let name = try #require(key["name"] as? String)
      for version in try #require(key["versions"] as? [[String: Any]]) {
        let number = try #require(version["number"] as? Int)
        let isCurrent = version["state"] as? String == "current"
        for value in try #require(values["\(name)@\(number)"]).values {
          #expect(text.contains(value) == isCurrent, "\(name)@\(number)")
        }
      }
    }
  }

  private static func object(_ text: String) throws -> [String: Any] {
    let start = try #require(text.firstIndex(of: "{"))
    let object = try JSONSerialization.jsonObject(with: Data(text[start...].utf8))
    return try #require(object as? [String: Any])
  }
}
