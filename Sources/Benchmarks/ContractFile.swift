internal import Diagnostics
internal import FoundationEssentials
internal import SchemaValidator

/// An OpenAPI document in JSON, and where schemas stand in it.
struct ContractFile {
  let name: String
  let document: JSONDocument
  let version: Version
  /// The components, and the Schema Objects of media types and parameters.
  let places: [JSONPointer]

  /// A line of OpenAPI: its schema dialect, and its meta-schema in the test data.
  enum Version: String {
    case v30 = "3.0"
    case v31 = "3.1"
    case v32 = "3.2"

    var dialect: SchemaDialect {
      switch self {
      case .v30: .openAPI30
      case .v31: .openAPI31
      case .v32: .openAPI32
      }
    }
    var metaSchema: String { "oas-\(rawValue).schema.json" }
  }

  /// - Throws: ``NoContract`` when the file is no OpenAPI document in JSON.
  init(_ url: URL) throws {
    name = url.lastPathComponent
    let bytes = try InputFile.bytes(url)
    do {
      document = try JSONDocument(parsing: bytes)
    } catch {
      throw NoContract(file: url.path, found: "text that is no JSON (\(error))")
    }
    let written = document.root["openapi"]?.stringValue ?? ""
    guard let version = Version(rawValue: String(written.prefix(3))) else {
      throw NoContract(file: url.path, found: "openapi \"\(written)\"")
    }
    self.version = version
    var places: [JSONPointer] = []
    let components = JSONPointer(["components", "schemas"])
    for member in document.root.value(at: components)?.members.map(\.name) ?? [] {
      places.append(components.appending(member))
    }
    for part in ["paths", "webhooks"] {
      Self.findSchemas(document.root[part], JSONPointer([part]), &places)
    }
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
}

/// A file that is no OpenAPI document can be read here.
struct NoContract: Error, CustomStringConvertible {
  let file: String
  let found: String

  var description: String {
    "\(file): found \(found); expected an OpenAPI document 3.0, 3.1 or 3.2 in JSON"
  }
}
