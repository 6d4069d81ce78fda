import FoundationEssentials

/// A moment of the wall clock.
package struct Timestamp: Sendable, Hashable {
  /// Seconds since the beginning of 1970, UTC.
  package let seconds: Double

  /// Creates a moment.
  package init(seconds: Double) {
    self.seconds = seconds
  }

  /// The present moment.
  package static func now() -> Timestamp {
    Timestamp(seconds: Date().timeIntervalSince1970)
  }

  /// RFC 3339 in UTC with milliseconds, such as `2026-01-31T09:05:00.000Z`.
  package var text: String {
    Date(timeIntervalSince1970: seconds)
      .formatted(
        .iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(
          separator: .omitted))
  }
}
