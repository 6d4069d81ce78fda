/// What is expected of a response, and which requirements that proves.
package struct Expectation: Sendable {
  /// The requirements it speaks for; nil for those of the case, none for a step that only prepares.
  package var proves: [RequirementID]?
  /// The statuses that will do; nil for any.
  package var status: StatusExpectation?
  /// The media type, without parameters; nil for any.
  package var mediaType: String?
  /// Header fields by name, each with what its value has to match.
  package var fields: [BodyPattern.Member] = []
  /// What the body has to match; nil for anything.
  package var body: BodyPattern?
  /// How long the exchange may take, from the request's start to the last byte; nil for any time.
  package var timeLimit: Duration?
  /// Where the statuses stand.
  package var statusPlace = ExpectationPlace.none
  /// Where the media type stands.
  package var mediaTypePlace = ExpectationPlace.none
  /// Where it says that there is a body to match.
  package var bodyPlace = ExpectationPlace.none
  /// Where the time limit stands.
  package var timeLimitPlace = ExpectationPlace.none
  /// Whether somebody wrote it down, so that it is evidence.
  package var isExplicit = false

  /// The statuses that will do.
  package enum StatusExpectation: Sendable, Hashable, CustomStringConvertible {
    /// Any from 200 to 299: what is expected when a suite says nothing.
    case success
    /// One of these codes or ranges; a range is its first digit.
    case oneOf(codes: [Int], ranges: [Int])

    /// Whether a status will do.
    package func accepts(_ status: Int) -> Bool {
      switch self {
      case .success: 200..<300 ~= status
      case .oneOf(let codes, let ranges): codes.contains(status) || ranges.contains(status / 100)
      }
    }

    /// The statuses that will do, where all of them are written out.
    var codes: [Int]? {
      if case .oneOf(let codes, let ranges) = self, ranges.isEmpty { codes } else { nil }
    }

    /// Whether a status is written out, and not only one of a range.
    func names(_ status: Int) -> Bool {
      if case .oneOf(let codes, _) = self { codes.contains(status) } else { false }
    }

    /// Whether only faults of the client will do.
    var isRefusal: Bool {
      switch self {
      case .success: false
      case .oneOf(let codes, let ranges):
        codes.allSatisfy { 400..<500 ~= $0 } && ranges.allSatisfy { $0 == 4 }
      }
    }

    /// The statuses in words.
    package var description: String {
      switch self {
      case .success: "2XX"
      case .oneOf(let codes, let ranges):
        (codes.map(String.init) + ranges.map { "\($0)XX" }).joined(separator: " or ")
      }
    }
  }
}

extension [Expectation] {
  /// Whether one of them names a status, so that it is an answer like any other.
  func name(_ status: Int) -> Bool { contains { $0.status?.names(status) == true } }
}
