import Conformance
import Diagnostics
import SchemaValidator
import Testing

@Suite("Contract: published documents")
struct PublishedContractTests {
  static let files = PublishedContract.counts.keys.sorted()

  @Test(
    "have no more oddities than these",
    arguments: [
      (
        "contracts/github-ghes-3.6.oas31.json",
        [
          "contract.ambiguous-paths": 12, "contract.wrong-type": 10,
          "contract.ignored-parameter": 1,
        ]
      ),
      ("contracts/stripe.oas30.json", [:]),
      ("contracts/museum.oas31.yaml", ["contract.not-checked": 1]),
      (
        "contracts/digitalocean/DigitalOcean-public.v2.yaml",
        [
          "contract.ambiguous-paths": 5, "contract.ignored-parameter": 3,
          "contract.misplaced-reference": 1, "schema.not-a-schema": 6,
        ]
      ),
      ("suites/kirim/openapi.json", ["contract.ambiguous-paths": 3]),
    ] as [(String, [String: Int])])
  func oddities(file: String, remarks: [String: Int]) throws {
    guard let published = try PublishedContract.named(file) else { return }
    var counts: [String: Int] = [:]
    for warning in published.contract.warnings { counts[warning.code, default: 0] += 1 }
    #expect(counts == remarks)
  }

  @Test("lose no operation", arguments: files)
  func operations(file: String) throws {
    guard let published = try PublishedContract.named(file) else { return }
    var names: Set<OperationID> = []
    for path in published.files[published.entry]?["paths"]?.members.map({ $0 }) ?? [] {
      for member in path.value.members
      where ["get", "put", "post", "delete", "options", "head", "patch", "trace"]
        .contains(member.name)
      {
        names.insert(OperationID(method: member.name, path: path.name))
      }
    }
    let read = Set(published.contract.operations.map(\.id))
    #expect(read == names)
  }

  @Test(
    "hold as much as an obvious walk, and a script in another language, count", arguments: files)
  func counts(file: String) throws {
    guard let published = try PublishedContract.named(file) else { return }
    let expected = try #require(PublishedContract.counts[file])
    // Not inside of the expectations, which would print the whole contract when they fail.
    let walked = try ObviousCount(published).counts
    let read = Self.counts(of: published.contract)
    #expect(walked == expected)
    #expect(read == expected)
  }

  /// The same numbers out of the model.
  private static func counts(of contract: Contract) -> [String: Int] {
    let operations = contract.operations
    let parameters = operations.flatMap(\.parameters)
    let responses = operations.flatMap(\.responses.all)
    let headers = responses.flatMap(\.headers)
    let bodies = operations.compactMap(\.requestBody)
    let contents = bodies.flatMap(\.content) + responses.flatMap(\.content)
    // A schema that cannot be used is missing from an object that is not complete.
    let values = (parameters + headers).filter { $0.schema != nil || !$0.isComplete }
    let schemas = contents.filter { $0.schema != nil || !$0.isComplete }
    return [
      "operations": operations.count, "parameters": parameters.count,
      "responses": responses.count, "headers": headers.count, "bodies": bodies.count,
      "contents": contents.count, "schemas": values.count + schemas.count,
      "encodings": contents.reduce(0) { $0 + $1.encodings.byName.count },
      "links": responses.reduce(0) { $0 + $1.links.count },
      "examples": (parameters + headers).reduce(0) { $0 + $1.examples.count }
        + contents.reduce(0) { $0 + $1.examples.count },
      "callbacks": operations.reduce(0) { $0 + $1.callbacks.count },
      "webhooks": contract.webhooks.count,
    ]
  }

  @Test("name media types that can be read and written back", arguments: files)
  func mediaTypes(file: String) throws {
    guard let published = try PublishedContract.named(file) else { return }
    var count = 0
    for operation in published.contract.operations {
      let contents =
        (operation.requestBody?.content ?? []) + operation.responses.all.flatMap(\.content)
      for entry in contents {
        count += 1
        #expect(MediaTypeRange(entry.range.description) == entry.range)
        let written = entry.node.pointer.tokens.last.flatMap { MediaTypeRange($0) }
        #expect(written == nil || written == entry.range, "\(operation.id) \(entry.range)")
      }
    }
    #expect(count == PublishedContract.counts[file]?["contents"])
  }

