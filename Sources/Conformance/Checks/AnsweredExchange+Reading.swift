import Diagnostics
import SchemaValidator

extension AnsweredExchange {
  /// Whether the response can have a body at all.
  ///
  /// Source: [RFC 9110 section 6.4.1](https://www.rfc-editor.org/rfc/rfc9110#section-6.4.1)
  var canHaveBody: Bool {
    request.method != "HEAD" && response.status >= 200 && ![204, 304].contains(response.status)
  }

  /// Whether the status is from 400 on.
  var isError: Bool { response.status >= 400 }

  /// Whether a content coding still covers the body, so that its bytes say nothing.
  var isEncoded: Bool {
    guard !request.decodesContent else { return false }
    return response.fields.values(named: "Content-Encoding")
      .flatMap { $0.split(separator: ",") }
      .contains { coding in
        let name = coding.drop { $0 == " " || $0 == "\t" }.lowercased()
        return !name.isEmpty && name != "identity"
      }
  }

  /// The value a pointer of the conventions leads to in the body.
  func value(at pointer: JSONPointer?) -> JSONValue? {
    guard let pointer else { return nil }
    return json?.value(at: pointer)
  }

  /// Whether the status is one with which a gateway tells of the server behind it.
  var hasGatewayStatus: Bool { response.hasGatewayStatus }

  /// Whether an error looks like one made in front of the server.
  func isFromGateway(_ conventions: Conventions) -> Bool {
    hasGatewayStatus && !conventions.isEnvelope(json)
  }

  /// Who says that it answered, as lines for a finding.
  var senderDetails: [String] {
    ["Server", "Via"].compactMap { name in
      response.fields.value(named: name).map { "\(name): \($0)" }
    }
  }
}

extension HTTPResponse {
  /// Whether the status is one with which a gateway tells of the server behind it.
  var hasGatewayStatus: Bool { [502, 503, 504].contains(status) }

  /// Whether an error looks like one made in front of the server: a gateway's status without the
  /// envelope that the server gives its own errors.
  func isFromGateway(_ conventions: Conventions) -> Bool {
    hasGatewayStatus && !conventions.isEnvelope((try? JSONDocument(parsing: body))?.root)
  }
}

extension Conventions {
  /// Whether a body may be the envelope of the server's errors; any JSON may where none is agreed on.
  fileprivate func isEnvelope(_ body: JSONValue?) -> Bool {
    guard let body else { return false }
    guard let root = errors?.root else { return true }
    return body.value(at: root) != nil
  }
}

extension ContractNode {
  /// The node as the clause of a finding.
  var clause: Finding.Clause { Finding.Clause(pointer: pointer, location: location) }
}

extension String {
  /// The text in quotation marks, cut where it is long.
  var quoted: String {
    let limit = 80
    let scalars = unicodeScalars
    guard scalars.count > limit else { return "\"\(self)\"" }
    return "\"\(String(scalars.prefix(limit)))…\""
  }
}
