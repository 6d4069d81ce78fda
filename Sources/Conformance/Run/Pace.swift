import Synchronization

/// How many requests may be sent in a time.
package struct Rate: Sendable, Hashable, CustomStringConvertible {
  /// How many.
  package let count: Int
  /// In how long a time.
  package let period: Duration

  /// Creates a rate; nil for one that lets nothing through.
  package init?(_ count: Int, per period: Duration) {
    guard count > 0, period > .zero else { return nil }
    self.count = count
    self.period = period
  }

  /// Reads a rate such as `10/s`, `600/m` or `5000/h`; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let periods: [Substring: Duration] = [
      "s": .seconds(1), "m": .seconds(60), "min": .seconds(60), "h": .seconds(3600),
    ]
    guard
      parts.count == 2, let count = Int(parts[0]), count <= 1_000_000,
      let period = periods[parts[1]]
    else { return nil }
    self.init(count, per: period)
  }

  /// The rate as it is written on a command line.
  package var description: String {
    switch period {
    case .seconds(1): "\(count)/s"
    case .seconds(60): "\(count)/m"
    case .seconds(3600): "\(count)/h"
    default: "\(count) in \(period)"
    }
  }
}

/// How fast a run may send, by what its requests do.
package struct Pace: Sendable, Hashable {
  /// For requests that only read; nil for any rate.
  package var read: Rate?
  /// For requests that may change something; nil for any rate.
  package var write: Rate?

  /// Creates a pace.
  package init(read: Rate? = nil, write: Rate? = nil) {
    self.read = read
    self.write = write
  }

  /// As fast as it goes.
  package static let unlimited = Pace()
}

/// What a person wants to be another pace than the profile tells, class by class.
package struct PaceOverride: Sendable, Hashable {
  /// What is to hold for one class.
  package enum Limit: Sendable, Hashable {
    /// Any rate.
    case unlimited
    /// This rate.
    case rate(Rate)

    fileprivate var rate: Rate? {
      switch self {
      case .unlimited: nil
      case .rate(let rate): rate
      }
    }
  }

  /// For requests that only read; nil for what the profile tells.
  package var read: Limit?
  /// For requests that may change something; nil for what the profile tells.
  package var write: Limit?

  /// Creates an override of both classes, of one, or of none.
  package init(read: Limit? = nil, write: Limit? = nil) {
    self.read = read
    self.write = write
  }

  /// As fast as it goes.
  package static let unlimited = PaceOverride(read: .unlimited, write: .unlimited)

  /// A pace with what is overridden in place of its own.
  func applied(to pace: Pace) -> Pace {
    Pace(
      read: read.map(\.rate) ?? pace.read, write: write.map(\.rate) ?? pace.write)
  }
}

/// Keeps the requests of a run to its pace, whatever cases they belong to.
///
/// A tenth of a budget may be sent at once, the rest evenly over its time: in no window of that
/// length, wherever it begins, more is sent than the budget allows. A target that refuses requests
/// for their pace is asked ever more slowly until it does not, and then by and by faster again.
package final class Pacer: Sendable {
  private struct State {
    var read: Schedule
    var write: Schedule
    /// Whether everything is let through.
    var isSuspended = false
  }

  /// When the next request of one class may be sent.
  private struct Schedule {
    /// The time that each request takes up; zero for any rate.
    var interval = Duration.zero
    /// How far ahead of an even schedule requests may run.
    var lead = Duration.zero
    /// When the requests so far would be over in an even schedule.
    var end = Duration.zero
    /// Before when nothing may be sent.
    var hold = Duration.zero
    /// The time between two requests that refusals have taught; zero where there was none.
    var lesson = Duration.zero

    mutating func adopt(_ rate: Rate?) {
      guard let rate else {
        (interval, lead) = (.zero, .zero)
        return
      }
      interval = rate.period / 9 * 10 / rate.count
      lead = interval * max(0, rate.count / 10 - 1)
    }

    mutating func reserve(_ count: Int, at now: Duration) -> Duration {
      // What was held back is not made up for: a budget begins anew where the wait ends.
      let interval = max(interval, lesson)
      let begin = max(end, now, hold) + interval * (count - 1)
      end = begin + interval
      return max(.zero, max(begin - (lesson > .zero ? .zero : lead), hold) - now)
    }

    mutating func hold(until moment: Duration, at now: Duration) {
      // Requests that were under way together are refused together: that is one lesson.
      if now >= hold {
        let wait = moment - now
        lesson = lesson == .zero ? wait / 4 : min(lesson * 2, max(wait, lesson))
      }
      hold = max(hold, moment)
      // Whoever waits reserves anew.
      end = hold
    }

    mutating func ease() {
      lesson = lesson > .milliseconds(5) ? lesson * 9 / 10 : .zero
    }
  }

  private let state: Mutex<State>

  /// Creates a pacer.
  package init(_ pace: Pace) {
    state = Mutex(State(read: Schedule(), write: Schedule()))
    adopt(pace)
  }

  /// Changes the pace for what is sent from now on.
  package func adopt(_ pace: Pace) {
    state.withLock {
      $0.read.adopt(pace.read)
      $0.write.adopt(pace.write)
    }
  }

  /// How long to wait before requests of one class may be sent; they count as sent then.
  func reserve(_ count: Int, isRead: Bool, at now: Duration) -> Duration {
    state.withLock { state in
      if state.isSuspended { return .zero }
      return isRead ? state.read.reserve(count, at: now) : state.write.reserve(count, at: now)
    }
  }

  /// Lets everything through until it is resumed, for a case that asks what happens then.
  func suspend() {
    state.withLock { $0.isSuspended = true }
  }

  /// Keeps requests to the pace again.
  func resume() {
    state.withLock { $0.isSuspended = false }
  }

  /// How long requests of a class are still held back, whatever they reserved before.
  func held(isRead: Bool, at now: Duration) -> Duration {
    state.withLock { state in
      if state.isSuspended { return .zero }
      return max(.zero, (isRead ? state.read.hold : state.write.hold) - now)
    }
  }

  /// Keeps back all requests of a class until a moment: the target has asked for it.
  ///
  /// Those that wait have to reserve anew.
  func hold(isRead: Bool, until moment: Duration, at now: Duration) {
    state.withLock { state in
      isRead ? state.read.hold(until: moment, at: now) : state.write.hold(until: moment, at: now)
    }
  }

  /// Notes that the target took a request of a class.
  func ease(isRead: Bool) {
    state.withLock { isRead ? $0.read.ease() : $0.write.ease() }
  }
}
