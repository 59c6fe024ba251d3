/// What is shown in place of a value. Never depends on the value, its length included.
enum Masking {
  static let text = "********"
}
