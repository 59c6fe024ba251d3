internal import CLinux
internal import Glibc
internal import SecretMemory

/// The environment of a program to be started, in guarded memory, so that values may be secrets.
package struct EnvironmentBlock: ~Copyable, Sendable {
  private var entries: EnvironmentEntries

  /// An empty environment, or a copy of this process's own.
  package init(inheriting: Bool) throws(SystemError) {
    entries = try EnvironmentEntries.copy { _ in inheriting }
  }

  /// A clean environment with only these variables, as far as this process has them.
  package init(inheriting names: [String]) throws(SystemError) {
    entries = try EnvironmentEntries.copy { names.contains($0) }
  }

  /// The names in order.
  package var names: [String] { entries.names }

  /// Sets a variable, in place of another value of it. A name that is empty or contains `=`, and a
  /// NUL anywhere, are refused (EINVAL).
  package mutating func set(name: String, value: Span<UInt8>) throws(SystemError) {
    guard !name.isEmpty, !name.utf8.contains(UInt8(ascii: "=")), !name.utf8.contains(0),
      value.indices.allSatisfy({ value[$0] != 0 })
    else { throw SystemError(errno: EINVAL, operation: "setenv", path: name) }
    entries.remove(name)
    try entries.append(name: name, value: value)
  }

  package mutating func set(name: String, value: String) throws(SystemError) {
    try set(name: name, value: Array(value.utf8).span)
  }

  package mutating func remove(_ name: String) {
    entries.remove(name)
  }

  /// Lends the entries as C wants them, ended by a null pointer.
  borrowing func withEntries<R>(
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> R
  ) -> R {
    unsafe entries.withPointers(body)
  }
}

/// "NAME=value" entries, each ended by a NUL, one after the other in a block that grows.
struct EnvironmentEntries: ~Copyable, Sendable {
  private var block: SecretBytes
  private var used = 0
  private var starts: [Int] = []

  private init(in block: consuming SecretBytes) {
    self.block = block
  }

  /// A copy of those variables of this process that `isWanted`.
  static func copy(_ isWanted: (String) -> Bool) throws(SystemError) -> EnvironmentEntries {
    var copy = EnvironmentEntries(in: try guardedBlock(count: 4096))
    var index = 0
    while let entry = unsafe linux_environment_entry_at(index) {
      let length = unsafe strcspn(entry, "=")
      let name = unsafe String(
        decoding: UnsafeRawBufferPointer(start: entry, count: length), as: UTF8.self)
      if isWanted(name) { try unsafe copy.append(entry) }
      index += 1
    }
    return copy
  }

  var names: [String] {
    block.withSpan { span in
      starts.map { start in
        var end = start
        while span[end] != 0, span[end] != UInt8(ascii: "=") { end += 1 }
        return String(decoding: (start..<end).map { span[$0] }, as: UTF8.self)
      }
    }
  }

  mutating func append(name: String, value: Span<UInt8>) throws(SystemError) {
    try reserve(name.utf8.count + value.count + 2)
    starts.append(used)
    for byte in name.utf8 { store(byte) }
    store(UInt8(ascii: "="))
    for index in value.indices { store(value[index]) }
    store(0)
  }

  /// The bytes stay until the block is wiped as a whole.
  mutating func remove(_ name: String) {
    starts = zip(names, starts).filter { $0.0 != name }.map { $0.1 }
  }

  borrowing func withPointers<R>(
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> R
  ) -> R {
    block.withSpan { span in
      unsafe span.withUnsafeBytes { bytes in
        let base = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress)
        var pointers = unsafe starts.map { start in
          unsafe base.map { unsafe ($0 + start).assumingMemoryBound(to: CChar.self) }
        }
        unsafe pointers.append(nil)
        return unsafe pointers.withUnsafeMutableBufferPointer { unsafe body($0.baseAddress) }
      }
    }
  }

  private mutating func append(_ entry: UnsafePointer<CChar>) throws(SystemError) {
    let count = unsafe strlen(entry) + 1
    try reserve(count)
    starts.append(used)
    for index in 0..<count { store(UInt8(bitPattern: unsafe entry[index])) }
  }

  private mutating func reserve(_ count: Int) throws(SystemError) {
    guard used + count > block.count else { return }
    block = try grown(block, to: max(block.count * 2, used + count))
  }

  private mutating func store(_ byte: UInt8) {
    let position = used
    block.withMutableSpan { (span: inout MutableSpan<UInt8>) in span[position] = byte }
    used += 1
  }
}
