import Providers
import Testing

@Suite struct APIMismatchTests {
  @Test func aV3KeyAtTheV1APIIsAMismatchWithTheVendorsAnswer() throws {
    let v3 = try #require(Catalogue.provider("liveagent-v3"))
    for spelling in ["v1", "V1", "1"] {
      let mismatch = try #require(v3.mismatch(requiredAPI: spelling))
      #expect(mismatch.required == "v1")
      #expect(mismatch.actual == "v3")
      #expect(mismatch.answer?.status == 403)
      #expect(mismatch.answer?.message == "ApiKey not found")
      #expect(mismatch.answer?.provider == "liveagent-v1")
    }
  }

  @Test func theSameVersionFits() throws {
    let v3 = try #require(Catalogue.provider("liveagent-v3"))
    #expect(v3.mismatch(requiredAPI: "v3") == nil)
    #expect(v3.mismatch(requiredAPI: "3") == nil)
  }

  @Test func anUnknownVersionIsAMismatchWithoutAnAnswer() throws {
    let v1 = try #require(Catalogue.provider("liveagent-v1"))
    let mismatch = try #require(v1.mismatch(requiredAPI: "v9"))
    #expect(mismatch.answer == nil)
  }

  @Test func everyAnswerNamesAProfileOfThatVersion() {
    for provider in Catalogue.all {
      for other in provider.otherAPIs {
        #expect(Catalogue.provider(other.provider)?.apiVersion == other.version)
      }
    }
  }

  @Test func aProviderWithOneVersionFitsEverything() throws {
    let ligr = try #require(Catalogue.provider("ligr-live"))
    #expect(ligr.mismatch(requiredAPI: "v1") == nil)
  }
}
