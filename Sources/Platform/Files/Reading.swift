internal import CLinux
internal import Glibc

extension OwnedFile {
  /// The next bytes, at most `count`; empty at the end of the file.
  package borrowing func read(upTo count: Int) throws(SystemError) -> [UInt8] {
    try readBytes(from: descriptor, upTo: count)
  }

  /// Everything from here to the end; more than `limit` bytes are refused (EFBIG).
  package borrowing func readAll(limit: Int) throws(SystemError) -> [UInt8] {
    try readAllBytes(from: descriptor, limit: limit)
  }

  /// `count` bytes from `offset`, or fewer when the file ends before. Moves no position.
  package borrowing func read(at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = try systemCall("pread") {
        unsafe bytes.withUnsafeMutableBytes { block in
          let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: block[filled...])
          return unsafe linux_pread(descriptor, rest.baseAddress, rest.count, offset + filled)
        }
      }
      if got == 0 { break }
      filled += got
    }
    bytes.removeLast(count - filled)
    return bytes
  }
}

/// One read(2) of at most `count` bytes.
func readBytes(from descriptor: CInt, upTo count: Int) throws(SystemError) -> [UInt8] {
  var bytes = [UInt8](repeating: 0, count: count)
  let got = try systemCall("read") {
    unsafe bytes.withUnsafeMutableBytes { block in
      unsafe linux_read(descriptor, block.baseAddress, block.count)
    }
  }
  bytes.removeLast(count - got)
  return bytes
}

func readAllBytes(from descriptor: CInt, limit: Int) throws(SystemError) -> [UInt8] {
  // One byte more than the file is said to hold finds its end without a second large read.
  let expected = min(sizeHint(of: descriptor), limit) + 1
  var bytes = try readBytes(from: descriptor, upTo: expected)
  var last = bytes.count
  while last > 0, bytes.count <= limit {
    let more = try readBytes(from: descriptor, upTo: min(64 << 10, limit + 1 - bytes.count))
    bytes += more
    last = more.count
  }
  guard bytes.count <= limit else { throw SystemError(errno: EFBIG, operation: "read") }
  return bytes
}

/// The length that a regular file reports; for pipes and terminals a page.
func sizeHint(of descriptor: CInt) -> Int {
  guard let status = try? FileStatus.of(descriptor: descriptor), status.kind == .regular,
    status.size > 0
  else { return 4096 }
  return status.size
}
