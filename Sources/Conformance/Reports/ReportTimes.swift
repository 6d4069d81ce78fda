import FoundationEssentials

extension Duration {
  /// The duration in milliseconds, rounded to the nearest; never negative.
  var roundedMilliseconds: Int64 {
    let (seconds, attoseconds) = components
    let whole = seconds.multipliedReportingOverflow(by: 1000)
    guard !whole.overflow else { return .max }
    return max(0, whole.partialValue &+ (attoseconds + 500_000_000_000_000) / 1_000_000_000_000_000)
  }

  /// Seconds with three decimals and a point, such as `0.431`.
  var secondsText: String {
    let milliseconds = roundedMilliseconds
    return "\(milliseconds / 1000)." + String(milliseconds % 1000).zeroPadded(to: 3)
  }

  /// The duration for people: `431 ms`, `12.3 s`, `2 min 5 s`.
  var spoken: String {
    let milliseconds = roundedMilliseconds
    switch milliseconds {
    case ..<1000: return "\(milliseconds) ms"
    case ..<60_000:
      let tenths = (milliseconds + 50) / 100
      return "\(tenths / 10).\(tenths % 10) s"
    default:
      let seconds = (milliseconds + 500) / 1000
      return "\(seconds / 60) min \(seconds % 60) s"
    }
  }
}

/// The wall time of moments that the model gives as distances from the start of the run.
struct RunTimes {
  private let start: Date?
  private let written: String

  /// Reads the start of a run; a text that is no RFC 3339 time stands for every moment.
  init(startedAt: String) {
    written = startedAt
    start =
      (try? Date(startedAt, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
      ?? (try? Date(startedAt, strategy: .iso8601))
  }

  /// Whether the start of the run is a time.
  var isKnown: Bool { start != nil }

  /// A moment as milliseconds since the beginning of 1970; 0 where the start is no time.
  func epochMilliseconds(after duration: Duration) -> Int {
    guard let start else { return 0 }
    let milliseconds = (start.timeIntervalSince1970 * 1000).rounded()
    return Int(milliseconds) + Int(clamping: duration.roundedMilliseconds)
  }

  /// A moment as `2026-11-22T17:00:00Z`, without fractions of a second.
  func timestamp(after duration: Duration) -> String {
    guard let start else { return written }
    return start.addingTimeInterval(Double(duration.roundedMilliseconds) / 1000)
      .formatted(.iso8601)
  }

  /// The start as people write it: `2026-11-22 17:00:00 UTC`.
  var spokenStart: String {
    guard start != nil else { return written }
    return timestamp(after: .zero).split(separator: "T", maxSplits: 1).joined(separator: " ")
      .replacing("Z", with: " UTC")
  }
}
