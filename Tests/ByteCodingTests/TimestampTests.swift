import ByteCoding
import Testing

@Suite struct TimestampTests {
  /// Examples of RFC 3339 section 5.8, and moments whose number is well known.
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2001-09-09T01:46:40Z", 1_000_000_000_000),
    ("2038-01-19T03:14:07Z", 2_147_483_647_000), ("1969-12-31T23:59:59.999Z", -1),
    ("1985-04-12T23:20:50.520Z", 482_196_050_520), ("1996-12-20T00:39:57Z", 851_042_397_000),
    ("2000-02-29T12:00:00Z", 951_825_600_000), ("0000-01-01T00:00:00Z", -62_167_219_200_000),
    ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
  ])
  func writesAndReadsMoments(text: String, milliseconds: Int64) {
    #expect(Timestamp(milliseconds: milliseconds).dateTime == text)
    #expect(Timestamp(text)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    ("1996-12-19T16:39:57-08:00", "1996-12-20T00:39:57Z"),
    ("1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27.870Z"),
    ("2031-04-05t06:07:08z", "2031-04-05T06:07:08Z"),
    ("2031-04-05T06:07:08.1239999Z", "2031-04-05T06:07:08.123Z"),
    ("2031-04-05", "2031-04-05T00:00:00Z"),
  ])
  func readsOtherSpellings(text: String, expected: String) {
    #expect(Timestamp(text)?.dateTime == expected)
  }

  @Test(arguments: [
    "", "2031", "2031-4-5", "2031-13-01", "2031-00-10", "2031-04-31", "2031-02-29", "1900-02-29",
    "2031-04-05T", "2031-04-05T06:07", "2031-04-05T06:07:08", "2031-04-05 06:07:08Z",
    "2031-04-05T24:00:00Z", "2031-04-05T06:60:00Z", "1990-12-31T23:59:60Z", "2031-04-05T06:07:08.Z",
    "2031-04-05T06:07:08+0200", "2031-04-05T06:07:08+24:00", "2031-04-05T06:07:08Zx",
    "2031-04-05T06:07:08 +02:00", "-031-04-05", "0000-01-01T00:00:00+00:01",
    "9999-12-31T23:59:59-00:01",
  ])
  func refusesOtherText(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func everyDayOfFourCenturiesFollowsTheOneBefore() {
    var previous = Timestamp("1799-12-31")?.date ?? ""
    for day in Int64(-62_091)..<(-62_091 + 146_097) {
      let date = Timestamp(milliseconds: day * 86_400_000).date
      #expect(previous < date)
      #expect(Timestamp(date)?.milliseconds == day * 86_400_000)
      previous = date
    }
    #expect(previous == "2199-12-31")
  }

  @Test func momentsBeyondTheTextAreShownAsTheNearest() {
    #expect(Timestamp(milliseconds: .max).dateTime == "9999-12-31T23:59:59.999Z")
    #expect(Timestamp(milliseconds: .min).date == "0000-01-01")
  }

  @Test func arithmeticStopsAtTheEnds() {
    let moment = Timestamp(milliseconds: 1500)
    #expect(moment.adding(seconds: 2).milliseconds == 3500)
    #expect(moment.adding(seconds: -2).milliseconds == -500)
    #expect(moment.adding(seconds: .max).milliseconds == .max)
    #expect(moment.adding(seconds: .min).milliseconds == .min)
    #expect(moment.seconds(since: Timestamp(milliseconds: 0)) == 1)
    #expect(Timestamp(milliseconds: 0).seconds(since: moment) == -2)
    #expect(Timestamp(milliseconds: .max).seconds(since: Timestamp(milliseconds: .min)) == .max)
    #expect(Timestamp(milliseconds: .min).seconds(since: Timestamp(milliseconds: .max)) == .min)
  }
}
