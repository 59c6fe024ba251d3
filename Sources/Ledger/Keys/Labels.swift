import Cryptography

/// The labels of the format, each for one use of one key.
enum Labels {
  static let auditKey = Label("keyroll.audit.v1")
  static let valueKey = Label("keyroll.values.1")
  static let stateKey = Label("keyroll.state.v1")
  static let enrolKey = Label("keyroll.enrol.v1")
  static let checkpointKey = Label("keyroll.checkpt1")
  static let frameKey = Label("keyroll.frames.1")
  static let headerKey = Label("keyroll.headerk1")
  /// Not in the specification: readers need not know how nonces are made.
  static let nonceKey = Label("keyroll.noncekey")

  static let headerMAC = Label("keyroll.header.1")
  static let headerChecksum = Label("keyroll.hdrsum.1")
  static let headerDigest = Label("keyroll.hdrdig.1")
  static let keyFile = Label("keyroll.keyfile1")
  static let recovery = Label("keyroll.recover1")
  static let factors = Label("keyroll.factors1")
  static let identity = Label("keyroll.identity")
  static let agreement = Label("keyroll.agree.v1")
  static let grant = Label("keyroll.grant.v1")

  static let frame = Label("keyroll.frame.v1")
  static let chain = Label("keyroll.chain.v1")
  static let chainStart = Label("keyroll.start.v1")
  static let index = Label("keyroll.ckindex1")
  static let body = Label("keyroll.bodyhash")
  static let writerProof = Label("keyroll.writer.p")
  static let epochRoot = Label("keyroll.epochrt1")
  static let epochAudit = Label("keyroll.epochau1")

  static let blob = Label("keyroll.blob.v1.")
  static let value = Label("keyroll.value.v1")
  static let commitment = Label("keyroll.value.c1")
  static let witness = Label("keyroll.witness1")
  static let writerKey = Label("keyroll.writerk1")
  static let uses = Label("keyroll.uses.v1.")

  /// Begins what a writer signs; not a BLAKE2b label.
  static let signedBody = Array("keyroll.body.v1.".utf8)
}
