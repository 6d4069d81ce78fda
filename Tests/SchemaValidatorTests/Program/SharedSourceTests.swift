import Diagnostics
import Foundation
import SchemaValidator
import Testing

@Suite("Sources: many schemas of one document")
struct SharedSourceTests {
  @Test("give the verdicts they give when each is compiled alone", arguments: 0..<4)
  func sharing(_ lane: Int) throws {
    let base =
      ProcessInfo.processInfo.environment["CONFORMANCE_SEED"].flatMap(UInt64.init)
      ?? UInt64.random(in: 0..<1 << 48)
    var random = RandomSchemas(seed: base &+ UInt64(lane))
    var compared = 0
    for round in 0..<40 {
      let document = try JSONDocument(parsing: Self.document(of: 5, &random))
      var places: [JSONPointer] = []
      for member in try #require(document.root["$defs"]).members {
        let place = JSONPointer(["$defs", member.name])
        places.append(place)
        guard let inner = member.value["$defs"] else { continue }
        places += inner.members.map { place.appending("$defs").appending($0.name) }
      }
      places.shuffle(using: &random)
      let shared = try SchemaCompiler().load(document)
      var programs: [(JSONPointer, SchemaProgram)] = []
      for place in places {
        let program = try shared.compile(at: place)
        programs.append((place, program))
        // Some are run before the next is compiled, so that there are several batches.
        if random.chance(30) { program.prepare() }
      }
      for (place, program) in programs {
        let alone = try SchemaCompiler().load(document).compile(at: place)
        for _ in 0..<6 {
          let text = random.instance()
          let value = try JSONDocument(parsing: text).root
          let expected = alone.isValid(value)
          let verdict = program.evaluate(value)
          guard program.isValid(value) == expected, verdict.isValid == expected,
            verdict.violations.map(\.description)
              == alone.evaluate(value).violations.map(\.description)
          else {
            Issue.record(
              """
              seed \(base), lane \(lane), round \(round): \(place) of
              \(document.root)
              instance \(text): alone \(expected)
              """)
            return
          }
          compared += 1
        }
      }
    }
    print("shared sources: seed \(base), lane \(lane), \(compared) verdicts compared")
  }

  /// A document of random schemas, each a resource of its own, so that its references stay in it.
  private static func document(of count: Int, _ random: inout RandomSchemas) -> String {
    let schemas = (0..<count).map { number in
      let schema = random.schema()
      guard schema.hasPrefix("{") else { return "\"s\(number)\":\(schema)" }
      let rest = schema.dropFirst()
      return "\"s\(number)\":{\"$id\":\"urn:s\(number)\"\(rest == "}" ? "" : ",")\(rest)"
    }
    return "{\"$defs\":{\(schemas.joined(separator: ","))}}"
  }

  private static let broken = """
    {"$defs": {
      "bad": {"properties": {"x": {"minLength": -1}}},
      "uses-bad": {"items": {"$ref": "#/$defs/bad"}},
      "loop": {"anyOf": [{"$ref": "#/$defs/loop"}]},
      "good": {"items": {"type": "string"}},
      "doubtful": {"properties": {"a": {"$ref": "#/$defs/good"}}}}}
    """

  @Test(
    "a mistake is told for every schema that reaches it, in whatever order they are compiled",
    arguments: [
      ["bad", "uses-bad", "good", "loop", "doubtful"],
      ["uses-bad", "bad", "loop", "doubtful", "good"],
      ["good", "doubtful", "loop", "uses-bad", "bad", "uses-bad", "good"],
    ])
  func mistakes(_ order: [String]) throws {
    let source = try SchemaCompiler(checksMetaSchema: false).load(
      SourceText(Self.broken, name: "s.json"))
    let expected = [
      "bad": "s.json:2:45", "uses-bad": "s.json:2:45", "loop": "s.json:4:31",
    ]
    for name in order {
      let place = JSONPointer(["$defs", name])
      guard let location = expected[name] else {
        let program = try source.compile(at: place)
        #expect(program.isValid(try JSONDocument(parsing: #"["a"]"#).root))
        continue
      }
      let error = #expect(throws: SchemaError.self) { try source.compile(at: place) }
      #expect(error?.diagnostics.map { $0.location?.description } == [location])
    }
  }

  @Test("programs compiled by many tasks at once are right")
  func concurrently() async throws {
    let schemas = (0..<64).map { "\"s\($0)\":{\"maximum\":\($0),\"$ref\":\"#/$defs/all\"}" }
    let document = try JSONDocument(
      parsing: "{\"$defs\":{\"all\":{\"type\":\"integer\"},\(schemas.joined(separator: ","))}}")
    let source = try SchemaCompiler().load(document)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<64 {
        group.addTask {
          let program = try source.compile(at: JSONPointer(["$defs", "s\(number)"]))
          let within = try JSONDocument(parsing: "\(number)").root
          let above = try JSONDocument(parsing: "\(number + 1)").root
          let text = try JSONDocument(parsing: "\"\(number)\"").root
          return program.isValid(within) && !program.isValid(above) && !program.isValid(text)
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
  }
}
