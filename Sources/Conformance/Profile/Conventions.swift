package import Diagnostics
import SchemaValidator

/// How an API says what OpenAPI has no words for: its envelopes, paging and idempotency.
///
/// Everything generic in the checks and probes is driven by it; a part that is nil switches the
/// checks off that need it.
package struct Conventions: Sendable {
  /// The members that every success has.
  package var success: Success?
  /// The shape of every error.
  package var errors: Errors?
  /// How lists are read page by page: one way for all of them, or several for some each.
  package var lists: [Pagination] = []
  /// How a repeated request is recognised.
  package var idempotency: Idempotency?
  /// The header field that repeats an exchange's own id, where there is one.
  package var requestIDHeader: String?
  /// The names of members in which the target hands out secrets.
  package var secretMembers: [String] = []
  /// How the target tells others of events; nil where nothing is said about it.
  package var webhooks: Webhooks?
  /// Undocumented client errors that infrastructure in front of a server may add.
  package var ambientStatuses = usualAmbientStatuses
  /// Those of most gateways.
  static let usualAmbientStatuses: Set = [
    403, 405, 406, 408, 411, 413, 414, 415, 421, 425, 428, 429, 431,
  ]

  /// Creates conventions that say nothing.
  package init() {}

  /// How the list of an operation is read; nil where nothing is said about it.
  ///
  /// Where the profile names no largest page, the schema of the parameter may.
  package func pagination(of operation: Operation?) -> Pagination? {
    let general = lists.first { $0.operations.isEmpty }
    guard let operation else { return general }
    var pagination = lists.first { $0.names(operation) } ?? general
    if pagination?.maximumLimit == nil, let name = pagination?.limitParameter {
      pagination?.maximumLimit =
        operation.parameter(name, in: .query)?.shape.keyword("maximum")?.intValue
    }
    return pagination
  }

  /// The members that every success has.
  package struct Success: Sendable {
    /// Where the payload is.
    package var data: JSONPointer?
    /// Where the exchange's own id is.
    package var requestID: JSONPointer?

    /// Creates the convention from its parts.
    package init(data: JSONPointer? = nil, requestID: JSONPointer? = nil) {
      self.data = data
      self.requestID = requestID
    }
  }

  /// The shape of every error.
  package struct Errors: Sendable {
    /// The contract's schema of it, such as `#/components/schemas/Error`.
    package var schema: JSONPointer?
    /// The member that only an error has.
    package var root: JSONPointer?
    /// Where the kind of error is.
    package var type: JSONPointer?
    /// Where the stable code is.
    package var code: JSONPointer?
    /// Where the sentence for people is.
    package var message: JSONPointer?
    /// Where the culprit is named.
    package var param: JSONPointer?
    /// Where the exchange's own id is.
    package var requestID: JSONPointer?
    /// Which kinds go with which status; a status that is absent is not judged.
    package var types: [Int: [String]] = [:]
    /// What a code looks like, as an ECMA-262 pattern.
    package var codePattern: String?

    /// Creates the convention without any member.
    package init() {}
  }

  /// How some lists are read page by page.
  package struct Pagination: Sendable {
    /// The operations it is about, named as suites do; empty for all that no other is about.
    package var operations: [String]
    /// How the next page is asked for.
    package var style: PageStyle
    /// Where the items are.
    package var items: JSONPointer
    /// Where it is said whether there is more; nil where only the way on tells.
    package var more: JSONPointer?
    /// Where an item's id is, from the item on.
    package var id: JSONPointer
    /// Where it is said how many items the whole list has, where it is.
    package var total: Total?
    /// The query parameter that asks for a page size; nil where none does.
    package var limitParameter: String?
    /// The page size without the limit parameter, where it is documented.
    package var defaultLimit: Int?
    /// The largest page size; nil where neither the profile nor the contract names one.
    package var maximumLimit: Int?
    /// What happens to a larger one.
    package var overMaximum: OverMaximum

    /// Where the number of all items is.
    package enum Total: Sendable, Hashable {
      /// In the body.
      case body(JSONPointer)
      /// In a header field.
      case field(String)
    }

    /// What a server may do with a limit out of range.
    package enum OverMaximum: String, Sendable, CaseIterable {
      /// Answer with a client error.
      case reject
      /// Answer with the largest page.
      case clamp
      /// One or the other.
      case either
    }

    /// Creates the convention from its parts.
    package init(
      style: PageStyle, items: JSONPointer, more: JSONPointer?, id: JSONPointer,
      limitParameter: String?, operations: [String] = [], total: Total? = nil,
      defaultLimit: Int? = nil, maximumLimit: Int? = nil, overMaximum: OverMaximum = .either
    ) {
      self.operations = operations
      self.style = style
      self.items = items
      self.more = more
      self.id = id
      self.total = total
      self.limitParameter = limitParameter
      self.defaultLimit = defaultLimit
      self.maximumLimit = maximumLimit
      self.overMaximum = overMaximum
    }

    /// Whether it names an operation as one it is about.
    func names(_ operation: Operation) -> Bool {
      operations.contains { name in
        operation.id.description.isSameText(as: name)
          || operation.operationID?.isSameText(as: name) == true
      }
    }

    /// Whether the operation lists something page by page as this convention has it.
    func pages(_ operation: Operation) -> Bool {
      if names(operation) { return true }
      return [style.positionParameter ?? limitParameter].compactMap(\.self)
        .contains { operation.parameter($0, in: .query) != nil }
    }
  }

  /// How a repeated request is recognised.
  package struct Idempotency: Sendable {
    /// The header field that carries the key.
    package var header: String
    /// The statuses that refuse a key used with another request.
    package var reuseStatuses: Set<Int>
    /// The statuses that refuse a key whose first request is still under way.
    package var inFlightStatuses: Set<Int>
    /// The header field that marks a repeated answer, where there is one.
    package var replayHeader: String?
    /// The longest key, where it is documented.
    package var maximumLength: Int?
    /// Members of the answer that may differ in a repeated one.
    package var volatile: [JSONPointer]

    /// Creates the convention from its parts.
    package init(
      header: String, reuseStatuses: Set<Int>, inFlightStatuses: Set<Int>,
      replayHeader: String? = nil, maximumLength: Int? = nil, volatile: [JSONPointer] = []
    ) {
      self.header = header
      self.reuseStatuses = reuseStatuses
      self.inFlightStatuses = inFlightStatuses
      self.replayHeader = replayHeader
      self.maximumLength = maximumLength
      self.volatile = volatile
    }
  }
  /// How the target tells others of events.
  package struct Webhooks: Sendable {
    /// How each delivery is signed: the HMAC-SHA256, as hex digits, of the time, a full stop and the
    /// body.
    package var signature: Signature

    /// Creates the convention from its parts.
    package init(signature: Signature) {
      self.signature = signature
    }

    /// Where a signature is and what it looks like.
    package struct Signature: Sendable {
      /// The header field that holds it; nil for the one whose value has the form.
      package var header: String?
      /// The name of the element with the time.
      package var time = "t"
      /// The name of each element with a code.
      package var code = "v1"
      /// How far the time may be from that of the delivery.
      package var tolerance = Duration.seconds(300)

      /// The convention that most senders have.
      package init() {}
    }
  }
}
