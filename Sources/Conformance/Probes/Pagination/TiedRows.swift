import SchemaValidator

extension PageProbe {
  /// PAG-24: among items with equal times none is lost.
  ///
  /// A loss is laid to the ties when everything lost shares its times with the item before it,
  /// while the walk did go from one time to another without a loss; it then leaves `others`, the
  /// departures from PAG-06, since one cause makes one finding.
  func ties(
    _ complete: [PageWalk], _ reference: PageWalk, _ others: inout [Suspicion]
  ) -> [Suspicion] {
    guard judge.asks("PAG-24") else { return [] }
    let times = reference.ids.map { id in
      (id: id, times: reference.sightings[id]?.first.map { Self.times(in: $0.row.value) } ?? [:])
    }
    let tied = zip(times, times.dropFirst()).filter { Self.areTied($0.times, $1.times) }
      .map(\.1.id)
    guard tied.contains(where: seeds.all.contains) else {
      judge.leaveOpen(
        ["PAG-24"],
        times.allSatisfy(\.times.isEmpty)
          ? "the items show no time"
          : "no two items of this run have the same time in the precision shown")
      return []
    }
    guard let walk = complete.max(by: { $0.pages.count < $1.pages.count }), walk.spansPages
    else { return [] }
    judge.judge("PAG-24")
    let losses = others.filter { $0.requirement == "PAG-06" }
    let isByTies =
      !losses.isEmpty && losses.allSatisfy { !$0.ids.isEmpty && $0.ids.allSatisfy(tied.contains) }
    let crossed = zip(reference.ids, reference.ids.dropFirst()).contains { former, latter in
      guard !tied.contains(latter), let a = walk.sightings[former]?.first,
        let b = walk.sightings[latter]?.first
      else { return false }
      return a.page != b.page
    }
    guard isByTies, crossed else { return [] }
    var found: [Suspicion] = []
    for index in others.indices.reversed() where others[index].requirement == "PAG-06" {
      var suspicion = others.remove(at: index)
      suspicion.requirement = "PAG-24"
      suspicion.details.append("every item lost has the same time as the item before it")
      found.append(suspicion)
    }
    return found
  }

  /// The members of an item that hold a time, by name.
  static func times(in item: JSONValue) -> [String: String] {
    var times: [String: String] = [:]
    for member in item.members {
      guard let text = member.value.stringValue, looksLikeTime(text) else { continue }
      times[member.name] = text
    }
    return times
  }

  /// Whether a text begins as RFC 3339 writes a time: `2026-01-31T`.
  private static func looksLikeTime(_ text: String) -> Bool {
    let bytes = Array(text.utf8.prefix(11))
    guard bytes.count == 11 else { return false }
    return bytes.enumerated().allSatisfy { position, byte in
      switch position {
      case 4, 7: byte == UInt8(ascii: "-")
      case 10: byte == UInt8(ascii: "T") || byte == UInt8(ascii: "t")
      default: UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
      }
    }
  }

  /// Whether two items have the same times, and any at all.
  static func areTied(_ left: [String: String], _ right: [String: String]) -> Bool {
    !left.isEmpty && left == right
  }
}
