import Conformance
import Testing

/// How many requests a figure of the catalogue, such as `2 walks + 20`, comes to on some server.
struct RequestFigure {
  /// How many requests the longest walk takes.
  var walk = 1
  /// How many there are of what a figure counts, such as `secured operation`.
  var counts: [String: Int] = [:]
  /// How many requests a suite allows, for figures that are bounded by nothing else.
  var budget = 0

  /// Those of some requirements that are asked about by requests of their own.
  static func counted(_ ids: [String]) throws -> [String] {
    let catalogue = try RequirementCatalogue.standard()
    return try ids.filter { try #require(catalogue.entry(RequirementID($0))).requests != "0" }
  }

  /// The figure of a requirement, as a number.
  func limit(of id: String) throws -> Int {
    let entry = try #require(try RequirementCatalogue.standard().entry(RequirementID(id)))
    return try limit(entry.requests)
  }

  /// A figure, as a number.
  func limit(_ figure: String) throws -> Int {
    // What a figure may come to at most stands last.
    if let range = figure.firstRange(of: ", up to ") {
      return try limit(String(figure[range.upperBound...]))
    }
    if figure == "up to the limit" { return budget }
    let parts = figure.replacing("up to ", with: "").replacing(", ", with: " + ")
      .replacing(" more", with: "").split(separator: " + ")
    return try parts.map { try part($0) }.reduce(0, +)
  }

  private func part(_ text: Substring) throws -> Int {
    var words = text.split(separator: " ")
    let first = words.removeFirst().replacing("≈", with: "")
    var number = try first.split(separator: "×").map { try #require(Int($0), "\(text)") }
      .reduce(1, *)
    if let noun = words.first, noun == "walk" || noun == "walks" {
      words.removeFirst()
      number *= walk
    }
    guard !words.isEmpty else { return number }
    let thing = words.dropFirst().joined(separator: " ")
    return number * (try #require(counts[thing], "\(text): nobody counts this"))
  }
}

@Suite("Figures of requests")
struct RequestFigureTests {
  @Test(
    "a figure is a number once its words are known",
    arguments: [
      ("0", 0), ("3", 3), ("1 walk", 9), ("2 walks + 20", 38), ("5×5", 25), ("≈12", 12),
      ("1 walk per filter", 18), ("2 per filter", 4), ("1 per filter, 1 more", 3),
      ("12, up to 36", 36), ("up to 60", 60), ("up to the limit", 400), ("up to 4 per filter", 8),
    ])
  func value(_ figure: String, _ number: Int) throws {
    let scene = RequestFigure(walk: 9, counts: ["filter": 2], budget: 400)
    #expect(try scene.limit(figure) == number)
  }
}
