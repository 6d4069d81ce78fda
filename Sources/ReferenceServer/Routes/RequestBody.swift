/// Takes the JSON out of a request.
enum RequestBody {
  /// How many values may be nested in a body.
  private static let maximumDepth = 64

  /// The body of a request as an operation wants it.
  ///
  /// - Throws: ``APIError`` for a body in another media type, for text that is not JSON, for a
  ///   repeated member (which of the two was meant?), and for JSON that is no object.
  static func read(_ request: Request, as need: Route.Body) throws(APIError) -> JSON? {
    if case .none = need { return nil }
    if request.body.isEmpty {
      if case .optional = need { return .object([]) }
      throw .invalidJSON("the body is empty")
    }
    guard isJSON(request.fields.values(of: "Content-Type")) else { throw .unsupportedMediaType }
    let value: JSON
    do {
      value = try JSON(parsing: request.body, maximumDepth: maximumDepth)
    } catch {
      throw .invalidJSON("\(error.reason) at byte \(error.offset)")
    }
    guard value.members != nil else { throw .invalidJSON("the outermost value must be an object") }
    if let name = value.firstRepeatedName { throw .invalidJSON("the member `\(name)` is repeated") }
    return value
  }

  /// Whether there is one media type, JSON, in UTF-8 if it names a charset.
  private static func isJSON(_ contentTypes: [String]) -> Bool {
    guard contentTypes.count == 1, let text = contentTypes.first?.lowercased() else { return false }
    let parts = text.split(separator: ";").map { part in
      String(
        part.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }
          .reversed())
    }
    guard parts.first == "application/json" else { return false }
    return parts.dropFirst().allSatisfy { parameter in
      guard parameter.hasPrefix("charset=") else { return true }
      return ["utf-8", "\"utf-8\"", "utf8"].contains(String(parameter.dropFirst(8)))
    }
  }
}
