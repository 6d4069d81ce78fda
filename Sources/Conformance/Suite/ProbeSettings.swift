package import Diagnostics

/// The settings of the paging probe.
package struct PaginationProbe: Sendable {
  /// The list operation with its filters.
  package let call: Call
  /// Items to create first, so that there is something to page through.
  package let seed: Seed?
  /// The page sizes to walk with.
  package let limits: [Int]
  /// How many pages a walk may take.
  package let maximumPages: Int
  /// How many requests the probe may send.
  package let maximumRequests: Int

  /// How items are created for a probe.
  package struct Seed: Sendable {
    /// How many.
    package let count: Int
    /// The request that creates one; `${index}` counts them.
    package let call: Call
    /// Where the new item's id is in the answer.
    package let id: JSONPointer
    /// What removes one; `${id}` is its id.
    package let cleanup: Call?
  }
}

/// The settings of the idempotency probe.
package struct IdempotencyProbe: Sendable {
  /// The operation, with a body in which `${token}` makes each intended effect distinct.
  package let call: Call
  /// Where the id of what was done is in the answer.
  package let id: JSONPointer
  /// How the effects are counted: a list call, of whose items those are counted that hold the
  /// token in a member.
  package let count: Count?
  /// How often requests are also released at the same instant.
  package let races: Int
  /// How many requests the probe may send.
  package let maximumRequests: Int

  /// How the effects are counted.
  package struct Count: Sendable {
    /// The list operation.
    package let call: Call
    /// Where the token is found in an item.
    package let member: JSONPointer
  }
}
