import Providers
import Testing

@Suite struct BaseURLTests {
  let v3: Provider

  init() throws { v3 = try #require(Catalogue.provider("liveagent-v3")) }

  @Test func fillsParametersIntoTheForm() {
    #expect(
      v3.baseURL.resolved { ["account": "acme"][$0] } == "https://acme.ladesk.com/api/v3")
    #expect(v3.baseURL.resolved { _ in nil } == nil)
  }

  @Test func aWholeBaseURLReplacesTheForm() {
    let given = ["account": "acme", "base-url": "https://desk.example.org/api/v3"]
    #expect(v3.baseURL.resolved { given[$0] } == "https://desk.example.org/api/v3")
  }

  @Test func aWholeBaseURLMakesTheAccountUnnecessary() throws {
    #expect(v3.missingParameters(given: []).map(\.name) == ["account"])
    #expect(v3.missingParameters(given: ["account"]).isEmpty)
    #expect(v3.missingParameters(given: ["base-url"]).isEmpty)
    let person = try #require(Catalogue.provider("liveperson-oauth1"))
    #expect(person.missingParameters(given: ["base-url"]).map(\.name) == ["account"])
  }

  @Test func aDirectoryIsNeverABaseURLByItself() throws {
    let person = try #require(Catalogue.provider("liveperson-oauth1"))
    #expect(person.baseURL.resolved { _ in "12345" } == nil)
  }
}
