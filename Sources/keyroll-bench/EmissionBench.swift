import Platform

/// Emission of one key to many files, against the least that any program does which wants each of
/// them whole and durable.
struct EmissionBench {
  let workspace: String
  let tools: Int
  private static let rounds = 3
  /// Hundredths.
  private static let mostPercent: Int64 = 150

  func measure(_ report: inout Report) throws {
    for directories in [1, tools] {
      let place = "\(workspace)/emission-\(directories)"
      try FileSystem.makeDirectories(place)
      let town = try EmissionTown(in: place, tools: tools, directories: directories)
      try town.emit()
      try measure(town, "\(tools) files in \(directories) \(noun(directories))", &report)
    }
  }

  private func noun(_ count: Int) -> String { count == 1 ? "directory" : "directories" }

  /// In turn, so that what else the machine does strikes both.
  private func measure(_ town: EmissionTown, _ what: String, _ report: inout Report) throws {
    var (emissions, floors): ([Int64], [Int64]) = ([], [])
    var work: Int64 = 0
    for _ in 0..<Self.rounds {
      floors.append(try Stopwatch.time { try Self.replaceAll(town.paths) }.nanoseconds)
      try town.rotate()
      let start = Clock.processorNanoseconds()
      emissions.append(try Stopwatch.time { try town.emit() }.nanoseconds)
      work = Clock.processorNanoseconds() - start
    }
    let (emission, floor) = (emissions.median, floors.median)
    report.demand(
      "emission to \(what)",
      "\(Figure.time(emission)), \(Figure.ratio(emission, to: floor)) of the same files written, "
        + "synced, renamed and their directories synced one by one (\(Figure.time(floor))): at most "
        + "\(Figure.ratio(Self.mostPercent, to: 100))",
      isMet: emission * 100 <= floor * Self.mostPercent)
    report.figure("processor time of one emission", Figure.time(work))
  }

  /// The same bytes under the same names.
  private static func replaceAll(_ paths: [String]) throws {
    for path in paths {
      let bytes = try OwnedFile.open(path, .read).readAll(limit: 1 << 20)
      let (parent, name) = FileSystem.split(path)
      let directory = try Directory.open(parent)
      let file = try directory.openFile("new", .create(mode: 0o600, exclusive: true))
      try file.write(bytes)
      try file.sync()
      try directory.rename("new", to: name)
      try directory.sync()
    }
  }
}
