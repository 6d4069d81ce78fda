import Conformance
import Diagnostics
import Foundation
import Testing

@Suite("RequirementCatalogue: every requirement, by id")
struct RequirementCatalogueTests {
  /// The requirements that an API of this repository adds.
  private static func shipped() throws -> RequirementCatalogue {
    let file = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "suites/kirim/requirements.json")
    let text = SourceText(Array(try Data(contentsOf: file)), name: "suites/kirim/requirements.json")
    return try RequirementCatalogue.standard().merging(try SourceDocument(reading: text))
  }

  @Test("ships 137 requirements for any API, and 35 more with the shipped suites")
  func counts() throws {
    let standard = try RequirementCatalogue.standard()
    let all = try Self.shipped()
    #expect(standard.entries.count == 137)
    #expect(standard.entries.filter { $0.scope == .generic }.count == 108)
    #expect(standard.entries.filter { $0.scope == .configured }.count == 29)
    #expect(all.entries.count == 172)
    #expect(all.entries.filter { $0.scope == .specific }.count == 35)
    #expect(all.entries.filter { $0.effect == .none }.count == 103)
    #expect(all.entries.filter { $0.effect == .own }.count == 44)
    #expect(all.entries.filter { $0.effect == .external }.count == 25)
    #expect(Set(all.entries.map(\.requirement.id)).count == 172)
  }

  @Test("has every requirement that a check of any API can report")
  func checksAreKnown() throws {
    let standard = try RequirementCatalogue.standard()
    let reported = CheckRegistry.standard(for: Conventions()).requirements
    #expect(reported.count > 30)
    #expect(reported.filter { standard[$0] == nil } == [])
  }

  @Test("numbers every family without a gap")
  func numbering() throws {
    let families = Dictionary(grouping: try Self.shipped().all.map(\.id), by: \.family)
    let sizes = [
      "RSP": 18, "HTTP": 17, "ERR": 20, "PAG": 32, "IDM": 33, "AUTH": 14, "RATE": 8, "LIFE": 20,
      "HOOK": 10,
    ]
    #expect(families.mapValues(\.count) == sizes)
    for (family, ids) in families {
      let expected = (1...ids.count).map { number in
        RequirementID(number < 10 ? "\(family)-0\(number)" : "\(family)-\(number)")
      }
      #expect(ids.sorted() == expected)
    }
  }

  /// Where the severity is not the one that goes with the level.
  private static let raised: Set<RequirementID> = [
    "RSP-05", "RSP-10", "RSP-18", "HTTP-02", "HTTP-07", "HTTP-10", "HTTP-17", "ERR-03", "ERR-15",
    "PAG-03", "PAG-10", "PAG-11", "PAG-14", "PAG-16", "PAG-17", "PAG-18", "PAG-21", "PAG-22",
    "PAG-23", "PAG-27", "PAG-31", "PAG-32", "IDM-02", "IDM-15", "IDM-19", "IDM-20", "IDM-23",
    "IDM-26", "IDM-33", "AUTH-07", "AUTH-11", "AUTH-14", "RATE-03", "RATE-06", "LIFE-06",
    "LIFE-11", "HOOK-10",
  ]
  private static let lowered: Set<RequirementID> = ["HTTP-13", "AUTH-02"]

  @Test("weighs a departure by the level of its requirement, with the listed exceptions")
  func severities() throws {
    for requirement in try Self.shipped().all {
      let expected: Severity =
        switch requirement.level {
        case .must, .entailed: Self.lowered.contains(requirement.id) ? .warn : .fail
        case .should: Self.raised.contains(requirement.id) ? .fail : .warn
        case .may: .info
        }
      #expect(requirement.severity == expected, "\(requirement.id)")
    }
  }

  @Test("states every requirement in full")
  func texts() throws {
    for entry in try Self.shipped().entries {
      let requirement = entry.requirement
      #expect(requirement.title.unicodeScalars.count <= 70, "\(requirement.id)")
      #expect(!requirement.title.hasSuffix("."), "\(requirement.id)")
      #expect(requirement.statement.hasSuffix("."), "\(requirement.id)")
      #expect(requirement.probe.hasSuffix("."), "\(requirement.id)")
      #expect(requirement.leniency.isEmpty || requirement.leniency.hasSuffix("."))
      #expect(!requirement.sources.isEmpty, "\(requirement.id)")
      #expect(!entry.requests.description.isEmpty, "\(requirement.id)")
      for source in requirement.sources where source.hasPrefix("RFC") {
        #expect(source.wholeMatch(of: /RFC \d+ §\d+(\.\d+)*/) != nil, "\(source)")
      }
    }
  }

  @Test("names no API in what ships with the program")
  func neutrality() throws {
    for requirement in try RequirementCatalogue.standard().all {
      let text = "\(requirement)".lowercased()
      #expect(!text.contains("kirim") && !text.contains("whatsapp"), "\(requirement.id)")
    }
  }

  @Test("titles are claims of their own")
  func titles() throws {
    let titles = try Self.shipped().all.map(\.title)
    #expect(Set(titles).count == titles.count)
  }

  @Test("finds a requirement by id and proposes the nearest for a mistyped one")
  func lookup() throws {
    let catalogue = try RequirementCatalogue.standard()
    #expect(catalogue["PAG-05"]?.level == .entailed)
    #expect(catalogue.entry("IDM-08")?.effect == .external)
    #expect(catalogue["PAG-99"] == nil)
    #expect(catalogue["HOOK-01"] == nil)
    #expect(catalogue.nearest(to: "PGA-05") == "PAG-05")
    #expect(catalogue.nearest(to: "pag_05") == "PAG-05")
    #expect(catalogue.nearest(to: "nonsense") == nil)
  }
}

