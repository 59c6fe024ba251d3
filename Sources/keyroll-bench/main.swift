import Platform

let words = ProcessArguments.words.map { String(decoding: $0, as: UTF8.self) }
guard words.allSatisfy({ $0 == "--quick" }) else {
  print("usage: keyroll-bench [--quick]")
  endProcess(status: 2)
}
endProcess(status: Benchmark(keys: words.isEmpty ? 100_000 : 10_000).run() ? 0 : 1)
