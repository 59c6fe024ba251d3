internal import CLinux

/// Tells the service manager that started this process how it is doing (sd_notify(3)).
package enum ReadyNotice {
  /// Says that the service can be used now. Nothing happens when nobody asked to be told, or when
  /// the address is of a kind not known here.
  package static func send() throws(SystemError) {
    try send("READY=1", to: ProcessEnvironment.value("NOTIFY_SOCKET") ?? "")
  }

  /// `address` is the path of a socket, or `@` and an abstract name.
  static func send(_ state: String, to address: String) throws(SystemError) {
    guard address.hasPrefix("/") || address.hasPrefix("@") else { return }
    let socket = LocalSocket(
      descriptor: Int32(try systemCall("socket") { linux_local_socket(1) }))
    let bytes = Array(state.utf8)
    try systemCall("sendto", path: address) {
      unsafe linux_send_to(socket.descriptor, address, bytes, bytes.count)
    }
  }
}
