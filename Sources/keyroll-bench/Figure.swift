/// Numbers as people read them, three digits or so.
enum Figure {
  static func time(_ nanoseconds: Int64) -> String {
    switch nanoseconds {
    case ..<10_000_000: "\(decimal(Double(nanoseconds) / 1e6, places: 2)) ms"
    case ..<10_000_000_000: "\(nanoseconds / 1_000_000) ms"
    default: "\(nanoseconds / 1_000_000_000) s"
    }
  }

  static func bytes(_ count: Int) -> String {
    switch count {
    case ..<20_000: "\(count) B"
    case ..<20_000_000: "\(count >> 10) KiB"
    default: "\(count >> 20) MiB"
    }
  }

  static func ratio(_ a: Int64, to b: Int64) -> String {
    "\(decimal(Double(a) / Double(max(b, 1)), places: 2))x"
  }

  private static func decimal(_ value: Double, places: Int) -> String {
    let scale = (0..<places).reduce(1) { product, _ in product * 10 }
    let scaled = Int((value * Double(scale)).rounded())
    let fraction = String(scaled % scale)
    return "\(scaled / scale)." + String(repeating: "0", count: places - fraction.count) + fraction
  }
}