  /// What became of the examples of a document.
  struct Outcome: Sendable, Equatable, CustomStringConvertible {
    /// Read back as the same value.
    var same = 0
    /// Read back as one of several values, the same one among them.
    var ambiguous = 0
    /// Without a text, since the style or media type has none for such a value.
    var unwritable: [String: Int] = [:]
    /// Of another type than the schema of the contract names.
    var mistyped = 0

    var description: String {
      "same \(same), ambiguous \(ambiguous), mistyped \(mistyped), unwritable \(unwritable)"
    }
  }

  @Test(
    "give examples of parameters and headers that are written and read back",
    arguments: [
      ("contracts/github-ghes-3.6.oas31.json", Outcome(same: 233)),
      ("contracts/digitalocean/DigitalOcean-public.v2.yaml", Outcome(same: 12678)),
      ("contracts/museum.oas31.yaml", Outcome(same: 11)),
      ("suites/kirim/openapi.json", Outcome(same: 19)),
    ])
  func parameterExamples(file: String, expected: Outcome) throws {
    guard let published = try PublishedContract.named(file) else { return }
    var outcome = Outcome()
    for operation in published.contract.operations {
      let headers = operation.responses.all.flatMap(\.headers)
      for parameter in operation.parameters + headers {
        for value in parameter.exampleValues {
          let text: String?
          do {
            text = try parameter.text(for: value)
          } catch {
            outcome.unwritable[error.message, default: 0] += 1
            continue
          }
          guard let text else {
            outcome.unwritable["nothing is sent", default: 0] += 1
            continue
          }
          do {
            let reading = try #require(try parameter.value(from: text))
            if reading.value == value {
              outcome.same += 1
            } else if reading.alternatives.contains(value) {
              outcome.ambiguous += 1
            } else {
              let isValid = parameter.schema?.program.isValid(value) ?? true
              #expect(!isValid, "\(operation.id) \(parameter.title): reads \(reading.value)")
              outcome.mistyped += 1
            }
          } catch let departure as UnreadableText {
            let isValid = parameter.schema?.program.isValid(value) ?? true
            #expect(!isValid, "\(operation.id): \(departure)")
            outcome.mistyped += 1
          }
        }
      }
    }
    #expect(outcome == expected)
  }

  @Test(
    "give examples of bodies that are written and read back",
    arguments: [
      (
        "contracts/github-ghes-3.6.oas31.json",
        Outcome(
          same: 898,
          // Texts whose examples are written as the objects they show.
          unwritable: [
            "an object has no text as text/x-markdown": 1,
            "an object has no text as text/plain": 1,
            "an object has no text as application/json+sarif": 1,
            "an object has no text as application/vnd.github.object": 2,
          ])
      ),
      ("contracts/digitalocean/DigitalOcean-public.v2.yaml", Outcome(same: 3656)),
      ("contracts/museum.oas31.yaml", Outcome(same: 11)),
    ])
  func bodyExamples(file: String, expected: Outcome) throws {
    guard let published = try PublishedContract.named(file) else { return }
    var outcome = Outcome()
    for operation in published.contract.operations {
      let contents =
        (operation.requestBody?.content ?? []) + operation.responses.all.flatMap(\.content)
      for entry in contents where !entry.range.isRange {
        for value in entry.exampleValues {
          do {
            let body = try entry.body(for: value)
            let reading = try entry.reading(of: body.bytes, as: MediaTypeRange(body.contentType))
            if reading.value.value == value {
              outcome.same += 1
            } else {
              #expect(reading.value.alternatives.contains(value), "\(operation.id): \(value)")
              outcome.ambiguous += 1
            }
          } catch let refusal as UnwritableValue {
            outcome.unwritable[refusal.message, default: 0] += 1
          } catch let departure as UnreadableText {
            let isValid = entry.schema?.program.isValid(value) ?? true
            #expect(!isValid, "\(operation.id): \(departure)")
            outcome.mistyped += 1
          }
        }
      }
    }
    #expect(outcome == expected)
  }

