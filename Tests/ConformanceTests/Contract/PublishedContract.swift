import Conformance
import Diagnostics
import Foundation
import SchemaValidator
import Testing

/// A published document, loaded once for all tests.
struct PublishedContract: Sendable {
  let contract: Contract
  /// Its files as values, by their paths from its folder; the first one by its name.
  let files: [String: JSONValue]
  let entry: String

  /// The documents, and the numbers that a script in another language counted in each.
  static let counts: [String: [String: Int]] = [
    "contracts/github-ghes-3.6.oas31.json": [
      "operations": 809, "parameters": 2178, "responses": 1869, "headers": 199, "bodies": 233,
      "contents": 1746, "schemas": 4123, "encodings": 0, "links": 0, "examples": 1123,
      "callbacks": 0, "webhooks": 0,
    ],
    "contracts/stripe.oas30.json": [
      "operations": 417, "parameters": 1059, "responses": 834, "headers": 0, "bodies": 417,
      "contents": 1251, "schemas": 2310, "encodings": 700, "links": 0, "examples": 0,
      "callbacks": 0, "webhooks": 0,
    ],
    "contracts/digitalocean/DigitalOcean-public.v2.yaml": [
      "operations": 659, "parameters": 1019, "responses": 3885, "headers": 11658, "bodies": 217,
      "contents": 3997, "schemas": 16673, "encodings": 0, "links": 12, "examples": 16262,
      "callbacks": 0, "webhooks": 0,
    ],
    "contracts/museum.oas31.yaml": [
      "operations": 8, "parameters": 11, "responses": 25, "headers": 0, "bodies": 3,
      "contents": 27, "schemas": 38, "encodings": 0, "links": 0, "examples": 11, "callbacks": 0,
      "webhooks": 1,
    ],
    "suites/kirim/openapi.json": [
      "operations": 38, "parameters": 78, "responses": 241, "headers": 1, "bodies": 13,
      "contents": 253, "schemas": 332, "encodings": 0, "links": 0, "examples": 0, "callbacks": 0,
      "webhooks": 0,
    ],
  ]

  private static let github = load("contracts/github-ghes-3.6.oas31.json")
  private static let stripe = load("contracts/stripe.oas30.json")
  private static let digitalOcean = load("contracts/digitalocean/DigitalOcean-public.v2.yaml")
  private static let museum = load("contracts/museum.oas31.yaml")
  private static let kirim = load("suites/kirim/openapi.json")

  /// A document by its path; nil when the test data is absent, which is told.
  static func named(_ file: String) throws -> PublishedContract? {
    let loaded: Result<PublishedContract, any Error>? =
      switch file {
      case "contracts/github-ghes-3.6.oas31.json": github
      case "contracts/stripe.oas30.json": stripe
      case "contracts/digitalocean/DigitalOcean-public.v2.yaml": digitalOcean
      case "contracts/museum.oas31.yaml": museum
      default: kirim
      }
    if loaded == nil {
      print("skipped: no test data; \(file) comes from its public repository")
    }
    return try loaded?.get()
  }

  private static func load(_ file: String) -> Result<PublishedContract, any Error>? {
    let isOurs = file.hasPrefix("suites/")
    guard let url = isOurs ? packageURL(file) : testData(file) else { return nil }
    let name = url.lastPathComponent
    let folder = url.deletingLastPathComponent()
    return Result {
      let document = try SourceDocument(
        reading: SourceText(Array(try Data(contentsOf: url)), name: name))
      var files = [name: document.root]
      let contract = try Contract.load(document) { path in
        guard let data = try? Data(contentsOf: folder.appendingPathComponent(path)) else {
          return nil
        }
        let text = SourceText(Array(data), name: path)
        files[path] = (try? SourceDocument(reading: text))?.root
        return text
      }
      return PublishedContract(contract: contract, files: files, entry: name)
    }
  }

  private static func packageURL(_ path: String, from file: String = #filePath) -> URL {
    URL(fileURLWithPath: file)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent(path)
  }
}

/// Counts what a document holds by walking its values, with nothing of our reading of contracts.
struct ObviousCount {
  let files: [String: JSONValue]
  private(set) var counts: [String: Int] = [:]

