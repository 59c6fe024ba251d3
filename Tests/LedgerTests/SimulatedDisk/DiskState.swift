/// Everything on a simulated disk at one moment.
struct DiskState {
  var files: [Int: DiskFile] = [:]
  var names = DiskNames()
  var directories: Set<String> = []
  var nextInode = 1

  /// A disk on which nothing is in doubt.
  init(files contents: [String: [UInt8]] = [:], directories: Set<String> = []) {
    self.directories = directories
    var inodes: [String: Int] = [:]
    for (path, bytes) in contents {
      inodes[path] = nextInode
      files[nextInode] = DiskFile(durable: bytes)
      nextInode += 1
    }
    names = DiskNames(durable: inodes)
  }

  /// What programs see.
  var tree: [String: [UInt8]] {
    names.current.compactMapValues { files[$0]?.current }
  }
}
