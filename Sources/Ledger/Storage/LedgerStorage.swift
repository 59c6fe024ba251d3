/// Where a ledger ends, as its writer knows it. An append that expects another place changes
/// nothing.
package struct LedgerPosition: Equatable, Sendable {
  package var generation: UInt64
  /// The sequence of the frame that is to be written next.
  package var nextSequence: UInt64
  /// Bytes from the start of the vault to the end of its last valid frame.
  package var length: Int

  package init(generation: UInt64, nextSequence: UInt64, length: Int) {
    self.generation = generation
    self.nextSequence = nextSequence
    self.length = length
  }
}

/// One vault's bytes: readable at any time, growing at the end, replaceable as a whole.
///
/// Frames are sealed before they get here, so a storage is trusted with order and durability and
/// with nothing else. There are two mutations, each all or nothing to a reader that applies section
/// 4.3: `append` and a `replacement`. Both need the writer's lock.
package protocol LedgerStorage: AnyObject {
  /// A name for messages: the path of a file.
  var description: String { get }
  var warnings: [StorageWarning] { get }

  func length() throws(StorageError) -> Int
  /// Fewer than `count` bytes when the vault ends before.
  func read(at offset: Int, count: Int) throws(StorageError) -> [UInt8]

  /// Looks whether another vault took this one's place, and goes on with that one.
  /// - Returns: true when it did: nothing that was read before counts any more.
  func refresh() throws(StorageError) -> Bool
  /// What `refresh` returns, and then `length`, with as few calls as may be: for whoever asks before
  /// each answer.
  func look() throws(StorageError) -> (replaced: Bool, length: Int)
  /// Waits until everything that can be read now would survive a crash. Whoever remembers durably,
  /// or vouches for, frames that it did not append itself must do so before. Fails when
  /// `mustBeReplaced`.
  func sync() throws(StorageError)

  /// Waits for the writer's lock, or fails at once (`locked`) when someone has it and `waiting` is
  /// false. Not recursive. A storage without a file yet locks nothing.
  /// - Returns: what `refresh` returns, once the lock is held.
  @discardableResult func lock(waiting: Bool) throws(StorageError) -> Bool
  func unlock()

  /// True after an outcome that was ambiguous: `append` refuses, and the next writer of this handle
  /// makes a replacement that holds every valid frame.
  var mustBeReplaced: Bool { get }
  /// Adds whole frames at the end and returns when they are durable. After a crash none, some of
  /// the first, or all of them are there, and then at most one torn one.
  func append(_ frames: [[UInt8]], expecting position: LedgerPosition) throws(StorageError)
  /// Drops what follows `length`, durably: a torn tail that was kept aside.
  func cutBack(to length: Int) throws(StorageError)
  /// Starts a new vault that takes the place of this one, or of none, when it is committed. Of none
  /// it needs no lock, and holds that of the new one afterwards.
  func replacement() throws(StorageError) -> any LedgerReplacement
}

extension LedgerStorage {
  /// Waits for the writer's lock.
  @discardableResult package func lock() throws(StorageError) -> Bool { try lock(waiting: true) }

  package func look() throws(StorageError) -> (replaced: Bool, length: Int) {
    (try refresh(), try length())
  }
}

/// A vault in the making. Nobody sees it before `commit`; forgetting it discards it.
package protocol LedgerReplacement: AnyObject {
  func write(_ bytes: [UInt8]) throws(StorageError)
  /// Makes the new vault durable and puts it in place. The storage then reads it and holds its lock
  /// until `unlock`.
  func commit() throws(StorageError)
  func discard()
}