  /// A value and the file it stands in.
  private typealias Place = (value: JSONValue, file: String)

  init(_ published: PublishedContract) throws {
    files = published.files
    for name in PublishedContract.counts.values.joined().map(\.key) { counts[name] = 0 }
    let root = try #require(files[published.entry])
    for path in root["paths"]?.members.map({ $0 }) ?? [] where !path.name.hasPrefix("x-") {
      let item = try resolved((path.value, published.entry))
      for method in ["get", "put", "post", "delete", "options", "head", "patch", "trace"] {
        guard let written = item.value[method] else { continue }
        try count(operation: try resolved((written, item.file)), in: item)
      }
    }
    counts["webhooks"] = root["webhooks"]?.count ?? 0
  }

  private mutating func add(_ name: String, _ number: Int = 1) { counts[name]? += number }

  private mutating func count(operation: Place, in item: Place) throws {
    add("operations")
    var parameters: [String: Place] = [:]
    for owner in [item, operation] {
      for written in owner.value["parameters"]?.elements.map({ $0 }) ?? [] {
        let parameter = try resolved((written, owner.file))
        let place = parameter.value["in"]?.stringValue ?? ""
        let name = parameter.value["name"]?.stringValue ?? ""
        parameters["\(place) \(place == "header" ? name.lowercased() : name)"] = parameter
      }
    }
    add("parameters", parameters.count)
    for parameter in parameters.values { try count(value: parameter) }
    if let body = operation.value["requestBody"] {
      add("bodies")
      try count(content: try resolved((body, operation.file)))
    }
    for member in operation.value["responses"]?.members.map({ $0 }) ?? []
    where !member.name.hasPrefix("x-") {
      let response = try resolved((member.value, operation.file))
      add("responses")
      add("links", response.value["links"]?.count ?? 0)
      try count(content: response)
      for header in response.value["headers"]?.members.map({ $0 }) ?? []
      where header.name.lowercased() != "content-type" {
        add("headers")
        try count(value: try resolved((header.value, response.file)))
      }
    }
    add("callbacks", operation.value["callbacks"]?.count ?? 0)
  }

  private mutating func count(value: Place) throws {
    if value.value["schema"] != nil { add("schemas") }
    for entry in value.value["content"]?.members.map({ $0 }) ?? [] {
      if try resolved((entry.value, value.file)).value["schema"] != nil { add("schemas") }
    }
    try count(examples: value)
  }

  private mutating func count(content owner: Place) throws {
    for entry in owner.value["content"]?.members.map({ $0 }) ?? [] {
      let media = try resolved((entry.value, owner.file))
      add("contents")
      if media.value["schema"] != nil { add("schemas") }
      add("encodings", media.value["encoding"]?.count ?? 0)
      try count(examples: media)
    }
  }

  private mutating func count(examples owner: Place) throws {
    if owner.value["example"] != nil { add("examples") }
    for example in owner.value["examples"]?.members.map({ $0 }) ?? [] {
      if try resolved((example.value, owner.file)).value.kind == .object { add("examples") }
    }
  }

  /// What references lead to in the end.
  private func resolved(_ place: Place) throws -> Place {
    var place = place
    for _ in 0..<50 {
      guard let reference = place.value["$ref"]?.stringValue else { return place }
      let parts = reference.components(separatedBy: "#")
      if let path = parts[0].removingPercentEncoding, !path.isEmpty {
        var folders = place.file.components(separatedBy: "/").dropLast()
        for part in path.components(separatedBy: "/") where part != "." {
          if part == ".." { folders.removeLast() } else { folders.append(part) }
        }
        place.file = folders.joined(separator: "/")
      }
      var value = try #require(files[place.file])
      let fragment = parts.count > 1 ? parts[1].removingPercentEncoding ?? "" : ""
      for token in fragment.components(separatedBy: "/").dropFirst() {
        let name = token.replacingOccurrences(of: "~1", with: "/")
          .replacingOccurrences(of: "~0", with: "~")
        value = try #require(value[name] ?? Int(name).flatMap { value[$0] })
      }
      place.value = value
    }
    return place
  }
}
