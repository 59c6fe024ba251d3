/// What was read last, under numbers, up to a sum of weights: the first to come is the first to go.
struct RecentCache<Value> {
  private var values: [Int: (value: Value, weight: Int)] = [:]
  /// In the order in which they came, from `oldest` on.
  private var order: [Int] = []
  private var oldest = 0
  private var weight = 0
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  subscript(_ number: Int) -> Value? { values[number]?.value }

  /// Adds a value, in place of the one that has the number.
  mutating func add(_ value: Value, at number: Int, weight added: Int) {
    if let old = values[number] {
      weight += added - old.weight
      values[number] = (value, added)
      return
    }
    while weight + added > limit, oldest < order.count {
      weight -= values.removeValue(forKey: order[oldest])?.weight ?? 0
      oldest += 1
    }
    if oldest > order.count / 2 {
      order.removeFirst(oldest)
      oldest = 0
    }
    values[number] = (value, added)
    order.append(number)
    weight += added
  }
}
