import Conformance
import Testing

@Suite("Contract: finding an operation by its URL path")
struct PathIndexTests {
  /// A set of paths, a URL path, and the path it has to mean.
  struct Lookup: Sendable, CustomTestStringConvertible {
    let path: String
    let expected: String?
    let values: [String]

    init(_ path: String, _ expected: String?, _ values: [String] = []) {
      self.path = path
      self.expected = expected
      self.values = values
    }

    var testDescription: String { "\(path) means \(expected ?? "nothing")" }
  }

  static let templates = [
    "/", "/labels", "/labels/{id}", "/labels/mine", "/{pn}/messages", "/{pn}/messages/{id}",
    "/{pn}/contacts/{id}", "/{pn}/contacts/bulk_label", "/{pn}/contacts/{id}/labels/{label}",
    "/reports/{name}.csv", "/reports/{name}", "/reports/{from}-{to}.csv", "/v{major}.{minor}/x",
    "/users/{id}:activate", "/a b/{x}", "/é", "/trailing/", "/{a}/{b}/{c}/{d}/{e}",
  ]

  @Test(
    "takes the most concrete path that fits",
    arguments: [
      Lookup("/", "/"),
      Lookup("", "/"),
      Lookup("/labels", "/labels"),
      Lookup("/labels?limit=1", "/labels"),
      Lookup("/labels#top", "/labels"),
      Lookup("/labels/", nil),
      Lookup("/labels/lbl_1", "/labels/{id}", ["lbl_1"]),
      Lookup("/labels/mine", "/labels/mine"),
      Lookup("/labels/m%69ne", "/labels/mine"),
      Lookup("/labels/messages", "/labels/{id}", ["messages"]),
      Lookup("/labels/a%2Fb", "/labels/{id}", ["a%2Fb"]),
      Lookup("/labels/%zz", "/labels/{id}", ["%zz"]),
      Lookup("/12345/messages", "/{pn}/messages", ["12345"]),
      Lookup("//messages", nil),
      Lookup("/12345/messages/wamid.1", "/{pn}/messages/{id}", ["12345", "wamid.1"]),
      Lookup("/labels/messages/x", "/{pn}/messages/{id}", ["labels", "x"]),
      Lookup("/1/contacts/bulk_label", "/{pn}/contacts/bulk_label", ["1"]),
      Lookup("/1/contacts/bulk_labels", "/{pn}/contacts/{id}", ["1", "bulk_labels"]),
      Lookup("/1/contacts/2/labels/3", "/{pn}/contacts/{id}/labels/{label}", ["1", "2", "3"]),
      Lookup(
        "/1/contacts/bulk_label/labels/3", "/{pn}/contacts/{id}/labels/{label}",
        ["1", "bulk_label", "3"]),
      Lookup("/reports/march.csv", "/reports/{name}.csv", ["march"]),
      Lookup("/reports/march.pdf", "/reports/{name}", ["march.pdf"]),
      Lookup("/reports/.csv", "/reports/{name}", [".csv"]),
      Lookup("/reports/a-b.csv", "/reports/{from}-{to}.csv", ["a", "b"]),
      Lookup("/reports/a-b-c.csv", "/reports/{from}-{to}.csv", ["a", "b-c"]),
      Lookup("/reports/a.csv.csv", "/reports/{name}.csv", ["a.csv"]),
      Lookup("/v1.2/x", "/v{major}.{minor}/x", ["1", "2"]),
      Lookup("/v1/x", nil),
      Lookup("/users/7:activate", "/users/{id}:activate", ["7"]),
      Lookup("/users/7%3Aactivate", "/users/{id}:activate", ["7"]),
      Lookup("/users/7", nil),
      Lookup("/a%20b/1", "/a b/{x}", ["1"]),
      Lookup("/%C3%A9", "/é"),
      Lookup("/e%CC%81", nil),
      Lookup("/trailing/", "/trailing/"),
      Lookup("/trailing", nil),
      Lookup("/LABELS", nil),
      Lookup("/1/2/3/4/5", "/{a}/{b}/{c}/{d}/{e}", ["1", "2", "3", "4", "5"]),
      Lookup("/1/2/3/4/5/6", nil),
    ])
  func lookup(_ lookup: Lookup) {
    let index = PathIndex(Self.templates.map { PathTemplate($0) })
    let match = index.firstMatch(for: lookup.path) { _ in true }
    #expect(match.map { Self.templates[$0.path] } == lookup.expected)
    #expect((match?.values ?? []).map { String(decoding: $0, as: UTF8.self) } == lookup.values)
  }