  @Test(
    "describe requests that are read as the operation and the values they were made of",
    arguments: files)
  func requests(file: String) throws {
    guard let published = try PublishedContract.named(file) else { return }
    let router = RequestRouter(published.contract)
    var count = 0
    for operation in published.contract.operations {
      let request = try ExampleRequest(of: operation, in: published.contract)
      let found = router.reading(
        method: operation.id.method, target: request.target, fields: request.fields, body: nil)
      guard let reading = found else {
        Issue.record("\(operation.id) as \(request.target) means nothing")
        continue
      }
      // Where two paths fit one URL, either may be meant.
      guard reading.operation.id == operation.id else { continue }
      count += 1
      let unknown = reading.unknownQuery.map(\.text)
      #expect(unknown == [], "\(operation.id) as \(request.target)")
      let unread = reading.values.filter { $0.value == nil }.map(\.text)
      #expect(unread == [], "\(operation.id) as \(request.target)")
      for (parameter, value) in request.values {
        let read = reading.value(of: parameter.name, in: parameter.location)
        #expect(read == value, "\(operation.id) \(parameter.title) as \(request.target)")
      }
    }
    let operations = published.contract.operations.count
    #expect(count > operations * 95 / 100)
  }

  /// A request made of the first example of each parameter.
  private struct ExampleRequest {
    var target = ""
    var fields: [HTTPField] = []
    /// The parameters that have an example, and its value.
    var values: [(parameter: Parameter, value: JSONValue)] = []

    init(of operation: Operation, in contract: Contract) throws {
      var path: [String: String] = [:]
      var query: [String] = []
      for parameter in operation.parameters {
        guard let value = parameter.exampleValues.first,
          let text = try parameter.text(for: value)
        else {
          if parameter.location == .path { path[parameter.name] = "1" }
          continue
        }
        switch parameter.location {
        case .path: path[parameter.name] = text
        case .query: query.append(text)
        case .header: fields.append(HTTPField(parameter.name, text))
        case .querystring, .cookie: continue
        }
        let isIgnored = ["accept", "content-type", "authorization"]
          .contains(parameter.name.lowercased())
        if !isIgnored { values.append((parameter, value)) }
      }
      let server = operation.servers.first ?? contract.servers.first
      let url = try server?.url() ?? ""
      // One operation is served at "https:", its path being the rest of a URL.
      let base = url.hasPrefix("https:") && url.utf8.count <= 8 ? "" : url
      target =
        (base.hasSuffix("/") ? String(base.dropLast()) : base)
        + (try #require(operation.path.expanded(with: path)))
        + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }
  }

  @Test("take forms in the notation of brackets that their encodings ask for")
  func bracketForm() throws {
    guard let published = try PublishedContract.named("contracts/stripe.oas30.json") else { return }
    let operation = try #require(published.contract.operation(called: "POST /v1/customers"))
    let entry = try #require(operation.requestBody?.content.first)
    let value = try JSONDocument(
      parsing: """
        {"address": {"city": "Köln", "line1": "1 & 2"}, "balance": -5, "expand": ["a", "b"],
         "invoice_settings": {"custom_fields": [{"name": "n", "value": "v w"}]},
         "metadata": {"k": "12"}, "name": "N"}
        """
    ).root
    let body = try entry.body(for: value)
    #expect(
      String(decoding: body.bytes, as: UTF8.self)
        == [
          "address%5Bcity%5D=K%C3%B6ln", "address%5Bline1%5D=1%20%26%202", "balance=-5",
          "expand%5B0%5D=a", "expand%5B1%5D=b",
          "invoice_settings%5Bcustom_fields%5D%5B0%5D%5Bname%5D=n",
          "invoice_settings%5Bcustom_fields%5D%5B0%5D%5Bvalue%5D=v%20w", "metadata%5Bk%5D=12",
          "name=N",
        ].joined(separator: "&"))
    #expect(entry.schema?.program.isValid(value) == true)
    let reading = try entry.reading(of: body.bytes).value
    #expect(reading.value == value, "\(reading.value)")
    let sent = "address[city]=K%C3%B6ln&expand[]=a&expand[]=b&balance=-5&metadata[k]=12"
    let other = try entry.reading(of: Array(sent.utf8)).value.value
    #expect(
      other.description
        == #"{"address":{"city":"Köln"},"expand":["a","b"],"metadata":{"k":"12"},"balance":-5}"#)
  }
}
