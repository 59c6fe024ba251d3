import TestSupport

/// The disks that a power failure at one moment may leave.
struct CrashStates {
  let state: DiskState

  /// Up to `limit` of them, each once: files with lost blocks, plain ones and files cut off by turns,
  /// then any.
  func sample(_ limit: Int, using random: inout SeededGenerator) -> [[String: [UInt8]]] {
    var seen: Set<[String: [UInt8]]> = []
    var trees: [[String: [UInt8]]] = []
    func add(_ tree: [String: [UInt8]]) {
      if trees.count < limit, seen.insert(tree).inserted { trees.append(tree) }
    }
    var queues = [
      torn { $0.lostBlocks() }.shuffled(using: &random), plain.shuffled(using: &random),
      torn { $0.cutOff() }.shuffled(using: &random),
    ]
    while trees.count < limit, queues.contains(where: { !$0.isEmpty }) {
      for index in queues.indices { if let make = queues[index].popLast() { add(make()) } }
    }
    let isInDoubt = state.files.values.contains(where: \.isDirty) || !state.names.changes.isEmpty
    for _ in 0..<limit where isInDoubt && trees.count < limit {
      let names = state.names.state { _ in Bool.random(using: &random) }
      add(tree(names) { _, file in file.content(file.outcome(using: &random)) })
    }
    return trees
  }

  private typealias Tree = () -> [String: [UInt8]]

  /// All or nothing of names and contents, and each change of names lost or alone.
  private var plain: [Tree] {
    let changes = state.names.changes.indices.flatMap { index in
      [{ $0 != index }, { $0 == index }] as [(Int) -> Bool]
    }
    return ([{ _ in true }, { _ in false }] + changes).flatMap { choice in
      let names = state.names.state(choosing: choice)
      return [
        { tree(names) { _, file in file.durable } }, { tree(names) { _, file in file.current } },
      ] as [Tree]
    }
  }

  /// One file with one of these outcomes, the others as programs saw them.
  private func torn(_ outcomes: (DiskFile) -> [FileOutcome]) -> [Tree] {
    state.files.filter(\.value.isDirty).sorted { $0.key < $1.key }.flatMap { torn, file in
      outcomes(file).map { outcome in
        { tree(state.names.current) { $0 == torn ? $1.content(outcome) : $1.current } }
      }
    }
  }

  private func tree(
    _ names: [String: Int], _ content: (Int, DiskFile) -> [UInt8]
  ) -> [String: [UInt8]] {
    var tree: [String: [UInt8]] = [:]
    for (path, inode) in names {
      if let file = state.files[inode] {
        tree[path] = file.isDirty ? content(inode, file) : file.durable
      }
    }
    return tree
  }
}

/// What became of a file's unsynced writes.
struct FileOutcome {
  var length: Int
  /// By block: which of its versions is on the medium. Absent means none of them.
  var versions: [Int: Int]
}

extension DiskFile {
  func content(_ outcome: FileOutcome) -> [UInt8] {
    state(length: outcome.length) { block, versions in
      outcome.versions[block].map { versions[$0].bytes }
    }
  }

  /// Each block lost, each block alone, every prefix of blocks: with the new length and with one that
  /// ends at them.
  func lostBlocks() -> [FileOutcome] {
    let latest = versions.mapValues { $0.count - 1 }
    let blocks = latest.keys.sorted()
    let lengths = lengthsInDoubt
    var outcomes = [FileOutcome(length: current.count, versions: [:])]
    for (count, block) in blocks.enumerated() {
      let alone = latest.filter { $0.key == block }
      let prefix = latest.filter { blocks[...count].contains($0.key) }
      let end = min(max((block + 1) * Self.blockSize, lengths.lowerBound), lengths.upperBound)
      outcomes.append(
        FileOutcome(length: current.count, versions: latest.filter { $0.key != block }))
      outcomes.append(FileOutcome(length: current.count, versions: alone))
      outcomes.append(FileOutcome(length: current.count, versions: prefix))
      outcomes.append(FileOutcome(length: end, versions: prefix))
      outcomes.append(FileOutcome(length: end, versions: alone))
    }
    return outcomes
  }

  /// Every length on the way.
  func cutOff() -> [FileOutcome] {
    let latest = versions.mapValues { $0.count - 1 }
    return lengthsInDoubt.map { FileOutcome(length: $0, versions: latest) }
  }

  func outcome(using random: inout SeededGenerator) -> FileOutcome {
    var chosen: [Int: Int] = [:]
    for (block, versions) in versions.sorted(by: { $0.key < $1.key }) {
      let version = Int.random(in: -1..<versions.count, using: &random)
      if version >= 0 { chosen[block] = version }
    }
    let choices = [durable.count, current.count] + lengths
    let length =
      Bool.random(using: &random)
      ? choices.randomElement(using: &random) : lengthsInDoubt.randomElement(using: &random)
    return FileOutcome(length: length ?? current.count, versions: chosen)
  }

  private var lengthsInDoubt: ClosedRange<Int> {
    let all = [durable.count, current.count] + lengths
    return (all.min() ?? 0)...(all.max() ?? 0)
  }
}
