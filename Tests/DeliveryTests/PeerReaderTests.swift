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

  @Test(arguments: [Dialect.sh, .dotenv])
  func thePosixShellReadsBothLineDialects(dialect: Dialect) throws {
    try expectShell(["sh"], reads: dialect)
  }

  @Test(.peer("bash"), arguments: [Dialect.sh, .dotenv])
  func bashReadsBothLineDialects(dialect: Dialect) throws {
    try expectShell(["bash", "--norc", "--noprofile"], reads: dialect)
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

  private func expectShell(_ shell: [String], reads dialect: Dialect) throws {
    let script = "set -a; . \"$F\"; exec env -0"
    try forEachFile(of: dialect) { directory, file, carried in
      let result = try runProgram(
        shell[0], shell.dropFirst() + ["-c", script],
        environment: ["PATH": "/usr/bin:/bin", "F": file], directory: directory)
      #expect(result.status == 0, "\(result.errorText)")
      var read: [String: [UInt8]] = [:]
      for entry in result.output.split(separator: 0) {
        guard let sign = entry.firstIndex(of: UInt8(ascii: "=")) else { continue }
        read[String(decoding: entry[..<sign], as: UTF8.self)] = Array(entry[(sign + 1)...])
      }
      for name in ["PATH", "F", "_", "SHLVL", "PWD", "OLDPWD"] { read[name] = nil }
      return read
    }
  }

  /// The program prints one JSON object. The file's path follows `option` as the first argument; nil
  /// passes it last.
  private func expectProgram(
    _ program: String, _ arguments: [String], reads dialect: Dialect, after option: String?
  ) throws {
    try forEachFile(of: dialect) { directory, file, carried in
      let line = option.map { [$0 + file] + arguments } ?? (arguments + [file])
      let result = try runProgram(program, line, directory: directory)
      #expect(result.status == 0, "\(result.errorText)")
      let object = try JSONSerialization.jsonObject(with: Data(result.output))
      var read = try #require(object as? [String: String])
      let names = Set(carried.map(\.name))
      // An environment holds other variables besides; of those only an injected one is news.
      if option != nil { read = read.filter { names.contains($0.key) || $0.key == "INJECTED" } }
      return read.mapValues { Array($0.utf8) }
    }
  }

  /// Gives `read` the corpus and 4,000 random values in files of 250, and compares what it found.
  private func forEachFile(
    of dialect: Dialect,
    _ read: (_ directory: String, _ file: String, _ carried: Pairs) throws -> [String: [UInt8]]
  ) throws {
    for seed in 0...16 as ClosedRange<UInt64> {
      let directory = try TemporaryDirectory()
      let pairs = seed == 0 ? HostileValues.all : HostileValues.random(250, seed: seed)
      let carried = try carried(pairs, by: dialect)
      let file = directory.path("values.env")
      try Data(encoded(carried, as: dialect)).write(to: URL(fileURLWithPath: file))
      compare(try read(directory.path, file, carried), with: carried)
      let left = try FileManager.default.contentsOfDirectory(atPath: directory.path)
      #expect(left == ["values.env"], "a value ran as a command")
    }
  }

  private func compare(_ read: [String: [UInt8]], with pairs: Pairs) {
    #expect(Set(read.keys) == Set(pairs.map(\.name)))
    for pair in pairs where read[pair.name] != pair.value {
      Issue.record("\(pair.name): \(pair.value) was read as \(read[pair.name] ?? [])")
    }
  }
}
