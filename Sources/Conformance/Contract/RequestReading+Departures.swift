internal import Diagnostics
internal import SchemaValidator

/// One thing about a request that the contract does not allow.
struct RequestDeparture {
  /// The part of a request that a departure is about.
  enum Place {
    case parameter(Parameter)
    /// A value of the body; the root for the body as a whole.
    case body(JSONPointer)

    /// What a sentence calls it.
    var title: String {
      switch self {
      case .parameter(let parameter): "the \(parameter.title)"
      case .body(let pointer):
        pointer.tokens.isEmpty ? "the body" : "\(pointer) of the body"
      }
    }
  }

  let place: Place
  /// What stands there.
  let found: String
  /// What the contract asks for.
  let expected: String
  /// What in the contract says so.
  let node: ContractNode

  /// The departure as one clause of a sentence.
  var message: String {
    "\(place.title) breaks the contract: found \(found); expected \(expected)"
  }
}

extension RequestReading {
  /// Everything in which the request breaks the contract; credentials are not looked at.
  func departures(from contract: Contract) -> [RequestDeparture] {
    var departures: [RequestDeparture] = []
    for value in values {
      switch value.outcome {
      case .failure(let error):
        departures.append(error.departure(at: .parameter(value.parameter), value.parameter.node))
      case .success(let reading):
        departures += contract.departures(of: reading.value, in: value.parameter)
      }
    }
    let carriers = contract.carriers(for: operation)
    for parameter in missing where !parameter.isCarried(by: carriers) {
      departures.append(
        RequestDeparture(
          place: .parameter(parameter), found: "nothing", expected: "a value, which is required",
          node: parameter.node))
    }
    return departures + bodyDepartures(from: contract)
  }

  /// Everything in which the body breaks the contract.
  func bodyDepartures(from contract: Contract) -> [RequestDeparture] {
    guard let description = operation.requestBody else {
      // An operation that could not be read in full may take a body all the same.
      guard operation.isComplete, case .undescribed(let error) = body else { return [] }
      return [error.departure(at: .body(.root), operation.node)]
    }
    switch body {
    case .none:
      guard isBodyMissing else { return [] }
      return [
        RequestDeparture(
          place: .body(.root), found: "nothing", expected: "a body, which is required",
          node: description.node)
      ]
    case .undescribed(let error):
      return description.isComplete ? [error.departure(at: .body(.root), description.node)] : []
    case .unreadable(let error, let entry):
      return [error.departure(at: .body(.root), entry.node)]
    case .read(let reading, let entry):
      let parts = reading.departures.map { $0.departure(at: .body(.root), entry.node) }
      // A schema describes values; what other kinds hold is not taken apart.
      guard let schema = entry.schema, reading.kind.holdsValues else { return parts }
      return parts
        + contract.violations(of: reading.value.value, by: schema, in: .request).map {
          $0.departure(from: contract, schema) { .body($0) }
        }
    }
  }
}

extension Contract {
  /// Where a value of a message does not satisfy a schema; empty also where it cannot be told.
  func violations(
    of value: JSONValue, by schema: ContractSchema, in direction: MessageDirection
  ) -> [SchemaViolation] {
    let verdict = schema.program.evaluate(value)
    guard verdict.outcome == .invalid else { return [] }
    let violations = binding(verdict.violations, of: value, by: schema, in: direction)
    // Of a value of another type it says nothing more that it is none of the listed ones either.
    let mistyped = Set(violations.filter { $0.keyword == "type" }.map(\.instanceLocation))
    return violations.filter {
      !["enum", "const"].contains($0.keyword) || !mistyped.contains($0.instanceLocation)
    }
  }

  /// Those of a value's violations that count for messages of a direction.
  func binding(
    _ violations: [SchemaViolation], of value: JSONValue, by schema: ContractSchema,
    in direction: MessageDirection
  ) -> [SchemaViolation] {
    OneWayMembers(direction, schemas.documents)?
      .filter(violations, of: value, by: schema.node) ?? violations
  }

  /// Where the value of a parameter does not satisfy its schema.
  func departures(of value: JSONValue, in parameter: Parameter) -> [RequestDeparture] {
    guard let schema = parameter.schema else { return [] }
    return violations(of: value, by: schema, in: .request).map {
      $0.departure(from: self, schema) { _ in .parameter(parameter) }
    }
  }

  /// The keyword that a violation is about, or the schema where it is not found again.
  func node(of violation: SchemaViolation, _ schema: ContractSchema) -> ContractNode {
    schemas.documents.node(at: violation, of: schema.node) ?? schema.node
  }
}

extension Parameter {
  /// Whether a credential takes the parameter's place.
  func isCarried(by carriers: [CredentialCarrier]) -> Bool {
    carriers.contains { carrier in
      switch carrier {
      case .field(let name): isNamed(name, in: .header)
      case .query(let name): isNamed(name, in: .query)
      case .cookie(let name): isNamed(name, in: .cookie)
      case .connection: false
      }
    }
  }

  /// Whether OpenAPI gives the header a meaning of its own and ignores parameters of the name.
  var isIgnoredHeader: Bool {
    location == .header
      && ["accept", "content-type", "authorization"].contains(name.lowercased())
  }
}

extension SchemaViolation {
  fileprivate func departure(
    from contract: Contract, _ schema: ContractSchema,
    at place: (JSONPointer) -> RequestDeparture.Place
  ) -> RequestDeparture {
    RequestDeparture(
      place: place(instanceLocation), found: got, expected: want,
      node: contract.node(of: self, schema))
  }
}

extension UnreadableText {
  fileprivate func departure(
    at place: RequestDeparture.Place, _ node: ContractNode
  ) -> RequestDeparture {
    RequestDeparture(place: place, found: found, expected: expected, node: node)
  }
}

extension ContentKind {
  /// Whether a body of this kind holds a value that its schema describes.
  var holdsValues: Bool {
    switch self {
    case .json, .jsonLines, .jsonSequence, .form, .multipart, .text: true
    case .eventStream, .xml, .binary, .unknown: false
    }
  }
}
