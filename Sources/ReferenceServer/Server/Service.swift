import Synchronization

/// The API behind the connection: a request in, an answer out.
final class Service: Sendable {
  let store: Store
  let policies: Policies
  /// What requests are answered on.
  let executor = AnsweringExecutor()
  private let router: Router
  private let authentication: Authentication
  private let limiter: RateLimiter?
  /// What delivers webhooks; nil where nothing is delivered.
  let sender: WebhookSender?
  private let idempotency: IdempotencyRecords
  private let alterations: [Alteration]
  private let memory = AlterationMemory()
  private let latency: Duration
  private let resetsEvery: Int?
  private let arrivals = Atomic<Int>(0)
  private let clock: @Sendable () -> Duration
  private let cursorKey: [UInt8]
  private let counters = Mutex(ServerCounters())
  private let requestIDs: Mutex<IdentifierSource>

  /// Puts the API together from its options and from what is to differ.
  init(options: ReferenceServerOptions, store: Store, policies: Policies, alterations: [Alteration])
  {
    self.store = store
    self.policies = policies
    self.alterations = alterations
    router = Router(Routes.all(options: options))
    authentication = Authentication(store: store, accepts: policies.acceptsToken)
    limiter = options.rateLimits.map(RateLimiter.init)
    idempotency = IdempotencyRecords(policy: policies.idempotency)
    latency = options.latency
    resetsEvery = options.resetsEvery
    clock = options.now
    sender =
      options.deliversWebhooks
      ? WebhookSender(
        store: store, policies: policies, signatureHeader: options.signatureHeader,
        executor: executor, clock: options.now) : nil
    var source = IdentifierSource(seed: options.seed ^ 0x5EA1_C0DE)
    cursorKey = Array(source.token().utf8)
    requestIDs = Mutex(source)
  }

  /// What has come in so far and what has come of it.
  var currentCounters: ServerCounters {
    var counters = counters.withLock { $0 }
    counters.effects = store.withState { $0.effects }
    return counters
  }

  /// The instant on the server's clock.
  private var now: Timestamp {
    Timestamp(sinceEpoch: clock()).roundedDown(to: policies.clockGrain)
  }

  /// When a connection is reset in place of an answer.
  enum Reset {
    /// Before the request is carried out.
    case before
    /// After it was carried out.
    case after
  }

  /// Whether the next request is to be answered by a reset; nil for an answer.
  func nextReset() -> Reset? {
    guard let interval = resetsEvery else { return nil }
    // Which one of each group it is changes from group to group, so that whoever asks in a rhythm of
    // its own does not lose the same request again and again.
    let (group, place) = arrivals.add(1, ordering: .relaxed).oldValue
      .quotientAndRemainder(dividingBy: interval)
    let chosen = Int(truncatingIfNeeded: (UInt64(group) &* 0x9E37_79B9_7F4A_7C15) >> 33) % interval
    guard place == chosen else { return nil }
    return group.isMultiple(of: 2) ? .before : .after
  }

  /// Forgets what the requests so far have left behind, besides the stored data.
  func reset() {
    counters.withLock { $0 = ServerCounters() }
    idempotency.removeAll()
    limiter?.reset()
  }

  /// Answers a request.
  func answer(_ incoming: Request) async -> EncodedResponse {
    let number = counters.withLock { counters in
      counters.requests += 1
      return counters.requests
    }
    var exchange = Exchange(
      number: number, requestID: requestIDs.withLock { $0.identifier("req") },
      startedAt: now, request: incoming, memory: memory, store: store)
    exchange.operation = router.operation(of: incoming)
    for alteration in alterations { alteration.interference?(exchange) }
    for alteration in alterations { alteration.request?(&exchange.request, exchange) }

    var response = await response(in: &exchange)
    addCommonFields(to: &response, of: exchange)
    for alteration in alterations { alteration.response?(&response, exchange) }
    // An alteration may put an answer of its own in place of the one it was given.
    addCommonFields(to: &response, of: exchange)

    var encoded = EncodedResponse(response)
    encoded.omitsBody = incoming.method == "HEAD"
    for alteration in alterations { alteration.encoded?(&encoded, exchange) }
    count(encoded.status, of: exchange.operation)
    sender?.sendOutgoing()
    return encoded
  }

  /// The answer of the operations, a refusal as well as a success.
  private func response(in exchange: inout Exchange) async -> Response {
    var limitFields: [HTTPField] = []
    do {
      var response = try await perform(in: &exchange, limitFields: &limitFields)
      response.fields += limitFields
      return response
    } catch {
      var response = Response.refusal(error, requestID: exchange.requestID)
      if error.status != 429 { response.fields += limitFields }
      return response
    }
  }

