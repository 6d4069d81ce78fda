/// What header fields tell about a rate limit: how much is allowed, and what is left of it.
///
/// Read are the common `X-RateLimit-*` fields, `RateLimit-*` of the earlier drafts, and the
/// structured field `RateLimit` of the later ones.
///
/// Source: [draft-ietf-httpapi-ratelimit-headers](https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/)
struct RateLimitFields {
  /// What the names of fields that hold one number begin with.
  static let prefixes = ["X-RateLimit-", "RateLimit-"]

  /// How much is allowed; nil where no field tells.
  let limit: Int?
  /// What is left; nil where no field tells.
  let remaining: Int?

  /// Reads the fields of an answer.
  init(_ fields: [HTTPField]) {
    func told(_ name: String, _ keys: [String]) -> Int? {
      let plain = Self.prefixes.lazy.compactMap { fields.value(named: $0 + name) }.first
      if let plain { return Self.number(plain) }
      guard let structured = fields.value(named: "RateLimit") else { return nil }
      let members = Self.members(of: structured)
      return keys.lazy.compactMap { members[$0].flatMap(Self.number) }.first
    }
    limit = told("Limit", ["limit", "q"])
    remaining = told("Remaining", ["remaining", "r"])
  }

  /// The number that a field begins with; what follows a comma or semicolon describes a quota.
  ///
  /// One as large as "as many as you like" is written by some is as good as one a little smaller.
  static func number(_ value: String) -> Int? {
    let text = (value.split { $0 == "," || $0 == ";" }.first ?? "").trimmingBlanks
    return Int(text).flatMap { $0 >= 0 ? min($0, Int.max / 8) : nil }
  }

  /// The members of the structured field, such as `limit=100, remaining=50` or `"default";r=50`.
  static func members(of value: String) -> [String: String] {
    let pairs = value.split { $0 == "," || $0 == ";" }.compactMap { part -> (String, String)? in
      let pair = part.split(separator: "=", maxSplits: 1).map(\.trimmingBlanks)
      return pair.count == 2 ? (pair[0], pair[1]) : nil
    }
    return Dictionary(pairs) { first, _ in first }
  }
}
