/// An instant in UTC, exact to the nanosecond.
struct Timestamp: Comparable, Hashable, Sendable {
  /// Whole seconds since 1970-01-01T00:00:00Z.
  var seconds: Int64
  /// The rest, 0 to 999 999 999.
  var nanoseconds: Int64

  /// Creates an instant from the time since 1970, cut to whole milliseconds: the precision that
  /// the server shows is the precision it keeps, so a written instant reads back as itself.
  init(sinceEpoch duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self.seconds = seconds
    nanoseconds = attoseconds / 1_000_000_000_000_000 * 1_000_000
  }

  /// Reads RFC 3339 `date-time`; nil for anything else, an impossible date included.
  ///
  /// A leap second is read as the second after it; digits past the ninth are dropped.
  init?(rfc3339 text: String) {
    var rest = Array(text.utf8)[...]
    func digits(_ count: Int) -> Int? {
      guard rest.count >= count else { return nil }
      var value = 0
      for byte in rest.prefix(count) {
        guard (0x30...0x39).contains(byte) else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      rest = rest.dropFirst(count)
      return value
    }
    func skip(_ allowed: String) -> UInt8? {
      guard let byte = rest.first, allowed.utf8.contains(byte) else { return nil }
      rest = rest.dropFirst()
      return byte
    }
    guard let year = digits(4), skip("-") != nil, let month = digits(2), skip("-") != nil,
      let day = digits(2), skip("Tt") != nil, let hour = digits(2), skip(":") != nil,
      let minute = digits(2), skip(":") != nil, let second = digits(2),
      (1...12).contains(month), day >= 1, day <= Self.days(inMonth: month, of: year),
      hour < 24, minute < 60, second <= 60
    else { return nil }
    var nanoseconds: Int64 = 0
    if skip(".") != nil {
      let fraction = rest.prefix { (0x30...0x39).contains($0) }
      guard !fraction.isEmpty else { return nil }
      rest = rest.dropFirst(fraction.count)
      for index in 0..<9 {
        nanoseconds = nanoseconds * 10
        if index < fraction.count {
          nanoseconds += Int64(fraction[fraction.startIndex + index] - 0x30)
        }
      }
    }
    var offset = 0
    if skip("Zz") == nil {
      guard let sign = skip("+-"), let hours = digits(2), skip(":") != nil, let minutes = digits(2),
        hours < 24, minutes < 60
      else { return nil }
      offset = (hours * 60 + minutes) * 60 * (sign == UInt8(ascii: "-") ? -1 : 1)
    }
    guard rest.isEmpty else { return nil }
    let day0 = Self.days(toYear: year, month: month, day: day)
    seconds = Int64(day0 * 86_400 + hour * 3600 + minute * 60 + second - offset)
    self.nanoseconds = nanoseconds
  }

  /// The instant `duration` later, in whole milliseconds.
  func advanced(by duration: Duration) -> Timestamp {
    Timestamp(sinceEpoch: sinceEpoch + duration)
  }

  /// The last whole multiple of a step, counted from 1970.
  func roundedDown(to step: Duration) -> Timestamp {
    let milliseconds = seconds * 1000 + nanoseconds / 1_000_000
    let (stepSeconds, stepAttoseconds) = step.components
    let size = max(1, stepSeconds * 1000 + stepAttoseconds / 1_000_000_000_000_000)
    return Timestamp(sinceEpoch: .milliseconds(milliseconds - milliseconds % size))
  }

  /// The time since 1970.
  var sinceEpoch: Duration { .seconds(seconds) + .nanoseconds(nanoseconds) }

  /// The RFC 3339 spelling with milliseconds: `2026-01-31T23:59:59.120Z`.
  var rfc3339: String {
    rfc3339Seconds + "." + Self.padded(Int(nanoseconds / 1_000_000), 3) + "Z"
  }

  /// The RFC 3339 spelling of the second, without fraction and offset.
  var rfc3339Seconds: String {
    let date = civilDate
    let time = timeOfDay
    return Self.padded(date.year, 4) + "-" + Self.padded(date.month, 2) + "-"
      + Self.padded(date.day, 2) + "T" + time
  }

  /// The form HTTP wants in `Date` (RFC 9110 section 5.6.7): `Sat, 31 Jan 2026 23:59:59 GMT`.
  var httpDate: String {
    let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]  // 1970 began on a Thursday
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let date = civilDate
    let weekday = weekdays[Int(((daysSinceEpoch % 7) + 7) % 7)]
    return weekday + ", " + Self.padded(date.day, 2) + " " + months[date.month - 1] + " "
      + Self.padded(date.year, 4) + " " + timeOfDay + " GMT"
  }

  static func < (left: Timestamp, right: Timestamp) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }

  private var daysSinceEpoch: Int64 {
    seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
  }

  private var timeOfDay: String {
    let second = Int(seconds - daysSinceEpoch * 86_400)
    return Self.padded(second / 3600, 2) + ":" + Self.padded(second / 60 % 60, 2) + ":"
      + Self.padded(second % 60, 2)
  }

  /// Year, month and day, counted in eras of 400 years that begin on 1 March.
  private var civilDate: (year: Int, month: Int, day: Int) {
    let shifted = Int(daysSinceEpoch) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private static func days(toYear year: Int, month: Int, day: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