  /// Lets a request in, step by step, and performs its operation.
  ///
  /// The order is part of the API: the credential is judged before any argument, and arguments
  /// before the body.
  private func perform(in exchange: inout Exchange, limitFields: inout [HTTPField])
    async throws(APIError) -> Response
  {
    let request = exchange.request
    if let refusal = request.refusal { throw refusal }
    let route: Route
    let parameters: [String: String]
    switch try router.match(method: request.method, path: request.path) {
    case .nothing: throw .unknownRoute
    case .otherMethods(let methods):
      guard request.method == "OPTIONS" else { throw .methodNotAllowed(allowing: methods) }
      let allow = HTTPField(name: "Allow", value: methods.joined(separator: ", "))
      return Response(status: 204, fields: [allow])
    case .route(let found, let values): (route, parameters) = (found, values)
    }
    exchange.operation = route.operation

    let apiKey = route.isSecured ? try authentication.apiKey(of: request) : nil
    exchange.organizationID = apiKey?.organizationID
    if let apiKey, let limiter {
      limitFields = try limiter.admit(
        organizationID: apiKey.organizationID, isSafe: route.isSafe, at: exchange.startedAt)
    }
    guard let queryItems = request.queryItems else { throw .invalidURLEncoding }
    var call = Invocation(
      request: request, requestID: exchange.requestID, parameters: parameters,
      queryItems: queryItems, body: nil, apiKey: apiKey, now: exchange.startedAt, store: store,
      policies: policies, cursorKey: cursorKey)
    try call.checkPathParameters(of: route)
    call.body = try RequestBody.read(request, as: route.body)
    return try await perform(route, call, in: &exchange)
  }

  /// Runs the operation, or gives an earlier answer again if the request repeats one.
  private func perform(_ route: Route, _ call: Invocation, in exchange: inout Exchange)
    async throws(APIError) -> Response
  {
    guard route.isIdempotent, let key = try call.idempotencyKey else {
      return try await run(route, call, in: &exchange)
    }
    let scope = IdempotencyScope(
      organizationID: call.organizationID, method: route.method, path: call.decodedPath(of: route),
      key: key)
    let admission = try await idempotency.admit(
      scope, body: call.body ?? .null, at: exchange.startedAt,
      whenWaiting: { self.counters.withLock { $0.waitsForKey += 1 } })
    switch admission {
    case .replay(let answer):
      counters.withLock { $0.replays += 1 }
      var response = Response(status: answer.status, body: answer.body)
      response.setRequestID(exchange.requestID)
      response.fields.append(HTTPField(name: "Idempotent-Replayed", value: "true"))
      return response
    case .run(let ticket):
      var kept: IdempotencyRecords.KeptAnswer?
      defer { idempotency.finish(ticket, answer: kept, at: exchange.startedAt) }
      var response: Response
      do {
        response = try await run(route, call, in: &exchange)
      } catch {
        response = .refusal(error, requestID: exchange.requestID)
      }
      if policies.idempotency.records(response.status) {
        kept = IdempotencyRecords.KeptAnswer(status: response.status, body: response.body)
      }
      response.fields.append(HTTPField(name: "Idempotent-Replayed", value: "false"))
      return response
    }
  }

  /// Runs the operation itself.
  private func run(_ route: Route, _ call: Invocation, in exchange: inout Exchange)
    async throws(APIError) -> Response
  {
    let workTime = latency + policies.workTime(route.operation)
    if workTime > .zero { await AnsweringExecutor.pause(workTime) }
    var call = call
    if workTime > .zero { call.now = now }
    switch try route.handler(call) {
    case .data(let data): return .success(data, requestID: exchange.requestID)
    case .redirect(let place):
      return Response(status: 302, fields: [HTTPField(name: "Location", value: place)])
    case .page(let rows, let note):
      exchange.page = note
      return Response(
        status: 200,
        body: [
          "data": .array(rows), "has_more": .bool(note.nextCursor != nil),
          "next_cursor": .optional(note.nextCursor), "request_id": .string(exchange.requestID),
        ])
    }
  }

  /// Adds the fields that every answer has, as far as they are not there.
  private func addCommonFields(to response: inout Response, of exchange: Exchange) {
    let isOpen = exchange.operation == "GET /health"
    let common = [
      HTTPField(name: "Date", value: exchange.startedAt.httpDate),
      HTTPField(name: "X-Request-Id", value: exchange.requestID),
      HTTPField(name: "Cache-Control", value: isOpen ? "no-cache" : "no-store"),
    ]
    let present = response.fields
    response.fields = common.filter { present.values(of: $0.name).isEmpty } + present
  }

  private func count(_ status: Int, of operation: String?) {
    counters.withLock { counters in
      counters.requestsByOperation[operation ?? "unmatched", default: 0] += 1
      counters.answersByStatus[status, default: 0] += 1
    }
  }
}
