/// What keys, tools and rotation mean, told as plainly as possible and without the vault: lists,
/// dictionaries, and loops over all of them. Everything has a number; times are milliseconds.
struct Model {
  enum Label { case pending, current, previous, revoked, discarded, reissued }
  enum Kind { case file, program, hand }
  enum Step { case deliver, reload, verify }
  enum Before: Hashable { case tool(Int), group(String) }
  enum Phase { case staged, distributing, settling }

  struct Version {
    var label = Label.pending
    /// Equal where the values are.
    var value: Int
    var staged: Int
    var promoted: Int?
    /// Its value is an earlier one's.
    var isOld = false

    var isLive: Bool { label == .pending || label == .current || label == .previous }
  }

  struct Rotation {
    var from: Int?
    var to: Int
    var canaries: [Int] = []
    /// Seconds.
    var grace: Int?
    var isEmergency = false
    var isCutover = false
    var repeats: Int?
  }

  struct Key {
    /// Version 1 comes first.
    var versions: [Version] = []
    var rotation: Rotation?
    var sources: [Int] = []
  }

  struct Target {
    var kind: Kind
    var machine: String
    var reloads = false
    var verifies = false

    var isWritten: Bool { kind != .hand }
    var proves: Bool { reloads || verifies }
  }

  struct Tool {
    /// 1 emitted, 2 applied, 3 verified; nil where the targets decide.
    var asked: Int?
    var targets: [Int: Target] = [:]
    var groups: [String] = []
    var after: [Before] = []

    var written: [Int] { targets.filter { $0.value.isWritten }.map(\.key) }
  }

  /// A connection.
  struct Link {
    var tool: Int
    var key: Int
    var isRequired: Bool
    var replaces: [Int] = []
  }

  struct Pair: Hashable { let tool, key: Int }

  /// What a target was given of a key.
  struct Holding {
    var version: Int?
    var value: Int?
    var begun: Int?
    var level = 0
    /// When it was written last.
    var at = 0
  }

  /// How far a tool has come with a version.
  struct Progress {
    var reached = 0
    var isWaived = false
    var had: Set<Int> = []
    var failures: [(target: Int, step: Step)] = []
  }

  struct Operation {
    var number: Int
    var step: Step
    /// By key.
    var versions: [Int: Int]
  }

  var keys: [Int: Key] = [:]
  var tools: [Int: Tool] = [:]
  /// By number of the connection.
  var links: [Int: Link] = [:]
  var holdings: [Pair: [Int: Holding]] = [:]
  var progress: [Pair: [Int: Progress]] = [:]
  /// By target.
  var operations: [Int: Operation] = [:]
  var now = 0
  var values = 0
  /// A rule that is deliberately not kept.
  var flaw: Flaw?

  /// Rules that a model may be made to break, to see that somebody notices.
  enum Flaw: CaseIterable {
    case promotionIgnoresOneTarget, gateIgnoresFailedReload, canariesIgnored, orderIgnored
    case rollbackForgetsATool, rollbackSourceStaysPrevious, graceIgnored, abortLeavesLevels
    case staleResultsCount, oneTargetProvesForAll, rewritingNeedsNoReload, cutoverKeepsTheOld
    case emergencyWaits, replacedToolsForgotten, composedKeysForgotten, driftIgnored
    case waiversForgotten, failedProgramDeliveredNothing, doneWithToolsBehind
    case operationsAlwaysNew, waitersGetTheNewVersion, startersNeverWait, canariesWaitForOthers
    case onlyCommandsProve, waiverOfWhatIsWanted
  }
}

/// Why a command is not carried out.
enum Refused: Error, Equatable {
  case connected, rotationOpen, noOverlap, notConnected, noOpenRotation, alreadyPromoted
  case nothingToRollBack, rollbackImpossible, nothingToRevoke, alreadyRevoked, notRevocable
  case reasonRequired, graceRunning, alreadyTaken, noCurrent, unused, cycle, otherMachine
  case notWritten, notReplaceable
  /// With the tools and keys that are behind.
  case toolsPending(Set<Model.Pair>)
}

extension Model {
  func version(_ key: Int, _ number: Int) -> Version? {
    guard let versions = keys[key]?.versions, number >= 1, number <= versions.count else {
      return nil
    }
    return versions[number - 1]
  }

  func isLive(_ key: Int, _ number: Int?) -> Bool {
    number.flatMap { version(key, $0) }?.isLive == true
  }

  func label(_ key: Int, _ number: Int) -> Label? { version(key, number)?.label }

  func current(_ key: Int) -> Int? {
    keys[key]?.versions.firstIndex { $0.label == .current }.map { $0 + 1 }
  }

  /// The version that an open rotation leads to, while it is not in use.
  func pending(_ key: Int) -> Int? {
    guard let to = keys[key]?.rotation?.to, label(key, to) == .pending else { return nil }
    return to
  }

  func numbers(_ key: Int, _ label: Label) -> [Int] {
    (keys[key]?.versions ?? []).indices.filter { keys[key]?.versions[$0].label == label }
      .map { $0 + 1 }
  }

  func users(_ key: Int) -> [Int] {
    Set(links.values.filter { $0.key == key }.map(\.tool)).sorted()
  }

  func usedKeys(_ tool: Int) -> [Int] {
    Set(links.values.filter { $0.tool == tool }.map(\.key)).sorted()
  }

  func isLinked(_ tool: Int, _ key: Int) -> Bool {
    links.values.contains { $0.tool == tool && $0.key == key }
  }

  func isRequired(_ tool: Int, _ key: Int) -> Bool {
    links.values.contains { $0.tool == tool && $0.key == key && $0.isRequired }
  }

  func required(_ id: Int) -> Int {
    guard let tool = tools[id] else { return 0 }
    if let asked = tool.asked { return asked }
    let needsWord =
      tool.targets.isEmpty || tool.targets.values.contains { !$0.isWritten || $0.proves }
    return needsWord ? 2 : 1
  }

  func known(_ tool: Int, _ key: Int, _ number: Int) -> Progress {
    progress[Pair(tool: tool, key: key)]?[number] ?? Progress()
  }

  func holding(_ tool: Int, _ key: Int, _ target: Int) -> Holding {
    holdings[Pair(tool: tool, key: key)]?[target] ?? Holding()
  }

  /// A command failed since, and nothing has made up for it.
  func hasFailed(_ known: Progress) -> Bool {
    if flaw == .gateIgnoresFailedReload {
      return known.failures.contains { $0.step == .verify }
    }
    return known.failures.contains { $0.step != .deliver }
  }

  /// 0…3, or nil where something failed.
  func level(_ tool: Int, _ key: Int, _ number: Int) -> Int? {
    let known = known(tool, key, number)
    if hasFailed(known) { return nil }
    return known.reached == 0 && !known.failures.isEmpty ? nil : known.reached
  }

  func isWaived(_ tool: Int, _ key: Int, _ number: Int) -> Bool {
    flaw != .waiversForgotten && known(tool, key, number).isWaived
  }

  func meets(_ tool: Int, _ key: Int, _ number: Int, _ wanted: Int) -> Bool {
    isWaived(tool, key, number) || (level(tool, key, number) ?? 0) >= wanted
  }

  func mayHold(_ tool: Int, _ key: Int, _ number: Int) -> Bool {
    let known = known(tool, key, number)
    if known.reached > 0 || !known.had.isEmpty { return true }
    let given = holdings[Pair(tool: tool, key: key)] ?? [:]
    return given.values.contains { $0.version == number || $0.begun == number }
  }
}
