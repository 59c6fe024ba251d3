extension State {
  /// Takes one event in. Total: events about something unknown or already so change nothing. After
  /// an error the state may hold half of the event and must be dropped.
  package mutating func apply(_ event: Event, _ stamp: Stamp) throws(RecordError) {
    switch event {
    case .vaultCreated(let event): try fold(event, stamp)
    case .settingChanged(let event): fold(event)
    case .slotNoted(let event): fold(event)
    case .slotForgotten(let event): fold(event)
    case .keyAdded(let event): try fold(event, stamp)
    case .keyEdited(let event): try fold(event, stamp)
    case .keyRenamed(let event): try fold(event, stamp)
    case .keyRemoved(let event): try fold(event)
    case .versionStaged(let event): try fold(event, stamp)
    case .versionPromoted(let event): try fold(event, stamp)
    case .versionRevoked(let event): try fold(event, stamp)
    case .versionDiscarded(let event): try fold(event)
    case .valuesPurged(let event): try fold(event)
    case .toolAdded(let event): try fold(event)
    case .toolEdited(let event): try fold(event)
    case .toolRenamed(let event): try fold(event)
    case .toolRemoved(let event): try fold(event)
    case .targetAdded(let event): try fold(event)
    case .targetEdited(let event): try fold(event)
    case .targetRemoved(let event): try fold(event)
    case .connected(let event): try fold(event, stamp)
    case .connectionEdited(let event): try fold(event)
    case .disconnected(let event): try fold(event)
    case .rotationStarted(let event): try fold(event, stamp)
    case .rotationEnded(let event): try fold(event)
    case .emissionIntended(let event): try fold(event, stamp)
    case .emitted(let event): try fold(event, stamp)
    case .emissionFailed(let event): try fold(event, stamp)
    case .adopted(let event): try fold(event, stamp)
    case .waived(let event): try fold(event, stamp)
    case .commandIntended(let event): try fold(event, stamp)
    case .commandEnded(let event): try fold(event, stamp)
    case .adoptionLowered(let event): try fold(event, stamp)
    case .useObserved(let event): try fold(event)
    }
  }
}
