package import Diagnostics

/// One suite file.
package struct Suite: Sendable {
  /// The file's path without its endings, relative to the profile's folder's parent.
  package let id: String
  /// The title.
  package let title: String
  /// The file as given.
  package let file: String
  /// What several cases share, in the order of the file.
  package var fixtures: [Fixture] = []
  /// The cases in the order of the file.
  package let cases: [Case]
  /// What is odd about the file, but does not keep it from being used.
  package var remarks: [Diagnostic] = []
  /// Where requests stand that create something which nothing in the suite removes.
  var leftBehind: Set<SourceLocation> = []

  /// Everything that runs and reports as a case does: the fixtures, and the cases.
  package var allCases: [Case] { fixtures.map(\.testCase) + cases }

  /// Something that stands alone: its own values, its own cleanup, its own verdict.
  ///
  /// A class, since whatever is done with a case refers to it.
  package final class Case: Sendable {
    /// The suite's id, a slash, and the case's own.
    package let id: String
    /// The title as written.
    package let title: String
    /// Where it stands.
    package let location: SourceLocation
    /// The requirements it gives evidence for.
    package let proves: [RequirementID]
    /// What it leaves in the world.
    package let effect: Effect
    /// Whether no other case may run beside it.
    package let isExclusive: Bool
    /// Words to select it by.
    package let tags: [String]
    /// Variables without which it does not apply.
    package let needs: [String]
    /// Values made once at its start, in order.
    package let values: [(name: String, value: TemplatedValue)]
    /// What it does.
    package let work: Work
    /// How often its steps are gone through; `${index}` counts from 0.
    package let trials: Int
    /// The ids of the fixtures it uses.
    package let fixtures: [String]
    /// How long it may take, its cleanup not counted; nil for any time.
    package let timeLimit: Duration?
    /// Who sees to it when it fails.
    package let owner: String?
    /// Where to read on: tickets, pages, requirements kept elsewhere.
    package let links: [String]

    /// Creates a case from its parts.
    init(
      id: String, title: String, location: SourceLocation, proves: [RequirementID],
      effect: Effect, isExclusive: Bool, tags: [String], needs: [String],
      values: [(name: String, value: TemplatedValue)], work: Work, trials: Int = 1,
      fixtures: [String] = [], timeLimit: Duration? = nil, owner: String? = nil,
      links: [String] = []
    ) {
      self.id = id
      self.title = title
      self.location = location
      self.proves = proves
      self.effect = effect
      self.isExclusive = isExclusive
      self.tags = tags
      self.needs = needs
      self.values = values
      self.work = work
      self.trials = trials
      self.fixtures = fixtures
      self.timeLimit = timeLimit
      self.owner = owner
      self.links = links
    }

    /// The same case under another id or title.
    func named(_ id: String? = nil, title: String? = nil) -> Case {
      Case(
        id: id ?? self.id, title: title ?? self.title, location: location, proves: proves,
        effect: effect, isExclusive: isExclusive, tags: tags, needs: needs, values: values,
        work: work, trials: trials, fixtures: fixtures, timeLimit: timeLimit, owner: owner,
        links: links)
    }

    /// The operations it calls, without those of cleanup.
    package var operations: [OperationID] {
      let calls =
        switch work {
        case .steps(let steps): steps.flatMap(\.requests).flatMap(\.calls)
        default: work.probe?.calls ?? []
        }
      return calls.compactMap { $0.target.operation?.id }
    }

    /// The operations by which it removes what it created.
    package var cleanupOperations: [OperationID] {
      let cleanups =
        switch work {
        case .steps(let steps): steps.flatMap(\.requests).compactMap(\.cleanup)
        default: [work.probe?.created?.cleanup].compactMap(\.self)
        }
      return cleanups.compactMap { $0.target.operation?.id }
    }

    /// Whether it waits for something that the target is to send.
    var awaitsDelivery: Bool {
      if case .steps(let steps) = work { steps.contains(where: \.awaitsDelivery) } else { false }
    }
  }

  /// Steps that are taken once for all cases that name it, and undone after the last of them.
  package struct Fixture: Sendable {
    /// The name that cases use.
    package let name: String
    /// Its steps, as a case of its own.
    package let testCase: Case
    /// The names of the values it gives.
    package let outputs: [String]
  }

  /// One entry of a list of steps.
  package indirect enum Action: Sendable {
    /// A request.
    case request(Step)
    /// Steps that are written in one place and used in several.
    case use(Use)
    /// Something that the target is to send by itself.
    case delivery(Delivery)

    /// How many requests it comes to.
    var requestCount: Int {
      switch self {
      case .request: 1
      case .use(let use): use.shared.requestCount
      case .delivery: 0
      }
    }

    /// The first request that is meant to change something; nil where none is.
    var changingCall: Call? {
      switch self {
      case .request(let step): step.changingCall
      case .use(let use): use.shared.changingCall
      case .delivery: nil
      }
    }

    /// The requests it comes to, in order.
    package var requests: [Step] {
      switch self {
      case .request(let step): [step]
      case .use(let use): use.shared.actions.flatMap(\.requests)
      case .delivery: []
      }
    }

    /// Whether it waits for something that the target is to send.
    var awaitsDelivery: Bool {
      switch self {
      case .request: false
      case .use(let use): use.shared.actions.contains(where: \.awaitsDelivery)
      case .delivery: true
      }
    }
  }

  /// Steps that are written in one place and used in several, with names of their own.
  package struct SharedSteps: Sendable {
    /// The name they are used by.
    package let name: String
    /// The values that have to be given, or may be.
    package let inputs: [Input]
    /// The names of the values that they give.
    package let outputs: [String]
    /// Values made once at their start, in order.
    package let values: [(name: String, value: TemplatedValue)]
    /// The steps.
    package let actions: [Action]
    /// The profile's variables that they cannot do without.
    let neededVariables: [String]
    /// How many requests they come to, those of the steps that they use among them.
    let requestCount: Int
    /// The first request that is meant to change something; nil where none is.
    let changingCall: Call?
    /// What to tell of a request that creates something, where whoever uses the steps removes
    /// nothing of the kind, by where it stands; those of the steps that they use among them.
    let leftovers: [SourceLocation: Diagnostic]

    /// A value that whoever uses the steps gives.
    package struct Input: Sendable {
      /// The name in templates of the steps.
      package let name: String
      /// What it is when nobody gives it; nil where it has to be given.
      package let fallback: TemplatedValue?
    }
  }

  /// One use of shared steps.
  package struct Use: Sendable {
    /// The steps.
    package let shared: SharedSteps
    /// The values given, in the order written.
    package let inputs: [(name: String, value: TemplatedValue)]
    /// What is kept of their outputs, by the name it has from there on.
    package let outputs: [(name: String, output: String)]
    /// Where it stands.
    package let location: SourceLocation
  }

  /// A webhook that the target is to send, and what is expected of it.
  package struct Delivery: Sendable {
    /// The end of the path that it is sent to.
    package let target: TemplatedValue
    /// What its body looks like.
    package let pattern: BodyPattern
    /// How long it may take to come.
    package let limit: Duration
    /// The secrets that each have to have signed it; nil where the signature is not judged.
    package let secrets: [TemplatedValue]?
    /// The requirements that its signature speaks for; those of the case where there are none.
    package let proves: [RequirementID]?
    /// Where it stands.
    package let location: SourceLocation
    /// Where it says that it has to be signed.
    let signaturePlace: ExpectationPlace
  }

  /// What a case does.
  ///
  /// Indirect, since what a probe holds would make room for itself in every case.
  package indirect enum Work: Sendable {
    /// Requests one after another.
    case steps([Action])
    /// The semantics of paging, on one list operation.
    case pagination(PaginationProbe)
    /// The semantics of idempotency keys, on one operation.
    case idempotency(IdempotencyProbe)
    /// Who is let in.
    case authentication(AuthenticationProbe)
    /// The semantics of HTTP itself.
    case http(HTTPProbe)
    /// Requests that break the contract, and those at the edge of it.
    case requests(RequestsProbe)
    /// What becomes of those who ask too often.
    case rateLimit(RateLimitProbe)
    /// What becomes of a resource from its creation to its end.
    case lifecycle(LifecycleProbe)

    /// The settings of the probe; nil for steps.
    package var probe: (any ProbeSettings)? {
      switch self {
      case .steps: nil
      case .pagination(let probe): probe
      case .idempotency(let probe): probe
      case .authentication(let probe): probe
      case .http(let probe): probe
      case .requests(let probe): probe
      case .rateLimit(let probe): probe
      case .lifecycle(let probe): probe
      }
    }
  }

  /// One request and what is expected of its response.
  ///
  /// A class, since a step is handed on as it is to everything that carries it out.
  package final class Step: Sendable {
    /// The request.
    package let call: Call
    /// What is expected, in the order written; a success where nothing is.
    package let expectations: [Expectation]
    /// What is kept of the response, for later templates.
    package let captures: [Capture]
    /// What undoes it.
    package let cleanup: Call?
    /// How long to wait before it.
    package let delay: Duration
    /// How many pages of a list are read and compared as one list at most; nil reads the one page.
    package let walk: Int?
    /// The statuses that say nothing about the case, since the state it needs is not there.
    package let openStatus: Expectation.StatusExpectation?
    /// What is sent at the same instant; nil for a request that goes alone.
    package let race: Race?
    /// How often the request is sent at the same instant, all of them to be answered as expected;
    /// nil for a request that goes alone.
    package let together: Int?
    /// How the request is repeated until its answer is as expected; nil for one attempt.
    package let polling: Polling?
    /// Whether the API says that its effect is the same however often it comes.
    package let isIdempotent: Bool
    /// Whether nothing but a refusal will do.
    package let expectsRefusal: Bool

    /// Creates a step from its parts.
    init(
      call: Call, expectations: [Expectation], captures: [Capture], cleanup: Call?,
      delay: Duration = .zero, walk: Int? = nil, openStatus: Expectation.StatusExpectation? = nil,
      race: Race? = nil, together: Int? = nil, polling: Polling? = nil, isIdempotent: Bool = false
    ) {
      self.call = call
      self.expectations = expectations
      self.captures = captures
      self.cleanup = cleanup
      self.delay = delay
      self.walk = walk
      self.openStatus = openStatus
      self.race = race
      self.together = together
      self.polling = polling
      self.isIdempotent = isIdempotent
      expectsRefusal = expectations.contains { $0.status?.isRefusal == true }
    }

    /// Whether the step asks for a 429, so that one is its answer.
    package var expectsRefusalForPace: Bool {
      expectations.name(429) || openStatus?.names(429) == true
    }

    /// The request and those sent beside it.
    package var calls: [Call] { [call] + (race?.rivals ?? []) }

    /// The first request that is meant to change something; nil where none is.
    var changingCall: Call? {
      calls.first { call in
        !call.isFaulty && call.target.operation != nil && !HTTPRequest.isSafe(call.target.method)
      }
    }
  }

  /// How a request is repeated until its answer is as expected.
  package struct Polling: Sendable {
    /// The time between the end of an attempt and the next.
    package let interval: Duration
    /// How long after the first attempt another may begin; one that an answer was too late for begins
    /// all the same, and proves nothing where it is as expected.
    package let limit: Duration

    /// How many attempts there are at most.
    package var attempts: Int {
      // The first attempt goes before any interval; the last one at the limit.
      Int((limit / interval).rounded(.up)) + 1
    }
  }

  /// Requests sent at the same instant, of which only some may succeed.
  ///
  /// The step's own expectations and captures are for those that succeed.
  package struct Race: Sendable {
    /// How often the step's own request is sent.
    package let copies: Int
    /// The other requests.
    package let rivals: [Call]
    /// How many requests have to succeed.
    package let winners: Int
    /// What is expected of the others; that they are refused where nothing is.
    package let losers: [Expectation]
    /// Where it says how many have to succeed, or that there is a race.
    let winnersPlace: ExpectationPlace
  }

  /// A value kept of a response.
  package struct Capture: Sendable {
    /// The name in templates.
    package let name: String
    /// Where it is in the body, or in the element chosen.
    package let pointer: JSONPointer
    /// Where it is asked for.
    package let location: SourceLocation
    /// The list that the value is looked for in; nil for the body itself.
    package var choice: Choice?

    /// The first element of a list that looks as asked for.
    package struct Choice: Sendable {
      /// Where the list is in the body.
      package let list: JSONPointer
      /// What the element looks like.
      package let pattern: BodyPattern
    }
  }
}
