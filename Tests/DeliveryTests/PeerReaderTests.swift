import Delivery
import Foundation
import TestSupport
import Testing

/// The files are given to the programs that will read them: they must find every value as it was
/// meant, no name more, and must not run anything.
@Suite struct PeerReaderTests {
  /// Escapes beyond ASCII, because Foundation's JSON reader drops U+FEFF where a string begins.
  private static let printEnvironment = #"""
    const text = JSON.stringify(process.env);
    const escape = (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0");
    process.stdout.write(text.replace(/[^\x20-\x7e]/g, escape));
    """#

  @Test(arguments: [("sh", []), ("bash", ["--norc", "--noprofile"])])
  func shellsReadTheShellDialect(shell: String, options: [String]) throws {
    guard try shell == "sh" || Peer.require(shell) else { return }
    for pairs in [HostileValues.all, HostileValues.random(1_000, seed: 2)] {
      try expectShell(shell, options, reads: pairs, as: .sh)
    }
  }

  @Test(arguments: [("sh", []), ("bash", ["--norc", "--noprofile"])])
  func shellsReadTheDotenvDialect(shell: String, options: [String]) throws {
    guard try shell == "sh" || Peer.require(shell) else { return }
    for pairs in [HostileValues.all, HostileValues.random(4_000, seed: 3)] {
      try expectShell(shell, options, reads: pairs, as: .dotenv)
    }
  }

  @Test(.peer("python3", module: "dotenv"))
  func pythonReadsTheDotenvDialect() throws {
    try expectProgram(
      "python3",
      [
        "-c",
        "import dotenv,json,sys;"
          + "print(json.dumps({k:v for k,v in dotenv.dotenv_values(sys.argv[1]).items()}))",
      ], reads: .dotenv, after: nil)
  }

  @Test(.peer("node"))
  func nodeReadsTheDotenvDialect() throws {
    try expectProgram(
      "node", ["--eval", Self.printEnvironment], reads: .dotenv,
      after: "--env-file=")
  }

  @Test(.peer("python3"))
  func pythonReadsTheJSONDialect() throws {
    try expectProgram(
      "python3",
      ["-c", "import json,sys;print(json.dumps(json.load(open(sys.argv[1],encoding='utf-8'))))"],
      reads: .json, after: nil)
  }

  private func expectShell(
    _ shell: String, _ options: [String], reads pairs: Pairs, as dialect: Dialect
  ) throws {
    let directory = try TemporaryDirectory()
    let carried = try carried(pairs, by: dialect)
    let file = directory.path("values.env")
    try write(try encoded(carried, as: dialect), to: file)
    let environment = ["PATH": "/usr/bin:/bin", "F": file]
    let result = try runProgram(
      shell, options + ["-c", "set -a; . \"$F\"; exec env -0"], environment: environment,
      directory: directory.path)
    #expect(result.status == 0, "\(result.errorText)")
    var read: [String: [UInt8]] = [:]
    for entry in result.output.split(separator: 0) {
      guard let sign = entry.firstIndex(of: UInt8(ascii: "=")) else { continue }
      read[String(decoding: entry[..<sign], as: UTF8.self)] = Array(entry[(sign + 1)...])
    }
    for name in ["PATH", "F", "_", "SHLVL", "PWD", "OLDPWD"] { read[name] = nil }
    try compare(read, with: carried)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["values.env"])
  }

  /// The program prints one JSON object. The file's path follows `option` as the first argument; nil
  /// passes it last.
  private func expectProgram(
    _ program: String, _ arguments: [String], reads dialect: Dialect, after option: String?
  ) throws {
    for pairs in [HostileValues.all, HostileValues.random(4_000, seed: 4)] {
      let directory = try TemporaryDirectory()
      let carried = try carried(pairs, by: dialect)
      let file = directory.path("values.env")
      try write(try encoded(carried, as: dialect), to: file)
      let line = option.map { [$0 + file] + arguments } ?? (arguments + [file])
      let result = try runProgram(program, line, directory: directory.path)
      #expect(result.status == 0, "\(result.errorText)")
      let object = try JSONSerialization.jsonObject(with: Data(result.output))
      var read = try #require(object as? [String: String])
      let names = Set(carried.map(\.name))
      if option != nil { read = read.filter { names.contains($0.key) || $0.key == "INJECTED" } }
      try compare(read.mapValues { Array($0.utf8) }, with: carried)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["values.env"])
    }
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  private func compare(_ read: [String: [UInt8]], with pairs: Pairs) throws {
    #expect(Set(read.keys) == Set(pairs.map(\.name)))
    for pair in pairs where read[pair.name] != pair.value {
      Issue.record("\(pair.name): \(pair.value) was read as \(read[pair.name] ?? [])")
    }
  }
}
