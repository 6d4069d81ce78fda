import Diagnostics
import SchemaValidator

/// What a probe changes about a call of the suite.
package struct CallChanges: Sendable {
  /// Query parameters set or, with nil, left out; they replace those of the call.
  package var query: [(name: String, value: String?)] = []
  /// Header fields set; they replace those of the call with the same name.
  package var fields: [HTTPField] = []
  /// The body to send instead of the call's.
  package var body: [UInt8]?
  /// Whether a refusal is the right answer, whatever the call says.
  package var isFaulty = false

  /// Whether nothing is changed.
  var isEmpty: Bool { query.isEmpty && fields.isEmpty && body == nil }

  /// Creates changes that change nothing.
  package init() {}

  /// Changes that set query parameters.
  package static func query(_ query: [(name: String, value: String?)]) -> CallChanges {
    var changes = CallChanges()
    changes.query = query
    return changes
  }

  /// Changes that set one header field.
  package static func field(_ name: String, _ value: String) -> CallChanges {
    var changes = CallChanges()
    changes.fields = [HTTPField(name, value)]
    return changes
  }
}

/// Makes requests out of calls: URL, credentials, header fields, body.
package struct RequestBuilder: Sendable {
  /// The base URL without a slash at its end.
  package let baseURL: String
  /// The schemes of the contract.
  let schemes: [String: SecurityScheme]
  /// What to present for each scheme.
  let credentials: [APIProfile.Credential]
  /// How long an exchange may take.
  let timeout: Duration
  /// How the server is reached, and what that adds to each request.
  var transport = TransportOptions()

  /// A request with the operation it belongs to.
  package struct Prepared: Sendable {
    /// The request.
    package var request: HTTPRequest {
      didSet { reading = nil }
    }
    /// The operation; nil for a path or method that no operation has.
    package let operation: Operation?
    /// Whether a refusal is the right answer.
    package let isFaulty: Bool
    /// The values in the path, without percent-encoding; of a list each element.
    package let pathValues: [[String]]
    /// The values in the path as they were sent.
    var pathParameters: [OperationMatch.Value] = []
    /// What the case itself presents, in place of the profile's credentials.
    var presented: [PresentedCredential] = []
    /// Where the suite asks for it; nil for what no suite says.
    var location: SourceLocation? = nil
    /// Whether a target that keeps its contract has to refuse it, so that it changes nothing however
    /// often it comes.
    var hasNoEffect = false
    /// Whether the suite says that its effect is the same however often it comes.
    var isIdempotent = false
    /// The request as a server reads it, as long as it is what it was when it was looked at.
    private(set) var reading: RequestReading?

    /// In what the request breaks the contract, read back as a server reads it; empty also where
    /// no operation is meant.
    mutating func departures(from contract: Contract) -> [RequestDeparture] {
      guard let operation else { return [] }
      let query = request.url.utf8.firstIndex(of: UInt8(ascii: "?")).map {
        String(Substring(request.url.utf8[$0...].dropFirst()))
      }
      let reading = contract.reading(
        of: OperationMatch(operation: operation, pathParameters: pathParameters),
        query: query, fields: request.fields, body: request.body)
      // What stands in a path may be read in another way than it was written, and nothing behind a
      // fragment's mark is sent.
      if !operation.path.hasParameters, !request.url.utf8.contains(UInt8(ascii: "#")) {
        self.reading = reading
      }
      return reading.departures(from: contract)
    }
  }

  /// A credential as it is sent.
  struct PresentedCredential: Sendable {
    let template: Template
    let text: String
    /// What of it proves who asks: of `user:password` only the latter.
    let secret: String
  }

  /// What follows the base URL in a URL below it.
  func path(of url: String) -> Substring { Substring(url.utf8.dropFirst(baseURL.utf8.count)) }

  /// Makes the request for a call.
  /// - Throws: ``TemplateFailure`` when a place for a value cannot be filled.
  package func request(
    for call: Call, changes: CallChanges, in scope: inout TemplateScope
  ) throws(TemplateFailure) -> Prepared {
    var pathValues: [PathValue] = []
    var path = ""
    switch call.target {
    case .raw(_, let template):
      path = try template.text(in: &scope)
      guard !path.contains("#") else {
        throw TemplateFailure("what follows \"#\" in a path is never sent; write \"%23\" for it")
      }
    case .operation(let operation):
      var rest = operation.id.path[...]
      while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")),
        let close = rest.utf8[open...].firstIndex(of: UInt8(ascii: "}"))
      {
        let name = String(rest[rest.utf8.index(after: open)..<close])
        let value = try pathValue(name, call.path[name], operation, in: &scope)
        path += rest[..<open] + value.sent.raw
        pathValues.append(value)
        rest = rest[rest.utf8.index(after: close)...]
      }
      path += rest
    }
    var query = try queryParts(call, changes, in: &scope)
    var fields = try headerFields(call, changes, in: &scope)
    if let cookies = try cookieField(call, in: &scope) { fields.append(cookies) }
    let body = try bodyBytes(call, changes, in: &scope, &fields)
    let presented = try addCredentials(
      call.credentials, for: call.target.operation, to: &fields, &query, in: &scope)
    let url = baseURL + path + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    var request = HTTPRequest(
      method: call.target.method, url: url, fields: fields, body: body, timeout: timeout)
    transport.complete(&request)
    return Prepared(
      request: request, operation: call.target.operation,
      isFaulty: call.isFaulty || changes.isFaulty, pathValues: pathValues.map(\.parts),
      pathParameters: pathValues.map(\.sent), presented: presented, location: call.location)
  }

  /// Makes the request for an entry of a ledger.
  /// - Throws: ``TemplateFailure`` when its credentials cannot be had.
  func request(
    for undo: LedgerEntry.StoredRequest, _ operation: Operation?, in scope: inout TemplateScope
  ) throws(TemplateFailure) -> HTTPRequest {
    var fields = undo.fields
    var query: [String] = []
    let given: Call.Credentials
    switch undo.credentials {
    case .standard: given = .standard
    case .anonymous: given = .anonymous
    case .custom(let templates):
      given = .custom(
        try templates.sorted { $0.key < $1.key }.map { (name, source) throws(TemplateFailure) in
          guard let template = try? TemplateParser.parse(source) else {
            throw TemplateFailure("the ledger has no readable credentials for \"\(name)\"")
          }
          return (name, template)
        })
    }
    _ = try addCredentials(given, for: operation, to: &fields, &query, in: &scope)
    let joint = undo.path.contains("?") ? "&" : "?"
    let url = baseURL + undo.path + (query.isEmpty ? "" : joint + query.joined(separator: "&"))
    var request = HTTPRequest(
      method: undo.method, url: url, fields: fields, body: undo.body.map { Array($0.utf8) },
      timeout: timeout)
    transport.complete(&request)
    return request
  }

  /// A value in a path.
  private struct PathValue {
    let sent: OperationMatch.Value
    /// Itself, or the elements of a list and the members of an object.
    let parts: [String]
  }

  /// A path parameter's value; what the contract has no text for is sent as it is, where it is text.
  private func pathValue(
    _ name: String, _ value: TemplatedValue?, _ operation: Operation,
    in scope: inout TemplateScope
  ) throws(TemplateFailure) -> PathValue {
    let json: JSONValue
    switch try value?.scopeValue(in: &scope) {
    case .json(let value): json = value
    case .text(let text): return pathValue(name, text, operation)
    case nil: return pathValue(name, "", operation)
    }
    switch json.kind {
    case .boolean, .number, .string:
      return pathValue(name, json.stringValue ?? json.description, operation)
    case .null, .array, .object:
      do throws(UnwritableValue) {
        guard let parameter = operation.parameter(name, in: .path), !json.isNull else {
          throw UnwritableValue(message: "\(json.kindInWords) has no text")
        }
        return PathValue(
          sent: .init(name: name, raw: try parameter.segment(for: json), text: json.description),
          parts: (Array(json.elements) + json.members.map(\.value)).map {
            $0.stringValue ?? $0.description
          })
      } catch {
        throw TemplateFailure("the path parameter \"\(name)\" cannot be sent: \(error.message)")
      }
    }
  }

  private func pathValue(
    _ name: String, _ text: String, _ operation: Operation
  ) -> PathValue {
    let written = try? operation.parameter(name, in: .path)?.text(for: text)
    let raw = written ?? PercentEncoding.unreserved.encode(text)
    return PathValue(sent: .init(name: name, raw: raw, text: text), parts: [text])
  }

  private func queryParts(
    _ call: Call, _ changes: CallChanges, in scope: inout TemplateScope
  ) throws(TemplateFailure) -> [String] {
    var parts: [String] = []
    for (name, value) in call.query
    where !changes.query.contains(where: { $0.name.isSameText(as: name) }) {
      if let text = try parameterText(name, value, in: .query, of: call, &scope) {
        parts.append(text)
      }
    }
    for (name, value) in changes.query {
      if let value { parts.append(pair(name, value)) }
    }
    return parts
  }

  /// The one field that holds all cookies (RFC 6265 section 5.4); nil for none.
  private func cookieField(
    _ call: Call, in scope: inout TemplateScope
  ) throws(TemplateFailure) -> HTTPField? {
    var pairs: [String] = []
    for (name, value) in call.cookies {
      if let text = try parameterText(name, value, in: .cookie, of: call, &scope) {
        pairs.append(text)
      }
    }
    return pairs.isEmpty ? nil : HTTPField("Cookie", pairs.joined(separator: "; "))
  }

  /// The pairs that carry a value, written as the contract has it; nil for nothing to send.
  ///
  /// What the contract has no text for, and what breaks it on purpose, is sent as it is.
  private func parameterText(
    _ name: String, _ value: TemplatedValue, in location: Parameter.Location, of call: Call,
    _ scope: inout TemplateScope
  ) throws(TemplateFailure) -> String? {
    if value.isOmitted(in: scope) { return nil }
    let json = try value.json(in: &scope)
    guard let document = try? JSONDocument(parsing: json) else { return nil }
    if let parameter = call.target.operation?.parameter(name, in: location), !call.isFaulty {
      do { return try parameter.text(for: document.root) } catch {}
    }
    return pair(name, document.root.stringValue ?? document.root.description)
  }

  private func pair(_ name: String, _ value: String) -> String {
    "\(PercentEncoding.unreserved.encode(name))=\(PercentEncoding.unreserved.encode(value))"
  }

  private func headerFields(
    _ call: Call, _ changes: CallChanges, in scope: inout TemplateScope
  ) throws(TemplateFailure) -> [HTTPField] {
    var fields: [HTTPField] = []
    for (name, value) in call.fields
    where !changes.fields.contains(where: { $0.isNamed(name) }) {
      fields.append(HTTPField(name, try value.text(in: &scope)))
    }
    fields += changes.fields
    if fields.value(named: "Accept") == nil, transport.fields.value(named: "Accept") == nil {
      fields.append(
        HTTPField("Accept", call.target.operation?.acceptedMediaTypes ?? "application/json"))
    }
    return fields
  }

  private func bodyBytes(
    _ call: Call, _ changes: CallChanges, in scope: inout TemplateScope,
    _ fields: inout [HTTPField]
  ) throws(TemplateFailure) -> [UInt8]? {
    let description = call.target.operation?.requestBody
    let content = try call.body.content(for: description, in: &scope)
    guard let bytes = changes.body ?? content?.bytes else { return nil }
    let mediaType =
      content == nil ? description.mediaTypeForJSON.description : content?.mediaType
    if let mediaType, fields.value(named: "Content-Type") == nil {
      fields.append(HTTPField("Content-Type", mediaType))
    }
    return bytes
  }

  /// The profile's credentials for the first alternative of an operation that they satisfy.
  func standardCredentials(for operation: Operation) -> [APIProfile.Credential] {
    let names = operation.security.first { alternative in
      alternative.keys.allSatisfy { name in credentials.contains { $0.scheme == name } }
    }
    return credentials.filter { names?[$0.scheme] != nil }
  }

  /// Presents credentials for the first alternative of the operation that can be satisfied; those
  /// that are not the profile's.
  private func addCredentials(
    _ chosen: Call.Credentials, for operation: Operation?, to fields: inout [HTTPField],
    _ query: inout [String], in scope: inout TemplateScope
  ) throws(TemplateFailure) -> [PresentedCredential] {
    let given: [(scheme: String, value: Template)]
    var isCustom = false
    switch chosen {
    case .anonymous: return []
    case .custom(let custom):
      given = custom
      isCustom = true
    case .standard:
      let standard = operation.map(standardCredentials) ?? credentials
      given = standard.map { ($0.scheme, $0.value) }
    }
    var presented: [PresentedCredential] = []
    for (name, template) in given {
      guard let scheme = schemes[name] else { continue }
      let text = try template.text(in: &scope)
      scheme.present(text, in: &fields, &query)
      guard isCustom else { continue }
      let isPair = scheme.kind == .http(scheme: "basic", bearerFormat: nil)
      let secret = isPair ? text.split(separator: ":", maxSplits: 1).last.map(String.init) : nil
      presented.append(.init(template: template, text: text, secret: secret ?? text))
    }
    return presented
  }
}

extension String {
  /// The last segment of the path in a URL, as it is written there; nil for none.
  var lastPathSegment: String? {
    prefix { $0 != "?" }.split(separator: "/").last.map(String.init)
  }
}
