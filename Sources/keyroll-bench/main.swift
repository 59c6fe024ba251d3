import Platform

let words = ProcessArguments.words.map { String(decoding: $0, as: UTF8.self) }
guard let benchmark = Benchmark(words) else {
  print("usage: keyroll-bench [--quick] [--keys N] [PART…]")
  print("parts: \(Benchmark.Part.allCases.map(\.rawValue).joined(separator: " "))")
  endProcess(status: 2)
}
endProcess(status: benchmark.run() ? 0 : 1)
