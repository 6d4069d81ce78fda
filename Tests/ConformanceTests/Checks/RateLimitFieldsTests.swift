import Testing

@testable import Conformance

@Suite("What fields tell about a rate limit")
struct RateLimitFieldsTests {
  @Test(
    "is read from the fields in use, however large it is",
    arguments: [
      ([HTTPField("X-RateLimit-Limit", "60"), HTTPField("X-RateLimit-Remaining", "59")], 60, 59),
      (
        [HTTPField("RateLimit-Limit", "60, 60;w=60"), HTTPField("RateLimit-Remaining", "7")], 60, 7
      ),
      ([HTTPField("RateLimit", "limit=100, remaining=50, reset=5")], 100, 50),
      ([HTTPField("RateLimit", #""default";r=50;t=30"#)], nil, 50),
      (
        [
          HTTPField("X-RateLimit-Limit", "\(Int.max)"),
          HTTPField("X-RateLimit-Remaining", "\(Int.max)"),
        ], Int.max / 8, Int.max / 8
      ),
      (
        [HTTPField("X-RateLimit-Limit", "-1"), HTTPField("X-RateLimit-Remaining", "none")], nil, nil
      ),
    ] as [([HTTPField], Int?, Int?)])
  func reads(_ fields: [HTTPField], limit: Int?, remaining: Int?) {
    let told = RateLimitFields(fields)
    #expect(told.limit == limit)
    #expect(told.remaining == remaining)
    // Probes reckon with these numbers.
    #expect(told.remaining.map { ($0 + 1) * 4 } ?? 0 >= 0)
  }
}