@Suite("RequirementCatalogue: mistakes in a file of requirements")
struct RequirementFileTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    var claim: String
    var text: String
    var code: String
    var place: String
    var message: String

    var testDescription: String { claim }
  }

  /// A requirement with one member replaced, or left out.
  private static func requirement(_ key: String, _ value: String?) -> String {
    var members = [
      ("id", #""XYZ-01""#), ("level", #""MUST""#), ("severity", #""fail""#),
      ("title", #""A claim""#), ("statement", #""It holds.""#), ("sources", #"["RFC 9110 §8"]"#),
      ("probe", #""One request.""#), ("leniency", #""""#), ("scope", #""K""#),
      ("effect", #""none""#), ("requests", #""1""#),
    ]
    members.removeAll { $0.0 == key }
    if let value { members.insert((key, value), at: 0) }
    return "{" + members.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}"
  }

  static let mistakes: [Mistake] = [
    Mistake(
      claim: "not a list", text: "{}", code: "suite.wrong-type", place: "r.json:1:1",
      message: "found a mapping; expected a list of requirements"),
    Mistake(
      claim: "not JSON", text: "[1,]", code: "json.unexpectedByte", place: "r.json:1:4",
      message: ""),
    Mistake(
      claim: "an id that is none", text: "[\(requirement("id", #""xyz-1""#))]",
      code: "requirement.bad-id", place: "r.json:1:9",
      message: "\"xyz-1\" is not the id of a requirement"),
    Mistake(
      claim: "a word that is none", text: "[\(requirement("level", #""MUSTN'T""#))]",
      code: "suite.unknown-word", place: "r.json:1:12",
      message: "found \"MUSTN'T\" for level; expected one of: MUST, MUST*, SHOULD, MAY"),
    Mistake(
      claim: "a member too many", text: "[\(requirement("titel", #""A""#))]",
      code: "suite.unknown-key", place: "r.json:1:3",
      message: "unknown key \"titel\" in the requirement"),
    Mistake(
      claim: "a member missing", text: "[\(requirement("probe", nil))]", code: "suite.missing-key",
      place: "r.json:1:2", message: "the requirement has no \"probe\""),
    Mistake(
      claim: "a title that fits no line",
      text: "[\(requirement("title", "\"" + String(repeating: "é", count: 71) + "\""))]",
      code: "requirement.bad-title", place: "r.json:1:12",
      message: "found a title of 71 characters; expected 1 to 70"),
    Mistake(
      claim: "a number of requests that is none",
      text: "[\(requirement("requests", #""a few walks""#))]", code: "requirement.bad-figure",
      place: "r.json:1:15", message: "\"a few walks\" is no number of requests"),
    Mistake(
      claim: "an id given twice",
      text: "[\(requirement("id", #""XYZ-01""#)),\n \(requirement("id", #""XYZ-01""#))]",
      code: "requirement.duplicate", place: "r.json:2:9", message: "the id \"XYZ-01\" is taken"),
    Mistake(
      claim: "an id that ships with the program", text: "[\(requirement("id", #""RSP-01""#))]",
      code: "requirement.duplicate", place: "r.json:1:9",
      message: "the id \"RSP-01\" belongs to a built-in requirement"),
  ]

  @Test("is refused where it stands", arguments: mistakes)
  func refusal(_ mistake: Mistake) throws {
    let standard = try RequirementCatalogue.standard()
    let error = #expect(throws: Diagnostics.self) {
      try standard.merging(
        try SourceDocument(reading: SourceText(mistake.text, name: "r.json")))
    }
    let first = try #require(error?.all.first)
    #expect(error?.all.count == 1)
    #expect(first.code == mistake.code)
    #expect(first.location?.description == mistake.place)
    #expect(mistake.message.isEmpty || first.message == mistake.message)
  }

  @Test("all mistakes of a file are told at once")
  func several() throws {
    let text = "[\(Self.requirement("level", "1")), \(Self.requirement("effect", #""ouwn""#))]"
    let standard = try RequirementCatalogue.standard()
    let error = #expect(throws: Diagnostics.self) {
      try standard.merging(try SourceDocument(reading: SourceText(text, name: "r.json")))
    }
    #expect(error?.all.map(\.code) == ["suite.wrong-type", "suite.unknown-word"])
    #expect(error?.all.last?.fix == "write \"own\"")
  }

  @Test("a file in YAML is read as well")
  func yaml() throws {
    let text = """
      - id: XYZ-01
        level: SHOULD
        severity: warn
        title: Names are kept
        statement: A name is kept.
        sources: [contract]
        probe: One request.
        leniency: ""
        scope: K
        effect: own
        requests: "2"
      """
    let catalogue = try RequirementCatalogue.standard().merging(
      try SourceDocument(reading: SourceText(text, name: "r.yaml")))
    #expect(catalogue["XYZ-01"]?.title == "Names are kept")
    #expect(catalogue.entry("XYZ-01")?.scope == .specific)
    #expect(catalogue.all.count == 138)
  }
}
