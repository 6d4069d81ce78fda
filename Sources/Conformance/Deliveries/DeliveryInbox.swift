import Synchronization

/// What a receiver has taken in, for the cases that wait for it.
///
/// Whoever can reach the receiver can fill it, so that it keeps no more than a number and a size; what
/// comes later is counted and dropped.
package final class DeliveryInbox: Sendable {
  /// How much is kept.
  package struct Limit: Sendable {
    /// How many deliveries.
    package var count = 10_000
    /// The bytes of all their bodies and header fields.
    package var bytes = 64 << 20
    /// The bytes of one body.
    package var bodySize = 1 << 20

    /// The limits of a usual run.
    package init() {}
  }

  /// How much is kept.
  package let limit: Limit

  private struct Contents {
    var deliveries: [ReceivedDelivery] = []
    var bytes = 0
    var dropped = 0
  }

  private let contents = Mutex(Contents())

  /// Creates an inbox with nothing in it.
  package init(limit: Limit = Limit()) {
    self.limit = limit
  }

  /// Takes in a delivery; false where there is no more room for it.
  @discardableResult
  package func put(_ delivery: ReceivedDelivery) -> Bool {
    let size = delivery.fields.reduce(delivery.body.count) {
      $0 + $1.name.utf8.count + $1.value.utf8.count
    }
    return contents.withLock { contents in
      guard delivery.body.count <= limit.bodySize, contents.deliveries.count < limit.count,
        contents.bytes + size <= limit.bytes
      else {
        contents.dropped += 1
        return false
      }
      contents.deliveries.append(delivery)
      contents.bytes += size
      return true
    }
  }

  /// Counts a delivery that was too large to be read.
  package func noteDropped() { contents.withLock { $0.dropped += 1 } }

  /// What was sent to a path that ends with the given one, numbered in the order of its coming.
  func deliveries(to end: String) -> [(number: Int, delivery: ReceivedDelivery)] {
    contents.withLock { contents in
      contents.deliveries.enumerated().filter { $0.element.isAddressed(to: end) }
        .map { ($0.offset, $0.element) }
    }
  }

  /// What came in altogether, in words.
  var summary: String {
    let (kept, dropped) = contents.withLock { ($0.deliveries.count, $0.dropped) }
    let rest = dropped > 0 ? ", and \(dropped) for which it had no room" : ""
    return "the receiver got \(RunDigest.count(kept, "webhook"))\(rest)"
  }
}
