package import SchemaValidator

/// A request and its whole response, with the operation it belongs to and the body read once.
package struct AnsweredExchange: Sendable {
  /// The exchange's place among those of its case.
  package let index: Int
  /// The operation of the contract; nil for a path or method that no operation has.
  package let operation: Operation?
  /// The request as sent.
  package let request: HTTPRequest
  /// The response as received, its content coding removed.
  package let response: HTTPResponse
  /// What the contract says about this status; nil when it says nothing.
  package let declaredResponse: Response?
  /// The body, read as strictly as the standard asks.
  package let body: Body
  /// Whether the request was made to be refused, so that a refusal is the right answer.
  package let isFaulty: Bool
  /// The media type of the body; nil when the field is absent or cannot be read.
  let mediaType: MediaTypeRange?

  /// A response body after reading.
  package enum Body: Sendable {
    /// No bytes.
    case empty
    /// One well-formed JSON text.
    case json(JSONDocument)
    /// Something else where JSON was to be expected.
    case malformed(JSONSyntaxError)
  }

  /// Reads the body of a response; whatever its media type says, it is tried as JSON.
  package init(
    index: Int, operation: Operation?, request: HTTPRequest, response: HTTPResponse,
    isFaulty: Bool
  ) {
    self.index = index
    self.operation = operation
    self.request = request
    self.response = response
    self.isFaulty = isFaulty
    self.declaredResponse = operation?.responses.response(for: response.status)
    self.mediaType = response.fields.value(named: "Content-Type").flatMap { MediaTypeRange($0) }
    if response.body.isEmpty {
      body = .empty
    } else {
      do {
        body = .json(try JSONDocument(parsing: response.body))
      } catch {
        body = .malformed(error)
      }
    }
  }

  /// The body's value; nil when the body is empty or malformed.
  package var json: JSONValue? {
    if case .json(let document) = body { document.root } else { nil }
  }

  /// Whether the status is from 200 to 299.
  package var isSuccess: Bool { 200..<300 ~= response.status }
}
