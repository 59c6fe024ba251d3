import TestSupport
import Testing

@Suite struct DescriptorTests {
  @Test func programDoesNotGetTheDescriptorOfThePassphrase() throws {
    let home = try TemporaryDirectory()
    let place = try Stage(home: home.path)
    try place.makeVault()
    try place.must(
      """
      echo 'xv7-Qm2.hq9_Lw4!zT8+bK3' > phrase
      keyroll --key-file kf slot add me --new-passphrase-file phrase
      printf value | keyroll --key-file kf set k --stdin
      """)
    let result = try place.run(
      "keyroll run --passphrase-fd 7 --as K=k -- sh -c 'echo $K; cat /proc/self/fd/7' 7< phrase")
    #expect(result.outputText.hasPrefix("value\n"))
    #expect(!result.outputText.contains("xv7"))
  }
}