  @Test("agrees with trying every path one by one")
  func agreesWithLinearSearch() {
    var generator = Seeded(seed: UInt64.random(in: 0...UInt64.max))
    let words = ["a", "b", "ab", "{x}", "{y}", "a{x}", "{x}b", "{x}-{y}"]
    for _ in 0..<300 {
      let templates = (0..<8).map { _ in
        PathTemplate(
          path(
            (0..<Int.random(in: 1...3, using: &generator)).map { number in
              // Each parameter once: repeated names are a mistake of their own.
              words.randomElement(using: &generator)!
                .replacing("x", with: "x\(number)").replacing("y", with: "y\(number)")
            }))
      }
      let index = PathIndex(templates)
      for _ in 0..<20 {
        let url = path(
          (0..<Int.random(in: 1...3, using: &generator)).map { _ in
            ["a", "b", "ab", "aab", "a-b", "-", "c"].randomElement(using: &generator)!
          })
        let found = index.firstMatch(for: url) { _ in true }?.path
        let slow = templates.indices.filter { slowlyMatches(templates[$0], url) }
        #expect((found == nil) == slow.isEmpty, "\(templates) \(url) seed \(generator.seed)")
        if let found { #expect(slow.contains(found), "\(templates) \(url) seed \(generator.seed)") }
      }
    }
  }

  @Test("finds the one path of ten thousand that an obvious search finds")
  func manyPaths() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = Seeded(seed: seed)
    let words = (0..<40).map { "w\($0)" }
    var templates: [PathTemplate] = []
    var known: Set<String> = []
    while templates.count < 10_000 {
      let segments = (0..<Int.random(in: 1...5, using: &generator)).map { number in
        switch Int.random(in: 0...9, using: &generator) {
        case 0...6: words.randomElement(using: &generator) ?? "w"
        case 7...8: "{p\(number)}"
        default: "w\(Int.random(in: 0...9, using: &generator)){p\(number)}"
        }
      }
      let template = PathTemplate(path(segments))
      // Paths that differ in names alone are one path; which of them is found is not asked here.
      let shape = segments.map { $0.replacing(#/\{p\d\}/#, with: "{}") }.joined(separator: "/")
      if known.insert(shape).inserted { templates.append(template) }
    }
    let index = PathIndex(templates)
    var found = 0
    for number in 0..<120 {
      // Half of the lookups are made from a path that is there, so that most of them are found.
      let segments: [String]
      if number.isMultiple(of: 2) {
        let template = templates[Int.random(in: 0..<10_000, using: &generator)].text
        segments = template.dropFirst().split(separator: "/").map {
          String($0).replacing(#/\{p\d\}/#, with: "w\(number % 40)")
        }
      } else {
        segments = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
          words.randomElement(using: &generator) ?? "w"
        }
      }
      let url = path(segments)
      let match = index.firstMatch(for: url) { _ in true }?.path
      let slow = templates.indices.filter { template in
        templates[template].segments.count == segments.count
          && slowlyMatches(templates[template], url)
      }.min { isMoreConcrete(templates[$0], templates[$1]) }
      #expect(match == slow, "\(url); seed \(seed)")
      if match != nil { found += 1 }
    }
    #expect(found >= 60, "seed \(seed)")
  }

  /// Whether a path is to be taken before another one: the first segment that differs decides,
  /// and there text comes before a mixture, more text before less, and a parameter last.
  private func isMoreConcrete(_ left: PathTemplate, _ right: PathTemplate) -> Bool {
    func rank(_ segment: PathTemplate.Segment) -> Int {
      let literals = segment.reduce(0) { sum, piece in
        if case .literal(let bytes) = piece { sum + bytes.count } else { sum }
      }
      let hasParameter = segment.contains { if case .parameter = $0 { true } else { false } }
      return hasParameter ? literals : .max
    }
    for (one, other) in zip(left.segments, right.segments) where rank(one) != rank(other) {
      return rank(one) > rank(other)
    }
    return false
  }

  @Test("visits no part of the tree twice, however the paths overlap")
  func boundedWork() {
    var templates: [PathTemplate] = []
    for number in 0..<(1 << 12) {
      let segments = (0..<12).map { bit in number >> bit & 1 == 0 ? "a" : "{p\(bit)}" }
      templates.append(PathTemplate(path(segments) + "/end"))
    }
    let index = PathIndex(templates)
    var asked = 0
    let match = index.firstMatch(for: String(repeating: "/a", count: 12) + "/end") { _ in
      asked += 1
      return false
    }
    #expect(match == nil)
    #expect(asked == templates.count)
    #expect(index.overlaps(limit: 50).count == 50)
    #expect(index.firstMatch(for: String(repeating: "/a", count: 12) + "/no") { _ in true } == nil)
  }

  @Test("names a URL path that two operations share")
  func overlaps() {
    let paths = ["/{entity}/me", "/books/{id}", "/books/me", "/other/{id}/x", "/{a}/{b}/y"]
    let overlaps = PathIndex(paths.map { PathTemplate($0) }).overlaps()
    #expect(overlaps.map { paths[$0.preferred] } == ["/books/{id}"])
    #expect(overlaps.map { paths[$0.other] } == ["/{entity}/me"])
    #expect(overlaps.map(\.example) == ["/books/me"])
  }

  private func path(_ segments: [String]) -> String { segments.map { "/" + $0 }.joined() }

  /// Whether a path fits, by backtracking over its characters.
  private func slowlyMatches(_ template: PathTemplate, _ url: String) -> Bool {
    func fits(_ pieces: ArraySlice<PathTemplate.Piece>, _ text: ArraySlice<UInt8>) -> Bool {
      guard let piece = pieces.first else { return text.isEmpty }
      switch piece {
      case .literal(let bytes):
        return text.starts(with: bytes) && fits(pieces.dropFirst(), text.dropFirst(bytes.count))
      case .parameter:
        return (1...max(1, text.count)).contains { length in
          length <= text.count && fits(pieces.dropFirst(), text.dropFirst(length))
        }
      }
    }
    let segments = url.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    return segments.count == template.segments.count
      && zip(template.segments, segments).allSatisfy { fits($0[...], Array($1.utf8)[...]) }
  }
}

/// A repeatable source of randomness (SplitMix64).
struct Seeded: RandomNumberGenerator {
  let seed: UInt64
  private var state: UInt64

  init(seed: UInt64) {
    self.seed = seed
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
