internal import Diagnostics
internal import Foundation
internal import SchemaValidator

/// The time to compile every schema of an OpenAPI document, one program each.
struct ContractBenchmark {
  private let document: JSONDocument
  private let dialect: SchemaDialect
  private let places: [JSONPointer]

  init(_ url: URL) throws {
    document = try JSONDocument(parsing: [UInt8](try Data(contentsOf: url)))
    let version = document.root["openapi"]?.stringValue ?? ""
    dialect = version.hasPrefix("3.0") ? .openAPI30 : .openAPI31
    var places: [JSONPointer] = []
    let components = JSONPointer(["components", "schemas"])
    for member in document.root.value(at: components)?.members.map(\.name) ?? [] {
      places.append(components.appending(member))
    }
    Self.findSchemas(document.root["paths"], JSONPointer(["paths"]), &places)
    self.places = places
  }

  /// Finds the Schema Objects of media types and parameters: members named `schema`.
  private static func findSchemas(
    _ value: JSONValue?, _ pointer: JSONPointer, _ places: inout [JSONPointer]
  ) {
    guard let value else { return }
    for member in value.members {
      let place = pointer.appending(member.name)
      if member.name == "schema" {
        places.append(place)
      } else {
        findSchemas(member.value, place, &places)
      }
    }
    for (index, element) in value.elements.enumerated() {
      findSchemas(element, pointer.appending(index), &places)
    }
  }

  /// A line with the number of schemas and the time for all of them.
  func run(rounds: Int) throws -> String {
    let compiler = SchemaCompiler(defaultDialect: dialect, checksMetaSchema: false)
    var failures = 0
    let time = ThreadClock.lowest(rounds: rounds) {
      failures = 0
      guard let source = try? compiler.load(document) else { return }
      var programs: [SchemaProgram] = []
      for place in places {
        if let program = try? source.compile(at: place) {
          programs.append(program)
        } else {
          failures += 1
        }
      }
      for program in programs { program.prepare() }
    }
    let milliseconds = Double(time) / 1_000_000
    return "\(places.count) schemas compiled in \(milliseconds) ms, \(failures) failed"
  }
}
