import Platform

/// The root of the source tree.
package let repositoryRoot: String = {
  let support = FileSystem.split(#filePath).directory
  return FileSystem.split(FileSystem.split(support).directory).directory
}()

/// The path of an executable built together with the running test bundle.
package func builtProduct(_ name: String) throws -> String {
  FileSystem.split(try FileSystem.realPath("/proc/self/exe")).directory + "/" + name
}
