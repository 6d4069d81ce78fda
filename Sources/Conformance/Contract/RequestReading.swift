package import SchemaValidator

/// What a request carries, read by the operation it means.
///
/// The inverse of building a request: every parameter with its value or with what keeps it from
/// being read, and everything that the operation does not know.
package struct RequestReading: Sendable {
  /// A parameter that the request carries.
  package struct Value: Sendable {
    /// The parameter; it says where in the request the text stands.
    package let parameter: Parameter
    /// The text as it stands there, still encoded; pairs of a query with their names.
    package let text: String
    /// The value, or what keeps it from being read.
    package let outcome: Result<TextReading, UnreadableText>

    /// The value; nil when it cannot be read.
    package var value: JSONValue? { try? outcome.get().value }
  }

  /// What became of the body.
  package enum Body: Sendable {
    /// There is none.
    case none
    /// It was read by an entry of the contract.
    case read(BodyReading, MediaTypeEntry)
    /// An entry describes it, but its bytes are something else.
    case unreadable(UnreadableText, MediaTypeEntry)
    /// No entry describes it.
    case undescribed(UnreadableText)
  }

  /// The operation.
  package let operation: Operation
  /// The parameters the request carries, in the order of the contract.
  package let values: [Value]
  /// The parameters it has to carry and does not.
  package let missing: [Parameter]
  /// The pairs of its query that belong to no parameter and carry no credential.
  package let unknownQuery: [TextPair]
  /// The schemes of which it carries a credential, right or wrong, by name.
  package let presentedSchemes: [String]
  /// Whether it carries the credentials of one of the alternatives the operation asks for; those
  /// that a request does not show count as carried.
  package let presentsCredentials: Bool
  /// Its body.
  package let body: Body
  /// Whether the operation needs a body and the request has none.
  package let isBodyMissing: Bool

  /// The value of a parameter; nil when the request does not carry it, or it cannot be read.
  package func value(of name: String, in location: Parameter.Location) -> JSONValue? {
    values.first { $0.parameter.isNamed(name, in: location) }?.value
  }
}

extension RequestRouter {
  /// Reads a request; nil when it means no operation of the contract.
  ///
  /// The target is the URL, or its path and query as the request line holds them; of the body any
  /// content coding has to be undone.
  package func reading(
    method: String, target: String, fields: [HTTPField], body: [UInt8]?
  ) -> RequestReading? {
    match(method: method, target: target).map { match in
      contract.reading(of: match, query: target.urlQuery, fields: fields, body: body)
    }
  }
}

extension Contract {
  /// Reads a request to an operation that is known already.
  ///
  /// The match holds what stands in the path; the query is what follows `?`, and of the body any
  /// content coding has to be undone.
  package func reading(
    of match: OperationMatch, query: String?, fields: [HTTPField], body: [UInt8]?
  ) -> RequestReading {
    let pairs = TextPair.pairs(ofQuery: Array((query ?? "").utf8))
    let alternatives = alternatives(for: match.operation)
    var presented: [String: Bool] = [:]
    for scheme in alternatives.joined().map(\.scheme) {
      presented[scheme.name] = scheme.isPresented(in: fields, pairs) ?? true
    }
    var reader = RequestReader(match, query: query, fields: fields)
    reader.credentials = carriers(for: match.operation)
    reader.read()
    let content = RequestReader.body(body, fields, match.operation.requestBody)
    let isEmpty = if case .none = content { true } else { false }
    return RequestReading(
      operation: match.operation, values: reader.values, missing: reader.missing,
      unknownQuery: reader.unknownQuery,
      presentedSchemes: presented.filter(\.value).keys.sorted(),
      presentsCredentials: alternatives.isEmpty
        || alternatives.contains { $0.allSatisfy { presented[$0.scheme.name] == true } },
      body: content, isBodyMissing: isEmpty && match.operation.requestBody?.isRequired == true)
  }
}

/// Reads the parameters of one request.
private struct RequestReader {
  let match: OperationMatch
  let query: String?
  let fields: [HTTPField]
  var credentials: [CredentialCarrier] = []
  private(set) var values: [RequestReading.Value] = []
  private(set) var missing: [Parameter] = []
  private(set) var unknownQuery: [TextPair] = []

  init(_ match: OperationMatch, query: String?, fields: [HTTPField]) {
    self.match = match
    self.query = query
    self.fields = fields
  }

