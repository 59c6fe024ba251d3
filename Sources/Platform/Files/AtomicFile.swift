/// The durable way to write a whole file: afterwards its name leads to the old content or to the
/// new, never to a mixture, whatever fails.
package enum AtomicFile {
  /// Replaces `name` in `directory`, or makes it. With `exclusive` a taken name is refused (EEXIST).
  /// On an error the old content is untouched and nothing is left behind, except as `commit` says.
  package static func replace(
    in directory: borrowing Directory, name: String, mode: UInt32,
    owner: (user: UInt32, group: UInt32)? = nil, contents: Span<UInt8>, exclusive: Bool = false
  ) throws(SystemError) {
    // 1. A new inode under a random name beside the old one: rename works within a file system only.
    // 2. Its owner and mode, before there is a byte to protect.
    let pending = try PendingFile(in: directory, mode: mode, owner: owner)
    // 3. All of the content.
    try pending.write(contents)
    // 4. fsync of the file: a name must never become durable before what it names.
    // 5. rename over the old name.
    // 6. fsync of the directory: the new name survives a power failure.
    let file = try pending.commit(as: name, exclusive: exclusive)
    // 7. close, for file systems that report failures only then.
    try file.close()
  }
}
