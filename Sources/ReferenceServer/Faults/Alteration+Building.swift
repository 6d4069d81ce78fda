extension Alteration {
  /// Other decisions inside the operations.
  static func decisions(_ change: @escaping @Sendable (inout Policies) -> Void) -> Alteration {
    Alteration(policies: change)
  }

  /// Another request than the one that was sent.
  static func request(_ change: @escaping @Sendable (inout Request, Exchange) -> Void)
    -> Alteration
  {
    Alteration(request: change)
  }

  /// Another answer than the one that was given.
  static func response(_ change: @escaping @Sendable (inout Response, Exchange) -> Void)
    -> Alteration
  {
    Alteration(response: change)
  }

  /// Other bytes than those of the answer.
  static func encoded(_ change: @escaping @Sendable (inout EncodedResponse, Exchange) -> Void)
    -> Alteration
  {
    Alteration(encoded: change)
  }

  /// Another body of successes that have one.
  static func success(_ change: @escaping @Sendable (inout JSON, Exchange) -> Void) -> Alteration {
    Alteration(response: { response, exchange in
      guard (200..<300).contains(response.status), var body = response.body else { return }
      change(&body, exchange)
      response.body = body
    })
  }

  /// Another `error` of refusals.
  static func refusal(_ change: @escaping @Sendable (inout JSON, Exchange) -> Void) -> Alteration {
    Alteration(response: { response, exchange in
      guard var error = response.body?["error"] else { return }
      change(&error, exchange)
      response.body?["error"] = error
    })
  }

  /// Other resources in successes: each row of a page, or the one resource.
  static func resources(_ change: @escaping @Sendable (inout JSON, Exchange) -> Void)
    -> Alteration
  {
    success { body, exchange in
      guard let data = body["data"] else { return }
      guard var rows = data.elements else {
        var resource = data
        change(&resource, exchange)
        body["data"] = resource
        return
      }
      for index in rows.indices { change(&rows[index], exchange) }
      body["data"] = .array(rows)
    }
  }

  /// Another header field, or none, in every answer.
  static func field(_ name: String, _ value: String?) -> Alteration {
    encoded { response, _ in response.fields.set(name, to: value) }
  }

  /// This alteration, touching nothing but the exchanges in reach.
  func limited(to reach: Reach) -> Alteration {
    var limited = self
    if let change = interference {
      limited.interference = { exchange in
        if reach.includes(exchange) { change(exchange) }
      }
    }
    if let change = request {
      limited.request = { request, exchange in
        if reach.includes(exchange) { change(&request, exchange) }
      }
    }
    if let change = response {
      limited.response = { response, exchange in
        if reach.includes(exchange) { change(&response, exchange) }
      }
    }
    if let change = encoded {
      limited.encoded = { response, exchange in
        if reach.includes(exchange) { change(&response, exchange) }
      }
    }
    return limited
  }
}

extension Response {
  /// What a server says that has lost its way.
  static func crash(_ exchange: Exchange) -> Response {
    .refusal(
      APIError(
        status: 500, kind: .server, code: "internal_error", message: "Something went wrong."),
      requestID: exchange.requestID)
  }
}

extension JSON {
  /// Sorts the rows of a page by the text of a member.
  mutating func sortRows(by name: String) {
    guard let rows = self["data"]?.elements else { return }
    self["data"] = .array(
      rows.sorted { ($0[name]?.stringValue ?? "") < ($1[name]?.stringValue ?? "") })
  }

  /// A text member, changed; members of another kind stay.
  mutating func changeText(_ name: String, _ change: (String) -> String) {
    if let text = self[name]?.stringValue { self[name] = .string(change(text)) }
  }
}
