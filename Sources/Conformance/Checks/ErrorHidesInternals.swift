import Diagnostics
import SchemaValidator

/// ERR-15: an error tells nothing about the inside of the server, and no secret.
///
/// What the request itself sent may be repeated, unless it is a secret. A page that a gateway
/// made is judged like any other: it came through the same door.
struct ErrorHidesInternals: ExchangeCheck {
  static let requirements: [RequirementID] = ["ERR-15"]

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    guard exchange.isError, exchange.canHaveBody, !exchange.isEncoded,
      !exchange.response.body.isEmpty
    else { return }
    report.judge("ERR-15")
    let texts = texts(of: exchange)
    judgeSecrets(exchange, texts, context, &report)
    let input = RequestInput(exchange).text
    var reported: Set<InternalTrace.Kind> = []
    for (pointer, text) in texts {
      for trace in InternalTrace.all(in: text, unlessIn: input)
      where !isExpected(trace.kind, text, at: pointer, context)
        && reported.insert(trace.kind).inserted
      {
        report.depart(
          from: "ERR-15", "an error tells \(trace.kind.rawValue)", at: .body(pointer),
          expected: "nothing about the inside of the server", got: trace.text.quoted)
      }
    }
  }

  /// Whether what looks like a trace is what a member is for: a pointer into the request looks like
  /// a path, a code such as `error.internal` like a name, and a link leads to a library's own pages.
  private func isExpected(
    _ kind: InternalTrace.Kind, _ text: String, at place: JSONPointer, _ context: CheckContext
  ) -> Bool {
    let errors = context.conventions.errors
    return switch kind {
    // JSON:API and others call the place of what is wrong in the request its pointer.
    case .filePath: place == errors?.param || place.tokens.last == "pointer"
    case .host: place == errors?.code || place == errors?.type
    case .library: text.hasPrefix("https://") && !text.contains(where: \.isWhitespace)
    case .stackTrace, .database: false
    }
  }

  private func judgeSecrets(
    _ exchange: AnsweredExchange, _ texts: [(JSONPointer, String)], _ context: CheckContext,
    _ report: inout CheckReport
  ) {
    let place = texts.first { context.holdsSecret(Array($0.1.utf8)) }?.0
    guard place != nil || context.holdsSecret(exchange.response.body) else { return }
    report.depart(
      from: "ERR-15", severity: .fail, "an error repeats a secret", at: .body(place ?? .root),
      expected: "no credential and no signing secret", got: "a secret of this run")
  }

  /// The names and strings of a JSON body with their places; any other body as one text.
  private func texts(of exchange: AnsweredExchange) -> [(JSONPointer, String)] {
    guard let json = exchange.json else {
      return [(.root, String(decoding: exchange.response.body, as: UTF8.self))]
    }
    var texts: [(JSONPointer, String)] = []
    collect(json, at: .root, into: &texts)
    return texts
  }

  private func collect(
    _ value: JSONValue, at pointer: JSONPointer, into texts: inout [(JSONPointer, String)]
  ) {
    if let string = value.stringValue { texts.append((pointer, string)) }
    for (index, element) in value.elements.enumerated() {
      collect(element, at: pointer.appending(index), into: &texts)
    }
    for member in value.members {
      let place = pointer.appending(member.name)
      texts.append((place, member.name))
      collect(member.value, at: place, into: &texts)
    }
  }
}
