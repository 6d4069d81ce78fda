import Synchronization

/// A way to make the server differ from the correct one, at named points around its operations.
///
/// A fault or a legal variation is one alteration. The points come in the order of an exchange;
/// those left nil change nothing.
struct Alteration: Sendable {
  /// Once, at the start: other decisions inside the operations.
  var policies: (@Sendable (inout Policies) -> Void)?
  /// Before a request is looked at: something else happens to the stored data.
  var interference: (@Sendable (Exchange) -> Void)?
  /// The request that the operations will see.
  var request: (@Sendable (inout Request, Exchange) -> Void)?
  /// The answer while it is still a status, fields and JSON.
  var response: (@Sendable (inout Response, Exchange) -> Void)?
  /// The answer as bytes and framing.
  var encoded: (@Sendable (inout EncodedResponse, Exchange) -> Void)?
}

/// One request and its way through the server.
struct Exchange: Sendable {
  /// 1 for the first request since the server started.
  var number: Int
  var requestID: String
  var startedAt: Timestamp
  /// The request as the operations see it.
  var request: Request
  /// The operation that the request asks for, as `METHOD /path` with the path's template; nil if
  /// there is none.
  var operation: String?
  /// The organization that the credential belongs to, once it is known.
  var organizationID: String?
  /// What a list operation put on its page.
  var page: PageNote?
  /// What alterations remember from one exchange to the next.
  let memory: AlterationMemory
  /// The stored data.
  let store: Store
}

/// What is known about a page of a list.
struct PageNote: Sendable {
  /// 1 for the page that was asked for without a cursor.
  var number: Int
  var limit: Int
  var nextCursor: String?
}

/// Texts and counts that an alteration keeps between exchanges.
final class AlterationMemory: Sendable {
  private let counts = Mutex<[String: Int]>([:])
  private let values = Mutex<[String: JSON]>([:])

  /// How often this has been called with the name, this time included.
  func count(_ name: String) -> Int {
    add(1, to: name)
  }

  /// Adds to the number of a name, 0 at first, and gives the sum.
  @discardableResult
  func add(_ number: Int, to name: String) -> Int {
    counts.withLock { counts in
      counts[name, default: 0] += number
      return counts[name, default: 0]
    }
  }

  /// What was last remembered under a name.
  func value(_ name: String) -> JSON? {
    values.withLock { $0[name] }
  }

  /// Remembers a value under a name.
  func remember(_ value: JSON, as name: String) {
    values.withLock { $0[name] = value }
  }
}
