// A fuzzer for what agents and their clients read. Made and run so:
//
//     KEYROLL_FUZZ=1 swift build -c release --scratch-path .build/fuzz --product AgentProtocolFuzzer
//     Tests/EndToEndTests/Readers/agent_client.py --seeds Tests/AgentTests/Vectors .build/seeds
//     mkdir -p .build/corpus
//     .build/fuzz/release/AgentProtocolFuzzer -max_total_time=300 .build/corpus .build/seeds
//
// It leaves inputs that reach more code in the first folder.

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
