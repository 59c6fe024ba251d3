import Platform
package import SecretMemory

/// Places from which secrets come as they are, byte for byte.
package enum SecretSource {
  /// A file, read without a copy outside guarded memory.
  package static func file(_ path: String, limit: Int) throws(CommandError) -> SecretBytes {
    do throws(SystemError) {
      return try OwnedFile.open(path, .read).readSecret(limit: limit)
    } catch {
      throw failure(error, limit: limit, path: path)
    }
  }

  /// A descriptor that whoever started the program has opened.
  package static func descriptor(
    _ number: Int32, limit: Int, _ surroundings: Surroundings
  ) throws(CommandError) -> SecretBytes {
    if number == 0 { return try input(limit: limit, surroundings) }
    do throws(SystemError) {
      // Whoever gets the descriptor could read a file once more from its beginning.
      try BorrowedFile(number).closeOnExec()
      return try BorrowedFile(number).readSecret(limit: limit)
    } catch {
      throw failure(error, limit: limit, path: "descriptor \(number)")
    }
  }

  package static func input(
    limit: Int, _ surroundings: Surroundings
  ) throws(CommandError) -> SecretBytes {
    do throws(SystemError) {
      return try surroundings.input.readSecret(limit: limit)
    } catch {
      throw failure(error, limit: limit, path: "standard input")
    }
  }

  /// A read that failed, with the name that the user knows the place by.
  static func failure(_ error: SystemError, limit: Int, path: String) -> CommandError {
    switch error.name {
    case "EFBIG": .input(.tooLarge(limit: limit))
    case "ENOMEM": .outOfMemory
    // The end of the input, or Ctrl-C, at a prompt: the person has left.
    case "ENODATA", "EINTR": .aborted(.nothingChanged)
    default:
      .system(SystemError(errno: error.errno, operation: error.operation, path: error.path ?? path))
    }
  }
}

extension SecretBytes {
  /// The bytes without one line end, as a file with a passphrase has it.
  package consuming func withoutLineEnd() throws(SecretMemoryError) -> SecretBytes {
    let length = withSpan { (bytes: Span<UInt8>) -> Int in
      guard bytes.count > 0, bytes[bytes.count - 1] == UInt8(ascii: "\n") else {
        return bytes.count
      }
      let hasReturn = bytes.count > 1 && bytes[bytes.count - 2] == UInt8(ascii: "\r")
      return bytes.count - (hasReturn ? 2 : 1)
    }
    return try prefix(length)
  }
}