  mutating func read() {
    let parameters = match.operation.parameters
    if parameters.isEmpty, query?.isEmpty ?? true { return }
    let inQuery = parameters.filter { $0.location == .query }
    let cookies = parameters.filter { $0.location == .cookie }
    let queryPairs = TextPair.pairs(ofQuery: Array((query ?? "").utf8))
    let cookiePairs = fields.values(named: "Cookie").flatMap {
      TextPair.pairs(ofCookie: Array($0.utf8))
    }
    let queryOwners = ParameterReader.owners(of: queryPairs, among: inQuery.map(\.reader))
    let cookieOwners = ParameterReader.owners(of: cookiePairs, among: cookies.map(\.reader))
    var numbers: [Parameter.Location: Int] = [:]
    for parameter in parameters {
      let number = numbers[parameter.location, default: 0]
      numbers[parameter.location] = number + 1
      switch parameter.location {
      case .path: readSegment(parameter)
      case .header: readFields(parameter)
      case .querystring: readQuery(parameter)
      case .query:
        readPairs(parameter, zip(queryPairs, queryOwners).filter { $1 == number }.map(\.0), "&")
      case .cookie:
        readPairs(parameter, zip(cookiePairs, cookieOwners).filter { $1 == number }.map(\.0), "; ")
      }
    }
    guard !parameters.contains(where: { $0.location == .querystring }) else { return }
    unknownQuery = zip(queryPairs, queryOwners).filter { $1 == nil }.map(\.0).filter { pair in
      !credentials.contains { carrier in
        if case .query(let name) = carrier { pair.isNamed(name, .form) } else { false }
      }
    }
  }

  private mutating func add(
    _ parameter: Parameter, _ text: String,
    _ read: () throws(UnreadableText) -> TextReading?
  ) {
    do {
      if let reading = try read() {
        values.append(.init(parameter: parameter, text: text, outcome: .success(reading)))
      } else if parameter.isRequired {
        missing.append(parameter)
      }
    } catch {
      values.append(.init(parameter: parameter, text: text, outcome: .failure(error)))
    }
  }

  private mutating func readSegment(_ parameter: Parameter) {
    let value = match.pathParameters.first { $0.name.isSameText(as: parameter.name) }
    add(parameter, value?.raw ?? "") { () throws(UnreadableText) in
      try value.map { value throws(UnreadableText) in
        try parameter.value(ofSegment: Array(value.raw.utf8))
      }
    }
  }

  private mutating func readFields(_ parameter: Parameter) {
    if parameter.isIgnoredHeader { return }
    let values = fields.values(named: parameter.name)
    add(parameter, values.joined(separator: ", ")) { () throws(UnreadableText) in
      try parameter.value(fromFields: values)
    }
  }

  private mutating func readQuery(_ parameter: Parameter) {
    let bytes = Array((query ?? "").utf8)
    add(parameter, query ?? "") { () throws(UnreadableText) in
      bytes.isEmpty ? nil : try parameter.value(ofQuery: bytes)
    }
  }

  private mutating func readPairs(_ parameter: Parameter, _ pairs: [TextPair], _ separator: String)
  {
    add(parameter, pairs.map(\.text).joined(separator: separator)) { () throws(UnreadableText) in
      try parameter.value(of: pairs)
    }
  }

  /// What the body is to the operation.
  static func body(
    _ bytes: [UInt8]?, _ fields: [HTTPField], _ described: RequestBody?
  ) -> RequestReading.Body {
    let field = fields.value(named: "Content-Type")
    guard let bytes, !bytes.isEmpty || field != nil else { return .none }
    guard let described else {
      return .undescribed(
        UnreadableText(found: "a body of \(bytes.count) bytes", expected: "none"))
    }
    let expected = described.content.map(\.range.description).joined(separator: " or ")
    guard let field else {
      return .undescribed(UnreadableText(found: "no Content-Type", expected: expected))
    }
    guard let type = MediaTypeRange(field), !type.isRange else {
      return .undescribed(UnreadableText(text: field.utf8, expected: "a media type"))
    }
    guard let entry = described.content.entry(for: type) else {
      return .undescribed(UnreadableText(found: "\(type)", expected: expected))
    }
    do {
      return .read(try entry.reading(of: bytes, as: type), entry)
    } catch {
      return .unreadable(error, entry)
    }
  }
}

extension String {
  /// What follows the first `?` of a URL, up to its fragment; nil when there is none.
  var urlQuery: String? {
    let bytes = Array(utf8)
    let end = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.endIndex
    guard let mark = bytes[..<end].firstIndex(of: UInt8(ascii: "?")) else { return nil }
    return String(decoding: bytes[(mark + 1)..<end], as: UTF8.self)
  }
}
