package import Diagnostics

/// A request in the words of a suite.
///
/// A class, since a call is handed on as it is to everything that sends it.
package final class Call: Sendable {
  /// What is called.
  package let target: Target
  /// The values of path parameters by name.
  package let path: [String: TemplatedValue]
  /// The query in the order written.
  package let query: [(name: String, value: TemplatedValue)]
  /// Further header fields in the order written.
  package let fields: [(name: String, value: Template)]
  /// What is sent as the body.
  package let body: Body
  /// Who asks.
  package let credentials: Credentials
  /// Whether the request breaks the contract on purpose.
  package let isFaulty: Bool
  /// Where it stands.
  package let location: SourceLocation
  /// The cookies in the order written.
  package let cookies: [(name: String, value: TemplatedValue)]

  /// Creates a call from its parts.
  package init(
    target: Target, path: [String: TemplatedValue],
    query: [(name: String, value: TemplatedValue)], fields: [(name: String, value: Template)],
    body: Body, credentials: Credentials, isFaulty: Bool, location: SourceLocation,
    cookies: [(name: String, value: TemplatedValue)] = []
  ) {
    self.target = target
    self.path = path
    self.query = query
    self.fields = fields
    self.body = body
    self.credentials = credentials
    self.isFaulty = isFaulty
    self.location = location
    self.cookies = cookies
  }

  /// What is called.
  package enum Target: Sendable {
    /// An operation of the contract.
    case operation(Operation)
    /// A method and a path below the base URL, whatever the contract says of them.
    case raw(method: String, path: Template)

    /// The operation; nil for a raw target.
    package var operation: Operation? {
      if case .operation(let operation) = self { operation } else { nil }
    }

    /// The method.
    package var method: String {
      switch self {
      case .operation(let operation): operation.id.method
      case .raw(let method, _): method
      }
    }
  }

  /// What is sent as the body.
  package enum Body: Sendable {
    /// No body.
    case none
    /// A value as JSON, under the media type that the operation has for it.
    case json(TemplatedValue)
    /// A text with its media type; nil sends no `Content-Type`.
    case raw(Template, mediaType: String?)
    /// The bytes of a file with their media type.
    case file([UInt8], mediaType: MediaTypeRange)
    /// The members of a mapping as a form's fields.
    case form(TemplatedValue)
    /// Parts, each with the name of its field.
    case multipart([(name: String, part: Part)])
  }

  /// A part of a multipart body.
  package enum Part: Sendable {
    /// A value, written as the contract has it.
    case value(TemplatedValue)
    /// The bytes of a file as they are.
    case file([UInt8], name: String, mediaType: MediaTypeRange)
  }

  /// Who asks.
  package enum Credentials: Sendable {
    /// The profile's credentials, where the operation asks for any.
    case standard
    /// Nobody.
    case anonymous
    /// Other values for the contract's schemes.
    case custom([(scheme: String, value: Template)])
  }
}

extension Call {
  /// The same call with other credentials.
  func presenting(_ credentials: Credentials) -> Call {
    Call(
      target: target, path: path, query: query, fields: fields, body: body,
      credentials: credentials, isFaulty: isFaulty, location: location, cookies: cookies)
  }
}
