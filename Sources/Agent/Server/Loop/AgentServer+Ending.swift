import Platform
import SecretMemory

extension AgentServer {
  /// As many as the kernel keeps waiting, about.
  private static let lastRounds = 4

  /// The end, in an order in which nobody is told what is not so: those who came before it get their
  /// replies, those who come now are told that it is over, and the one who asked for it hears of it
  /// when the keys are gone and the place is free.
  func finish() {
    // Those who keep coming do not keep it from ending.
    for _ in 0..<Self.lastRounds where letIn() < Self.mostArrivals { break }
    for client in clients.values { serve(client) }
    desk.endGroup()
    touched.removeAll()
    unserved.removeAll()
    try? desk.service.joinUses()
    desk.service.settle()
    desk.service.close()
    wipeStack(bytes: Self.stackDepth)
    entrance.take()?.close()
    desk.confirmLock()
    for client in clients.values {
      flush(client)
      drop(client)
    }
  }
}
