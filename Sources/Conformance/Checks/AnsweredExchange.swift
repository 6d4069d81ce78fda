package import SchemaValidator

/// A request and its whole response, with the operation it belongs to and the body read once.
///
/// A class, since every check and every step refers to it.
package final class AnsweredExchange: Sendable {
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
  /// The body's value; nil when the body is empty or malformed.
  package let json: JSONValue?
  /// The entry of the contract that the body is judged by.
  ///
  /// A body under no or another media type is judged by the only JSON entry when it is JSON: the
  /// wrong label is a departure of its own and should not hide a wrong body.
  let contentEntry: MediaTypeEntry?
  /// What was read of the request when it was made; nil where nobody has looked.
  let reading: RequestReading?

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
    isFaulty: Bool, reading: RequestReading? = nil
  ) {
    self.index = index
    self.operation = operation
    self.request = request
    self.response = response
    self.isFaulty = isFaulty
    self.reading = reading
    self.declaredResponse = operation?.responses.response(for: response.status)
    self.mediaType = response.fields.value(named: "Content-Type").flatMap { MediaTypeRange($0) }
    if response.body.isEmpty {
      body = .empty
      json = nil
    } else {
      do {
        let document = try JSONDocument(parsing: response.body)
        body = .json(document)
        json = document.root
      } catch {
        body = .malformed(error)
        json = nil
      }
    }
    contentEntry = declaredResponse?.content.entry(for: mediaType, isJSON: json != nil)
  }

  /// Whether the status is from 200 to 299.
  package var isSuccess: Bool { 200..<300 ~= response.status }
}

extension [MediaTypeEntry] {
  /// The entry that a body is judged by which calls itself so, and is JSON or not.
  fileprivate func entry(for mediaType: MediaTypeRange?, isJSON: Bool) -> MediaTypeEntry? {
    if let mediaType, let entry = entry(for: mediaType) { return entry }
    let entries = filter(\.range.isJSON)
    return isJSON && entries.count == 1 ? entries.first : nil
  }
}
