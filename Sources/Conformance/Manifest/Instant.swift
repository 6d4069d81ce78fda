/// A moment as RFC 3339 writes it, exact to the last digit of its fraction.
///
/// Source: [RFC 3339 section 5.6](https://www.rfc-editor.org/rfc/rfc3339#section-5.6)
struct Instant: Comparable {
  /// Whole seconds since the beginning of 1970, UTC.
  private let seconds: Int
  /// The digits of the fraction, without zeros at the end.
  private let fraction: String

  /// Reads a text such as `2026-01-31T09:05:00.25+07:00`; nil for anything else.
  init?(parsing text: String) {
    let bytes = Array(text.utf8)
    func number(_ start: Int, _ count: Int) -> Int? {
      guard start + count <= bytes.count else { return nil }
      return bytes[start..<(start + count)].reduce(0 as Int?) { sum, byte in
        guard let sum, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
        return sum * 10 + Int(byte - UInt8(ascii: "0"))
      }
    }
    func has(_ signs: String, at place: Int) -> Bool {
      place < bytes.count && signs.utf8.contains(bytes[place])
    }
    guard
      let year = number(0, 4), has("-", at: 4), let month = number(5, 2), has("-", at: 7),
      let day = number(8, 2), has("Tt", at: 10), let hour = number(11, 2), has(":", at: 13),
      let minute = number(14, 2), has(":", at: 16), let second = number(17, 2),
      1...12 ~= month, 1...31 ~= day, hour < 24, minute < 60, second < 61
    else { return nil }
    var place = 19
    var digits: [UInt8] = []
    if has(".", at: place) {
      digits = bytes[(place + 1)...].prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }.map(
        \.self)
      guard !digits.isEmpty else { return nil }
      place += 1 + digits.count
    }
    var offset = 0
    if has("Zz", at: place) {
      place += 1
    } else {
      guard
        has("+-", at: place), let hours = number(place + 1, 2), has(":", at: place + 3),
        let minutes = number(place + 4, 2)
      else { return nil }
      offset = (hours * 60 + minutes) * (has("-", at: place) ? -60 : 60)
      place += 6
    }
    guard place == bytes.count else { return nil }
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    let days = HTTPDate.daysSince1970(year: year, month: month, day: day)
    seconds = days * 86400 + hour * 3600 + minute * 60 + second - offset
    fraction = String(decoding: digits, as: UTF8.self)
  }

  private init(seconds: Int, fraction: String) {
    self.seconds = seconds
    self.fraction = fraction
  }

  /// The moment so many seconds later.
  func later(by count: Int) -> Instant { Instant(seconds: seconds + count, fraction: fraction) }

  /// The moment in UTC as RFC 3339 writes it; nil where the year has not four digits.
  var text: String? {
    let days = seconds.floored(by: 86400)
    let rest = seconds - days * 86400
    // Days are counted from the first of March, so that a leap day comes last.
    // Source: https://howardhinnant.github.io/date_algorithms.html#civil_from_days
    let shifted = days + 719_468
    let era = shifted.floored(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let year = yearOfEra + era * 400 + (month < 10 ? 0 : 1)
    guard 0...9999 ~= year else { return nil }
    func digits(_ number: Int, _ width: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
    let date =
      "\(digits(year, 4))-\(digits(month < 10 ? month + 3 : month - 9, 2))-\(digits(day, 2))"
    let time = [rest / 3600, rest / 60 % 60, rest % 60].map { digits($0, 2) }.joined(separator: ":")
    return "\(date)T\(time)\(fraction.isEmpty ? "" : ".\(fraction)")Z"
  }

  /// Orders by time; fractions without zeros at the end are in the order of their digits.
  static func < (left: Instant, right: Instant) -> Bool {
    (left.seconds, left.fraction) < (right.seconds, right.fraction)
  }
}

extension Int {
  /// The greatest whole number of times that a divisor goes into it, below zero as well.
  fileprivate func floored(by divisor: Int) -> Int {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
