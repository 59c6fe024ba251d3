import TestSupport
import Testing

/// The units that `agent unit` prints, as systemd itself reads them.
@Suite(.peer("systemd-analyze")) struct UnitTests {
  @Test(arguments: ["", "--system"]) func systemdUnderstandsTheUnit(_ option: String) throws {
    let home = try TemporaryDirectory()
    let stage = try Stage(home: home.path)
    // systemd itself wants a runtime directory to look at units of a user.
    try stage.must(
      "mkdir -p run && keyroll agent unit \(option) > keyroll.service && test -s keyroll.service")
    let mode = option.isEmpty ? "--user" : "--man=no"
    let result = try stage.run("systemd-analyze verify \(mode) ./keyroll.service")
    #expect(!result.outputText.contains("keyroll.service:"), "\(result.outputText)")
    // A word that systemd does not know is told, or this would show nothing.
    try stage.must("echo Nonsense=1 >> keyroll.service; sed -i 's/^Type=/Tpye=/' keyroll.service")
    let wrong = try stage.run("systemd-analyze verify \(mode) ./keyroll.service")
    #expect(wrong.outputText.contains("Tpye"), "\(wrong.outputText)")
  }
}
