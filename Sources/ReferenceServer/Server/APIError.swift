/// A refusal in the API's own terms: what the error envelope will say.
struct APIError: Error, Sendable {
  /// The seven error types that the API knows.
  enum Kind: String, Sendable {
    case invalidRequest = "invalid_request_error"
    case authentication = "authentication_error"
    case permission = "permission_error"
    case notFound = "not_found"
    case conflict = "conflict"
    case rateLimit = "rate_limit_error"
    case server = "api_error"
  }

  var status: Int
  var kind: Kind
  /// A token for programs: one for each reason, free of input.
  var code: String
  /// A sentence for people.
  var message: String
  /// The parameter or member that is to blame, members dotted from the body's root.
  var parameter: String?
  /// Header fields that belong to the status, such as `Allow`.
  var fields: [HTTPField] = []
  /// Whether the connection can no longer be trusted after this answer.
  var closesConnection = false

  /// The envelope around the refusal.
  func envelope(requestID: String) -> JSON {
    var error: JSON = [
      "type": .string(kind.rawValue), "code": .string(code), "message": .string(message),
    ]
    if let parameter { error["param"] = .string(parameter) }
    error["request_id"] = .string(requestID)
    return ["error": error]
  }
}

extension APIError {
  static func missingField(_ parameter: String) -> APIError {
    invalid("missing_required_field", "The field `\(parameter)` is required.", parameter)
  }

  static func wrongType(_ parameter: String, expected: String) -> APIError {
    invalid("invalid_field_type", "The field `\(parameter)` must be \(expected).", parameter)
  }

  static func invalidValue(_ parameter: String, _ reason: String) -> APIError {
    invalid("invalid_field_value", "The field `\(parameter)` \(reason).", parameter)
  }

  static func invalidParameter(_ name: String, _ reason: String) -> APIError {
    invalid("invalid_parameter", "The parameter `\(name)` \(reason).", name)
  }

  static func invalidLimit(_ reason: String) -> APIError {
    invalid("invalid_limit", "The parameter `limit` \(reason).", "limit")
  }

  static func invalidPhoneNumber(_ parameter: String) -> APIError {
    invalid(
      "invalid_phone_number",
      "The field `\(parameter)` must be a phone number with its country code.", parameter)
  }

  static let invalidCursor = invalid(
    "invalid_cursor", "The cursor is not one that this list has handed out.", "cursor")

  static func invalidJSON(_ reason: String) -> APIError {
    invalid("invalid_json", "The body is not usable JSON: \(reason).", nil)
  }

  static let invalidURLEncoding = invalid(
    "invalid_url_encoding", "The URL holds a percent sign that escapes no UTF-8 text.", nil)

  static let missingResource = APIError(
    status: 404, kind: .notFound, code: "resource_not_found",
    message: "There is no such resource in this organization.")

  static let unknownRoute = APIError(
    status: 404, kind: .notFound, code: "route_not_found",
    message: "There is nothing at this path.")

  static func methodNotAllowed(allowing methods: [String]) -> APIError {
    APIError(
      status: 405, kind: .invalidRequest, code: "method_not_allowed",
      message: "This path does not answer to this method.",
      fields: [HTTPField(name: "Allow", value: methods.joined(separator: ", "))])
  }

  static let unsupportedMediaType = APIError(
    status: 415, kind: .invalidRequest, code: "unsupported_media_type",
    message: "The body must be sent as application/json in UTF-8.")

  static let idempotencyKeyReused = APIError(
    status: 422, kind: .invalidRequest, code: "idempotency_key_reused",
    message: "This idempotency key was first used with a different body.",
    parameter: "idempotency-key")

  /// A request that the resource cannot follow in its present state.
  static func conflict(_ message: String) -> APIError {
    APIError(status: 409, kind: .conflict, code: "resource_conflict", message: message)
  }

  static let lastSecret = APIError(
    status: 422, kind: .invalidRequest, code: "last_secret",
    message: "The last secret cannot be revoked; add another first.", parameter: "secret_id")

  static let idempotencyKeyInFlight = APIError(
    status: 409, kind: .conflict, code: "idempotency_key_in_flight",
    message: "The first request with this idempotency key is still running.",
    parameter: "idempotency-key")

  static func unauthenticated(_ code: String, _ message: String, challenge: String) -> APIError {
    APIError(
      status: 401, kind: .authentication, code: code, message: message,
      fields: [HTTPField(name: "WWW-Authenticate", value: challenge)])
  }

  static func rateLimited(retryAfter seconds: Int) -> APIError {
    APIError(
      status: 429, kind: .rateLimit, code: "rate_limit_exceeded",
      message: "Too many requests; try again after the time in Retry-After.",
      fields: [HTTPField(name: "Retry-After", value: String(seconds))])
  }

  /// A request that HTTP itself forbids; nothing after it on the connection can be trusted.
  static func malformedHTTP(
    status: Int = 400, code: String = "malformed_request", _ message: String
  ) -> APIError {
    APIError(
      status: status, kind: .invalidRequest, code: code, message: message, closesConnection: true)
  }

  private static func invalid(_ code: String, _ message: String, _ parameter: String?) -> APIError {
    APIError(
      status: 400, kind: .invalidRequest, code: code, message: message, parameter: parameter)
  }
}
