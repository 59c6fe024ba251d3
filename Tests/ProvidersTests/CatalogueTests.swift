import Providers
import Testing

@Suite struct CatalogueTests {
  @Test func findsEveryProfileByItsIdentifier() {
    #expect(
      Catalogue.all.map(\.id) == [
        "liveagent-v3", "liveagent-v1", "ligr-live", "ai-chat-for-business", "liveperson-oauth1",
      ])
    for provider in Catalogue.all {
      #expect(Catalogue.provider(provider.id) == provider)
    }
    #expect(Catalogue.provider("liveagent") == nil)
  }

  @Test func everyProfileSaysHowToGetAndEndAKey() {
    for provider in Catalogue.all {
      #expect(!provider.fields.isEmpty)
      #expect(!provider.createSteps.isEmpty, "\(provider.id)")
      #expect(!provider.revokeSteps.isEmpty, "\(provider.id)")
    }
  }

  @Test func everyVariableIsPortableAndUniqueWithinItsProfile() {
    for provider in Catalogue.all {
      let variables =
        provider.fields.map(\.variable) + provider.parameters.compactMap(\.variable)
      #expect(Set(variables).count == variables.count)
      for variable in variables {
        #expect(variable.wholeMatch(of: /[A-Z_][A-Z0-9_]*/) != nil, "\(variable)")
      }
    }
  }

  @Test func everyPlaceInABaseURLIsADeclaredParameter() {
    for provider in Catalogue.all {
      switch provider.baseURL {
      case .template(let form, let whole):
        for place in form.matches(of: /\{([^}]*)\}/) {
          #expect(provider.parameter(String(place.1)) != nil, "\(provider.id) \(place.1)")
        }
        #expect(whole.map { provider.parameter($0) != nil } ?? true)
      case .parameter(let name): #expect(provider.parameter(name) != nil)
      case .directory(let form):
        for place in form.matches(of: /\{([^}]*)\}/) where place.1 != "service" {
          #expect(provider.parameter(String(place.1)) != nil, "\(provider.id) \(place.1)")
        }
      }
    }
  }

  @Test func cutoverAndFrozenProfilesWarnBeforeRotation() {
    for provider in Catalogue.all {
      let mustWarn = provider.rotation == .cutover || provider.rotation == .frozen
      #expect(provider.rotationWarnings.isEmpty == !mustWarn, "\(provider.id)")
    }
  }

  @Test func theVendorsFactsAreThese() throws {
    let v3 = try #require(Catalogue.provider("liveagent-v3"))
    #expect(v3.authentication == .header(name: "apikey", prefix: ""))
    #expect(v3.rotation == .overlap)
    let v1 = try #require(Catalogue.provider("liveagent-v1"))
    #expect(v1.authentication == .query(name: "apikey"))
    #expect(v1.rotation == .cutover)
    #expect(v1.notes.contains { if case .deprecated = $0 { true } else { false } })
    let ligr = try #require(Catalogue.provider("ligr-live"))
    #expect(ligr.rotation == .cutover)
    let chat = try #require(Catalogue.provider("ai-chat-for-business"))
    #expect(chat.authentication == .bearer)
    #expect(chat.scopes == ["read", "write", "admin"])
    #expect(chat.rateLimits == [RateLimit(1000, perSeconds: 3600, by: .unstated)])
    #expect(chat.recommendedAge == Int64(7_776_000))
    #expect(chat.greatestAge == Int64(15_552_000))
    let person = try #require(Catalogue.provider("liveperson-oauth1"))
    #expect(
      person.fields.map(\.name) == ["app-key", "secret", "access-token", "access-token-secret"])
    #expect(person.rotation == .frozen)
    #expect(
      person.notes.contains { if case .retired("2026-05-31", _) = $0 { true } else { false } })
  }

  @Test func signingRolesNameFieldsOfTheProfile() {
    for provider in Catalogue.all {
      guard case .oauth1(let key, let secret, let token, let tokenSecret) = provider.authentication
      else { continue }
      for role in [key, secret, token, tokenSecret] {
        #expect(provider.field(role) != nil)
      }
    }
  }
}
