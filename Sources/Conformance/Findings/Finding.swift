package import Diagnostics

/// One departure of the target from a requirement, with everything a person needs to see it.
///
/// All text in it is masked when it is made: nothing that prints a finding has to know secrets.
package struct Finding: Sendable, Hashable {
  /// The requirement it departs from.
  package var requirement: RequirementID
  /// What it does to the run.
  package var severity: Severity
  /// What is wrong, as one sentence without a full stop.
  package var message: String
  /// The operation it was seen on, such as `GET /labels/{id}`; nil for a path no operation has.
  package var operation: String?
  /// The exchange that shows it: an index into the case's exchanges.
  package var exchange: Int?
  /// Further exchanges it rests on, such as the first answer that a replay should have repeated.
  package var relatedExchanges: [Int]
  /// Where in the exchange.
  package var place: Place
  /// What the contract or the suite asks for.
  package var expected: String
  /// What the target did.
  package var got: String
  /// The clause of the contract it rests on.
  package var clause: Clause?
  /// The place in the suite that asked for it.
  package var suiteLocation: SourceLocation?
  /// Further lines, such as the branches of an `anyOf` with the nearest first.
  package var details: [String]

  /// The part of an exchange that a finding points at.
  package enum Place: Sendable, Hashable {
    /// The status line.
    case status
    /// A header field of the response, by its name in lower case.
    case header(String)
    /// A value of the response body; the root for the body as a whole.
    case body(JSONPointer)
    /// The bytes on the wire, or the behaviour across several exchanges.
    case exchange
  }

  /// A place in a contract.
  package struct Clause: Sendable, Hashable {
    /// The JSON pointer of the keyword or object.
    package var pointer: JSONPointer
    /// The line and column of it.
    package var location: SourceLocation

    /// Creates a clause from its parts.
    package init(pointer: JSONPointer, location: SourceLocation) {
      self.pointer = pointer
      self.location = location
    }
  }

  /// Creates a finding from its parts.
  package init(
    requirement: RequirementID, severity: Severity, message: String, operation: String? = nil,
    exchange: Int? = nil, relatedExchanges: [Int] = [], place: Place = .exchange,
    expected: String, got: String, clause: Clause? = nil,
    suiteLocation: SourceLocation? = nil, details: [String] = []
  ) {
    self.requirement = requirement
    self.severity = severity
    self.message = message
    self.operation = operation
    self.exchange = exchange
    self.relatedExchanges = relatedExchanges
    self.place = place
    self.expected = expected
    self.got = got
    self.clause = clause
    self.suiteLocation = suiteLocation
    self.details = details
  }
}
