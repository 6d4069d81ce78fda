/// `date-time`: a date, "T" and a time, as RFC 3339 defines them.
/// Source: [RFC 3339 5.6](https://www.rfc-editor.org/rfc/rfc3339#section-5.6)
enum DateTimeFormat {
  static func holds(_ text: Span<UInt8>) -> Bool {
    var cursor = TextCursor()
    guard let date = CalendarDate(&cursor, text), cursor.eat(letter: UInt8(ascii: "T"), text),
      let time = ClockTime(&cursor, text), cursor.isAtEnd(text)
    else { return false }
    guard time.isLeapSecond else { return true }
    // Leap seconds end a month in UTC (RFC 3339 5.7), which may be another day here.
    guard let dayShift = time.leapSecondDayShift else { return false }
    return date.isLastOfMonth(shiftedBy: dayShift)
  }
}

/// `date`: the `full-date` of RFC 3339, in the proleptic Gregorian calendar.
enum DateFormat {
  static func holds(_ text: Span<UInt8>) -> Bool {
    var cursor = TextCursor()
    return CalendarDate(&cursor, text) != nil && cursor.isAtEnd(text)
  }
}

/// `time`: the `full-time` of RFC 3339, with its offset.
///
/// Without a date a second 60 is allowed wherever it can be the last second of a UTC day.
enum TimeFormat {
  static func holds(_ text: Span<UInt8>) -> Bool {
    var cursor = TextCursor()
    guard let time = ClockTime(&cursor, text), cursor.isAtEnd(text) else { return false }
    return !time.isLeapSecond || time.leapSecondDayShift != nil
  }
}

/// A date that exists.
private struct CalendarDate {
  let year: Int
  let month: Int
  let day: Int

  init?(_ cursor: inout TextCursor, _ text: Span<UInt8>) {
    guard let year = cursor.number(digits: 4, text), cursor.eat(UInt8(ascii: "-"), text),
      let month = cursor.number(digits: 2, text), (1...12).contains(month),
      cursor.eat(UInt8(ascii: "-"), text),
      let day = cursor.number(digits: 2, text), day >= 1,
      day <= Self.days(in: month, of: year)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Whether the day `shift` days from this one (-1, 0 or 1) is the last of a month.
  func isLastOfMonth(shiftedBy shift: Int) -> Bool {
    shift < 0 ? day == 1 : day + shift == Self.days(in: month, of: year)
  }
}

/// A time of day with its offset from UTC.
private struct ClockTime {
  let hour: Int
  let minute: Int
  let second: Int
  /// Minutes east of UTC.
  let offset: Int

  init?(_ cursor: inout TextCursor, _ text: Span<UInt8>) {
    guard let hour = cursor.number(digits: 2, text), hour < 24,
      cursor.eat(UInt8(ascii: ":"), text),
      let minute = cursor.number(digits: 2, text), minute < 60,
      cursor.eat(UInt8(ascii: ":"), text),
      let second = cursor.number(digits: 2, text), second <= 60
    else { return nil }
    if cursor.eat(UInt8(ascii: "."), text), cursor.skip(.digits, text) == 0 { return nil }
    guard let offset = Self.offset(&cursor, text) else { return nil }
    (self.hour, self.minute, self.second, self.offset) = (hour, minute, second, offset)
  }

  private static func offset(_ cursor: inout TextCursor, _ text: Span<UInt8>) -> Int? {
    if cursor.eat(letter: UInt8(ascii: "Z"), text) { return 0 }
    let isWest = cursor.eat(UInt8(ascii: "-"), text)
    guard isWest || cursor.eat(UInt8(ascii: "+"), text),
      let hours = cursor.number(digits: 2, text), hours < 24,
      cursor.eat(UInt8(ascii: ":"), text),
      let minutes = cursor.number(digits: 2, text), minutes < 60
    else { return nil }
    return (hours * 60 + minutes) * (isWest ? -1 : 1)
  }

  var isLeapSecond: Bool { second == 60 }

  /// How many days the UTC date is from the local one, where the UTC time is 23:59:60.
  var leapSecondDayShift: Int? {
    let lastMinute = 24 * 60 - 1
    let utc = hour * 60 + minute - offset
    for shift in -1...1 where utc == lastMinute + shift * 24 * 60 { return shift }
    return nil
  }
}
