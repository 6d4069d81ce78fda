import Conformance
import Testing

@Suite("Figures of requests")
struct RequestFigureTests {
  @Test(
    "a figure is a number once its units are counted",
    arguments: [
      ("0", 0), ("3", 3), ("1 walk", 9), ("2 walks + 20", 38), ("5×5", 25), ("≈12", 12),
      ("1 walk per filter", 18), ("2 per filter", 4), ("1 per filter, 1 more", 3),
      ("12, up to 36", 36), ("up to 60", 60), ("up to the limit", 400), ("up to 4 per filter", 8),
      ("25, or 1 per path parameter", 30), ("1 per keyword + 1 per type without null", 11),
    ])
  func value(_ text: String, _ number: Int) throws {
    let figure = try #require(RequestFigure(text))
    #expect(
      figure.limit([
        .walk: 9, .filter: 2, .pathParameter: 30, .allowance: 400, .keyword: 7, .typeWithoutNull: 4,
      ]) == number)
    #expect(figure.description == text)
    #expect(figure.isPassive == (number == 0))
  }

  @Test(
    "what is no figure is none",
    arguments: [
      "", "few", "1 wlak", "1 walk + ", "-1", "1 per", "2 per thing", "up to",
      "4000000000", "4000000000×4000000000×4000000000",
    ])
  func refusal(_ text: String) {
    #expect(RequestFigure(text) == nil)
  }

  @Test("has no sum that is too large to be reckoned with")
  func sums() throws {
    let figure = try #require(RequestFigure("1000000000 per filter + 1000000000 per filter"))
    #expect(figure.limit([.filter: .max]) == .max)
  }
}
