import Foundation
import TestSupport

func link(_ target: String, at path: String) throws {
  try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
}

func hardLink(_ target: String, at path: String) throws {
  try FileManager.default.linkItem(atPath: target, toPath: path)
}

func makeFifo(_ path: String) throws {
  _ = try runProgram("mkfifo", [path])
}
