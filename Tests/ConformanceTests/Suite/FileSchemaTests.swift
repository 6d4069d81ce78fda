import Diagnostics
import Foundation
import SchemaValidator
import Testing

@testable import Conformance

@Suite("The schemas of the files that people write")
struct FileSchemaTests {
  private static let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: package.appending(path: path), encoding: .utf8)
  }

  @Test("editors and the program check by the same text")
  func sameText() throws {
    #expect(try Self.text("suites/suite.schema.json") == FileSchemaText.suite)
    #expect(try Self.text("suites/conformance.schema.json") == FileSchemaText.conformance)
  }

  @Test("the schemas are valid by the meta-schema of their dialect, and describe every member")
  func valid() throws {
    for text in [
      FileSchemaText.suite, FileSchemaText.conformance, try Self.text("suites/steps.schema.json"),
    ] {
      let root = try JSONDocument(parsing: Array(text.utf8)).root
      let meta = try InlineSchema.compile(
        Array(#"{"$ref":"https://json-schema.org/draft/2020-12/schema"}"#.utf8))
      #expect(meta.evaluate(root).violations.isEmpty)
      #expect(Self.undescribed(root, at: .root, defs: root["$defs"]).isEmpty)
    }
  }

  /// The places of properties that say nothing about themselves, nor does what they refer to.
  private static func undescribed(
    _ schema: JSONValue, at pointer: JSONPointer, defs: JSONValue?
  ) -> [JSONPointer] {
    switch schema.kind {
    case .array:
      return schema.elements.enumerated().flatMap {
        undescribed($1, at: pointer.appending($0), defs: defs)
      }
    case .object:
      var places: [JSONPointer] = []
      for member in schema.members {
        let place = pointer.appending(member.name)
        if member.name == "properties" {
          for property in member.value.members where property.value.kind == .object {
            let target = property.value["$ref"]?.stringValue
              .flatMap { defs?[String($0.split(separator: "/").last ?? "")] }
            let isRefinement = property.value["const"] != nil
            if property.value["description"] ?? target?["description"] == nil, !isRefinement {
              places.append(place.appending(property.name))
            }
          }
        }
        places += undescribed(member.value, at: place, defs: defs)
      }
      return places
    case .null, .boolean, .number, .string: return []
    }
  }

  @Test("all shipped files fit, and name their schema for editors")
  func shipped() throws {
    let folder = Self.package.appending(path: "suites/kirim").path
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".yaml") }
    #expect(names.count > 5)
    for name in names {
      let text = try Self.text("suites/kirim/\(name)")
      let isProfile = name == "conformance.yaml"
      let document = try SourceDocument(reading: SourceText(text, name: name))
      let schema: FileSchema = isProfile ? .profile : .suite
      #expect(schema.program.evaluate(document.root).violations.isEmpty, "\(name)")
      let file = isProfile ? "conformance" : "suite"
      #expect(
        text.hasPrefix("# yaml-language-server: $schema=../\(file).schema.json\n"), "\(name)")
    }
  }

  /// The codes of mistakes that the shape of a file alone shows.
  private static let shapeCodes: Set = [
    "suite.unknown-key", "suite.missing-key", "suite.wrong-type", "suite.unknown-word",
    "suite.bad-duration", "suite.bad-status", "suite.bad-pointer", "suite.empty",
    "suite.two-matchers", "suite.bad-target", "suite.two-targets", "suite.two-bodies",
    "suite.bad-media-type", "suite.bad-schema",
  ]
  /// Suites whose mistake of shape depends on what a schema cannot know: names that are declared
  /// elsewhere, bounds that several members have together, and what a text means.
  private static let beyondShape: Set = [
    "of two rows the first one has the names",
    "a name is what most rows have, and that of the first row may be the odd one",
    "a row that lacks what most have is told, wherever it stands, and nothing else",
    "what few rows have is told there, and may be used", "rows are of one kind",
    "a name that is like one which the row has is no slip for it",
    "an input has to be given",
    "an unknown input is told with the nearest", "an unknown output is told with those there are",
    "eventually does not ask too often", "a mistyped probe is told once",
    "a status out of a row is a status", "a file has a media type", "a range is not empty",
    "a pattern is a regular expression", "a schema is valid",
    "a matcher, a length and a time out of a row are such",
    "a pointer has no places for values",
  ]

  @Test("what the readers refuse for its shape the schema refuses as well")
  func mistakesOfShape() throws {
    var count = 0
    for suite in BrokenSuite.all {
      guard suite.mistakes.allSatisfy({ Self.shapeCodes.contains($0.code) }),
        !Self.beyondShape.contains(suite.testDescription)
      else { continue }
      let head = suite.head.isEmpty ? "" : suite.head + "\n"
      let marked = MarkedText("suite: Shop\n\(head)cases:\n" + suite.cases, name: "a.yaml")
      guard let document = try? SourceDocument(reading: marked.text) else { continue }
      count += 1
      #expect(
        !FileSchema.suite.program.evaluate(document.root).violations.isEmpty,
        "\(suite.testDescription)")
    }
    #expect(count > 40)
  }

  @Test("the keys that the readers know are the properties of the schemas")
  func keys() throws {
    let suite = try JSONDocument(parsing: Array(FileSchemaText.suite.utf8)).root
    let profile = try JSONDocument(parsing: Array(FileSchemaText.conformance.utf8)).root
    func names(_ schema: JSONValue?) -> Set<String> {
      Set(schema?["properties"]?.members.map(\.name) ?? [])
    }
    let defs = suite["$defs"]
    #expect(names(suite) == Set(SuiteLoader.suiteKeys))
    #expect(
      names(defs?["case"])
        == Set(SuiteLoader.caseKeys + SuiteLoader.probeKeys.values.flatMap(\.self)))
    #expect(names(defs?["request"]) == Set(SuiteLoader.stepKeys))
    #expect(names(defs?["delivery"]) == Set(SuiteLoader.awaitingKeys))
    #expect(
      names(defs?["delivery"]?["properties"]?["delivery"]) == Set(SuiteLoader.deliveryKeys))
    #expect(names(defs?["call"]) == Set(SuiteLoader.callKeys))
    #expect(names(defs?["matcher"]) == Set(SuiteLoader.matchers))
    #expect(names(profile) == Set(ProfileLoader.keys))
    // Formats and types are words of the validator.
    let matchers = defs?["matcher"]?["properties"]
    #expect(
      matchers?["$format"]?["anyOf"]?[0]?["enum"]?.elements.compactMap(\.stringValue)
        == SchemaFormat.names)
    #expect(
      names(profile["properties"]?["variables"]?["additionalProperties"])
        == Set(ProfileLoader.variableKeys))
  }

  @Test("what only the schema refuses is told at its place")
  func safetyNet() throws {
    var mistakes = MistakeList()
    let document = try SourceDocument(
      reading: SourceText("suite: A\ncases:\n- { case: B, colour: red, steps: [] }", name: "a.yaml")
    )
    FileSchema.suite.check(document, &mistakes)
    #expect(Set(mistakes.diagnostics.map(\.code)) == ["suite.schema"])
    #expect(mistakes.diagnostics.allSatisfy { $0.location?.line == 3 })
  }
}
