// A fuzzer for what agents and their clients read. `KEYROLL_FUZZ=1 swift build -c release --product
// AgentProtocolFuzzer` makes it; its argument is a folder of inputs, to begin with the messages of
// Tests/AgentTests/Vectors as bytes, where it leaves those that reach more code.

@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

private var count = CommandLine.argc
private var arguments = unsafe CommandLine.unsafeArgv

_ = unsafe runFuzzer(&count, &arguments) { start, count in
  testOneInput(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}
