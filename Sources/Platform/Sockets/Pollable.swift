/// Something that a `Poller` can watch.
package protocol Pollable: ~Copyable {
  /// The open descriptor behind it.
  var descriptor: Int32 { get }
}
