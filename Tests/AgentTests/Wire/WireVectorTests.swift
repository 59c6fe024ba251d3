import Agent
import Foundation
import SecretMemory
import Testing

/// One file of `Vectors`: one message or preface, and whether it is valid.
struct WireVector: CustomTestStringConvertible {
  let name: String
  let expected: String
  let direction: String
  let bytes: [UInt8]

  var testDescription: String { name }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Vectors")

  static let all: [WireVector] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".txt") }.sorted().compactMap(WireVector.init)
  }()

  init?(_ file: String) {
    guard
      let text = try? String(contentsOf: Self.folder.appending(path: file), encoding: .utf8),
      let split = text.range(of: "\n\n")
    else { return nil }
    var fields: [Substring: String] = [:]
    for line in text[..<split.lowerBound].split(separator: "\n") {
      guard let colon = line.range(of: ": ") else { continue }
      fields[line[..<colon.lowerBound]] = String(line[colon.upperBound...])
    }
    let digits = text[split.upperBound...].compactMap(\.hexDigitValue)
    name = String(file.dropLast(4))
    expected = fields["expect"] ?? ""
    direction = fields["direction"] ?? ""
    bytes = stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }
}

@Suite struct WireVectorTests {
  @Test func thereAreVectors() {
    #expect(WireVector.all.count >= 460)
  }

  @Test(arguments: WireVector.all)
  func isReadAsItSays(_ vector: WireVector) throws {
    #expect(try Self.outcome(of: vector) == vector.expected)
  }

  private static func outcome(of vector: WireVector) throws -> String {
    switch vector.direction {
    case "preface":
      guard vector.bytes.count == Preface.length else { return "incomplete" }
      do throws(WireError) { try Preface.check(vector.bytes.span) } catch { return name(of: error) }
      return "valid"
    case "request": return try Wire.outcome(of: vector.bytes, .request)
    case "reply": return try Wire.outcome(of: vector.bytes, .reply)
    default: throw Unexpected()
    }
  }

  /// As the specification calls it.
  static func name(of error: WireError) -> String {
    switch error {
    case .preface: "preface"
    case .version: "version"
    case .head: "head"
    case .bodyLength: "body-length"
    case .secretLength: "secret-length"
    case .body: "body"
    case .secrets: "secrets"
    case .noForm, .outOfMemory: "\(error)"
    }
  }
}

extension Wire {
  /// What the specification says of a message; "not the same again" where there would be two
  /// encodings of it.
  static func outcome(of bytes: [UInt8], _ limits: MessageLimits) throws -> String {
    do {
      return try again(bytes, limits) == bytes ? "valid" : "not the same again"
    } catch let error as WireError {
      return WireVectorTests.name(of: error)
    } catch is Incomplete {
      return "incomplete"
    }
  }

  /// Reads a message and writes what was read.
  private static func again(_ bytes: [UInt8], _ limits: MessageLimits) throws -> [UInt8] {
    let read = try message(bytes, limits)
    let id = read.id
    switch read.kind {
    case .request: return self.bytes(of: try AgentRequest(read).message(id: id))
    case .response: return self.bytes(of: try AgentResponse(read).message(id: id))
    case .failure: return self.bytes(of: try AgentFailure(read).message(id: id))
    }
  }
}
