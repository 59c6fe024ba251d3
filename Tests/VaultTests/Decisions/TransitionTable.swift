/// What each command does at each place on the way of a rotation. A letter stands for the label of
/// each version afterwards (pending, current, old, revoked, discarded, issued again), after a slash
/// comes the phase of the rotation that is open; `=` changes nothing, and a word is a refusal.
enum TransitionTable {
  static let parts = [
    """
    command                  none               staged           distributing     settling
    rotate                   cp/stag            rotationOpen     rotationOpen     rotationOpen
    rotateUrgently           cp/stag            cdp/stag         cdp/stag         ocp/stag
    rotateCutover            rc/sett            rotationOpen     rotationOpen     rotationOpen
    rotateCutoverWithCanary  noOverlap          noOverlap        noOverlap        noOverlap
    set                      connected          connected        connected        connected
    fix                      alreadyTaken       cdp/stag         alreadyTaken     alreadyTaken
    abort                    noOpenRotation     cd               cd               alreadyPromoted
    rollBack                 nothingToRollBack  idc              cdp/dist         ocp/stag
    rollBackTo1              nothingToRollBack  idc              cdp/dist         ocp/stag
    revoke                   nothingToRevoke    nothingToRevoke  nothingToRevoke  rc
    revoke1                  notRevocable       notRevocable     notRevocable     rc
    revokeCurrent            notRevocable       notRevocable     notRevocable     notRevocable
    revokeCurrentUrgently    r                  rp/stag          rp/dist          or
    revokeForced             nothingToRevoke    nothingToRevoke  nothingToRevoke  rc
    acknowledge              c                  cp/stag          cp/dist          oc/sett
    waive                    c                  cp/dist          oc/sett          oc/sett
    intend                   c                  cp/dist          cp/dist          oc/sett
    record                   c                  cp/dist          oc/sett          oc/sett
    fail                     c                  cp/dist          cp/dist          oc/sett
    intendCommand            c                  cp/stag          cp/dist          oc/sett
    endCommand               c                  cp/stag          cp/dist          oc/sett
    endStaleCommand          =                  =                =                =
    drift                    c                  cp/stag          cp/dist          oc/sett
    see                      c                  cp/stag          =                oc/sett
    replace                  c                  oc/sett          oc/sett          oc/sett
    disconnect               c                  cp/stag          cp/stag          oc/sett
    removeKey                connected          connected        connected        connected
    removeTool               c                  cp/stag          cp/stag          oc/sett
    """,
    """
    command                  grace            cutover             emergency        canary
    rotate                   rotationOpen     rotationOpen        rotationOpen     rotationOpen
    rotateUrgently           ocp/stag         rcp/stag            cdp/stag         cdp/stag
    rotateCutover            rotationOpen     rrc/sett            rotationOpen     rotationOpen
    rotateCutoverWithCanary  noOverlap        noOverlap           noOverlap        noOverlap
    set                      connected        connected           connected        connected
    fix                      alreadyTaken     rdc/sett            cdp/stag         alreadyTaken
    abort                    alreadyPromoted  alreadyPromoted     cd               cd
    rollBack                 ocp/stag         rollbackImpossible  idc              cdp/dist
    rollBackTo1              ocp/stag         rollbackImpossible  idc              cdp/dist
    revoke                   graceRunning     nothingToRevoke     nothingToRevoke  nothingToRevoke
    revoke1                  graceRunning     alreadyRevoked      notRevocable     notRevocable
    revokeCurrent            notRevocable     notRevocable        notRevocable     notRevocable
    revokeCurrentUrgently    or               rr                  rp/stag          rp/dist
    revokeForced             rc               nothingToRevoke     nothingToRevoke  nothingToRevoke
    acknowledge              oc/sett          rc/sett             cp/stag          cp/dist
    waive                    oc/sett          rc/sett             cp/dist          cp/dist
    intend                   oc/sett          rc/sett             cp/dist          cp/dist
    record                   oc/sett          rc/sett             cp/dist          cp/dist
    fail                     oc/sett          rc/sett             cp/dist          cp/dist
    intendCommand            oc/sett          rc/sett             cp/stag          cp/dist
    endCommand               oc/sett          rc/sett             cp/stag          cp/dist
    endStaleCommand          =                =                   =                =
    drift                    oc/sett          =                   cp/stag          cp/dist
    see                      oc/sett          =                   cp/stag          =
    replace                  oc/sett          rc                  oc/sett          oc/sett
    disconnect               oc/sett          rc/sett             cp/stag          cp/stag
    removeKey                connected        connected           connected        connected
    removeTool               oc/sett          rc/sett             cp/stag          cp/stag
    """,
    """
    command                  revoked             back          reissued
    rotate                   rcp/stag            rotationOpen  rotationOpen
    rotateUrgently           rcp/stag            ocdp/stag     iocp/stag
    rotateCutover            rrc/sett            rotationOpen  rotationOpen
    rotateCutoverWithCanary  noOverlap           noOverlap     noOverlap
    set                      connected           connected     connected
    fix                      alreadyTaken        rotationOpen  rotationOpen
    abort                    noOpenRotation      ocd           alreadyPromoted
    rollBack                 nothingToRollBack   oidc          iocp/stag
    rollBackTo1              rollbackImpossible  ocdp/stag     rollbackImpossible
    revoke                   nothingToRevoke     rotationOpen  irc
    revoke1                  alreadyRevoked      rotationOpen  notRevocable
    revokeCurrent            notRevocable        notRevocable  notRevocable
    revokeCurrentUrgently    rr                  orp/stag      ior
    revokeForced             nothingToRevoke     rotationOpen  irc
    acknowledge              rc                  ocp/stag      ioc/sett
    waive                    rc                  ocp/dist      ioc/sett
    intend                   rc                  ocp/dist      ioc/sett
    record                   rc                  ocp/dist      ioc/sett
    fail                     rc                  ocp/dist      ioc/sett
    intendCommand            rc                  ocp/stag      ioc/sett
    endCommand               rc                  ocp/stag      ioc/sett
    endStaleCommand          =                   =             =
    drift                    rc                  ocp/stag      ioc/sett
    see                      rc                  ocp/stag      ioc/sett
    replace                  rc                  ioc/sett      ioc/sett
    disconnect               rc                  ocp/stag      ioc/sett
    removeKey                connected           connected     connected
    removeTool               rc                  ocp/stag      ioc/sett
    """,
  ]

  /// What becomes of a key, by place and command.
  static let outcomes: [String: [String: String]] = {
    var outcomes: [String: [String: String]] = [:]
    for part in parts {
      let rows = part.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
      for row in rows.dropFirst() {
        for (place, outcome) in zip(rows[0], row).dropFirst() {
          outcomes[place, default: [:]][row[0]] = outcome
        }
      }
    }
    return outcomes
  }()
}
