package import Diagnostics
import SchemaValidator

/// Where masking changed an exchange, so that nobody judges a mask as if the target had sent it.
package struct MaskedPlaces: Sendable, Hashable {
  /// Whether the URL holds a mask.
  package var isURLMasked = false
  /// The request's header fields with a mask, in lower case.
  package var requestFields: [String] = []
  /// The response's header fields with a mask, in lower case.
  package var responseFields: [String] = []
  /// The places of the request's body with a mask; the root for a body that is no JSON.
  package var requestBody: [JSONPointer] = []
  /// The places of the response's body with a mask; the root for a body that is no JSON.
  package var responseBody: [JSONPointer] = []

  /// Creates the places of an exchange without a secret.
  package init() {}

  /// Adds the places that an earlier masking of the same exchange has noted.
  mutating func add(_ earlier: MaskedPlaces) {
    isURLMasked = isURLMasked || earlier.isURLMasked
    func add<Place: Equatable>(_ places: [Place], to all: inout [Place]) {
      all = places + all.filter { !places.contains($0) }
    }
    add(earlier.requestFields, to: &requestFields)
    add(earlier.responseFields, to: &responseFields)
    add(earlier.requestBody, to: &requestBody)
    add(earlier.responseBody, to: &responseBody)
  }

  /// Whether a part of the response may be other than what the target sent.
  ///
  /// That holds for what contains a mask as well: an object may break a rule because a member does.
  package func concern(_ place: Finding.Place) -> Bool {
    switch place {
    // The framing is recorded as it was.
    case .status, .exchange: false
    case .header(let name): responseFields.contains(name.lowercased())
    case .body(let pointer):
      responseBody.contains { $0.starts(with: pointer) || pointer.starts(with: $0) }
    }
  }
}

extension RecordedExchange {
  /// The exchange without secrets in any spelling, and with the places at which there were some; those
  /// that were noted before stay.
  package func masked(by redactor: Redactor) -> RecordedExchange {
    var clean = self
    clean.masked = MaskedPlaces()
    func mask(_ text: inout String) { text = redactor.masked(text) }
    mask(&clean.caseID)
    mask(&clean.caseTitle)
    mask(&clean.suiteFile)
    mask(&clean.purpose)
    clean.operation = operation.map(redactor.masked)
    mask(&clean.request.url)
    clean.masked.isURLMasked = clean.request.url != request.url
    (clean.request.fields, clean.masked.requestFields) = Self.masked(request.fields, by: redactor)
    if let body = request.body {
      let (bytes, places) = Self.masked(body, by: redactor)
      (clean.request.body, clean.masked.requestBody) = (bytes, places)
    }
    switch result {
    case .success(let response): clean.result = .success(clean.mask(response, by: redactor))
    case .failure(var error):
      mask(&error.message)
      if let partial = error.partial { error.partial = clean.mask(partial, by: redactor) }
      clean.result = .failure(error)
    }
    clean.masked.add(self.masked)
    return clean
  }

  /// A response without secrets; what changed is noted.
  private mutating func mask(_ response: HTTPResponse, by redactor: Redactor) -> HTTPResponse {
    var clean = response
    // The head repeats the fields, whose values may have to go as a whole.
    clean.head = []
    clean.reason = redactor.masked(response.reason)
    (clean.fields, masked.responseFields) = Self.masked(response.fields, by: redactor)
    let trailers = Self.masked(response.trailers, by: redactor)
    clean.trailers = trailers.fields
    masked.responseFields += trailers.names
    clean.interim = response.interim.map { interim in
      var clean = interim
      clean.reason = redactor.masked(interim.reason)
      clean.fields = Self.masked(interim.fields, by: redactor).fields
      return clean
    }
    (clean.body, masked.responseBody) =
      hidesBody
      ? (Array(Redactor.mask.utf8), [.root]) : Self.masked(response.body, by: redactor)
    return clean
  }

  private static func masked(
    _ fields: [HTTPField], by redactor: Redactor
  ) -> (fields: [HTTPField], names: [String]) {
    var names: [String] = []
    let clean = fields.map { field in
      let clean = HTTPField(
        redactor.masked(field.name), redactor.maskedField(name: field.name, value: field.value))
      if clean != field { names.append(clean.name.lowercased()) }
      return clean
    }
    return (clean, names)
  }

  private static func masked(
    _ body: [UInt8], by redactor: Redactor
  ) -> (bytes: [UInt8], places: [JSONPointer]) {
    let clean = redactor.masked(body)
    guard clean != body else { return (body, []) }
    guard let before = try? JSONDocument(parsing: body),
      let after = try? JSONDocument(parsing: clean)
    else { return (clean, [.root]) }
    var places: [JSONPointer] = []
    collect(before.root, after.root, at: .root, into: &places)
    return (clean, places)
  }

  /// The innermost places at which two values differ.
  private static func collect(
    _ before: JSONValue, _ after: JSONValue, at pointer: JSONPointer,
    into places: inout [JSONPointer]
  ) {
    if before.kind == .array, after.kind == .array, before.count == after.count {
      for (index, (before, after)) in zip(before.elements, after.elements).enumerated() {
        collect(before, after, at: pointer.appending(index), into: &places)
      }
      return
    }
    let (names, cleanNames) = (before.members.map(\.name), after.members.map(\.name))
    // A name that is given twice leads to one of its values only.
    if before.kind == .object, after.kind == .object, names == cleanNames,
      Set(names).count == names.count
    {
      for (before, after) in zip(before.members, after.members) {
        collect(before.value, after.value, at: pointer.appending(before.name), into: &places)
      }
      return
    }
    if before != after { places.append(pointer) }
  }
}
