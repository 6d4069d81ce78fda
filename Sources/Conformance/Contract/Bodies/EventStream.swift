internal import SchemaValidator

/// Server-sent events as objects with the members `data`, `event`, `id` and `retry`.
///
/// Source: [HTML, 9.2.6](https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation)
enum EventStream {
  /// The events of a stream in their order; what follows the last empty line is no event yet.
  static func events(_ text: String) -> [DraftValue] {
    var events: [DraftValue] = []
    var event = Event()
    let bytes = Array(text.utf8)
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    for line in lines(hasMark ? bytes[3...] : bytes[...]) {
      guard !line.isEmpty else {
        if let draft = event.draft { events.append(draft) }
        event = Event()
        continue
      }
      let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
      var value = line[colon...].dropFirst()
      if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
      event.take(
        String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self))
    }
    return events
  }

  /// The lines that an end follows, be it CR, LF or both.
  private static func lines(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var rest = text
    while let end = rest.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
      lines.append(rest[..<end])
      let isPair = rest[end] == 0x0D && end + 1 < rest.endIndex && rest[end + 1] == 0x0A
      rest = rest[(end + (isPair ? 2 : 1))...]
    }
    return lines
  }

  /// One event while its lines come in.
  private struct Event {
    var data: [String] = []
    var others: [(name: String, value: DraftValue)] = []

    mutating func take(_ name: String, _ value: String) {
      let draft: DraftValue
      switch name {
      case "data": return data.append(value)
      case "event": draft = .string(value)
      case "id" where !value.utf8.contains(0): draft = .string(value)
      case "retry" where !value.isEmpty && value.utf8.allSatisfy(\.isDigit):
        draft = .number(value.withoutLeadingZeros)
      default: return  // comments, whose name is empty, and fields nobody knows
      }
      others.removeAll { $0.name == name }
      others.append((name, draft))
    }

    /// The event; nil without data, since nobody is told of it then.
    var draft: DraftValue? {
      guard !data.isEmpty else { return nil }
      return .object([("data", .string(data.joined(separator: "\n")))] + others)
    }
  }

  /// The stream that carries the elements of an array.
  static func text(of value: JSONValue) throws(UnwritableValue) -> String {
    var text = ""
    for event in value.elements {
      guard let data = event["data"]?.stringValue else {
        throw UnwritableValue(message: "an event needs the member \"data\", a string")
      }
      for member in event.members where member.name != "data" {
        text += "\(member.name): \(try field(member))\n"
      }
      guard !data.utf8.contains(0x0D) else {
        throw UnwritableValue(message: "the data of an event cannot hold a carriage return")
      }
      for line in data.split(separator: "\n", omittingEmptySubsequences: false) {
        text += "data: \(line)\n"
      }
      text += "\n"
    }
    return text
  }

  private static func field(_ member: JSONMember) throws(UnwritableValue) -> String {
    switch (member.name, member.value.kind) {
    case ("event", .string), ("id", .string):
      let value = member.value.stringValue ?? ""
      if value.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D || $0 == 0 }) { break }
      return value
    case ("retry", .number):
      guard let value = member.value.intValue, value >= 0 else { break }
      return String(value)
    default: break
    }
    throw UnwritableValue(
      message: "an event has no field \"\(member.name)\" for \(member.value.summary)")
  }
}

extension String {
  /// A number as JSON spells it.
  fileprivate var withoutLeadingZeros: String {
    let digits = drop { $0 == "0" }
    return digits.isEmpty ? "0" : String(digits)
  }
}
