/// An operation of the API: how it is addressed, what it needs, and what it does.
struct Route: Sendable {
  enum Body: Sendable {
    case none, required, optional
  }

  var method: String
  /// The path below the base path, with parameters in braces.
  var template: String
  var isSecured = true
  var body = Body.none
  /// Whether the operation heeds an idempotency key.
  var isIdempotent = false
  var handler: @Sendable (Invocation) throws(APIError) -> Outcome

  /// The name of the operation, as in the contract: `GET /labels/{id}`.
  var operation: String { method + " " + template }

  /// The template's segments.
  var segments: [Substring] { template.split(separator: "/") }

  /// Whether the operation only looks.
  var isSafe: Bool { method == "GET" }
}

/// What an operation has to say when it succeeds.
enum Outcome: Sendable {
  /// A resource or a report in `data`.
  case data(JSON)
  /// A page of a list.
  case page([JSON], PageNote)
  /// A redirect to another place.
  case redirect(String)
}

/// One call of an operation: the request, read as far as all operations need it.
struct Invocation: Sendable {
  var request: Request
  var requestID: String
  /// The path's parameters, decoded and checked against their patterns.
  var parameters: [String: String]
  var queryItems: [(name: String, value: String)]
  /// The body, or nil for an operation without one.
  var body: JSON?
  /// The key that the request was let in with; nil on operations that need none.
  var apiKey: APIKey?
  var now: Timestamp
  let store: Store
  let policies: Policies
  let cursorKey: [UInt8]

  /// The calling organization.
  var organizationID: String { apiKey?.organizationID ?? "" }

  /// The account in the path, on operations that have one.
  var phoneNumberID: String { parameters["phone_number_id"] ?? "" }

  /// The resource id in the path, on operations that have one.
  var id: String { parameters["id"] ?? "" }
}
