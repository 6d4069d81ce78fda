extension RequirementCatalogue {
  /// The family RATE: what rate limits have to keep.
  static let rateLimitRequirements = #"""
    [
      {
        "id": "RATE-02",
        "level": "MUST",
        "severity": "fail",
        "title": "A 429 is an error like any other",
        "statement": "Every 429 has a JSON body in the error envelope.",
        "sources": [
          "contract: 429 response",
          "RFC 6585 §4"
        ],
        "probe": "Every 429 that the run meets is judged.",
        "leniency": "Meeting none proves nothing and is no departure.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "RATE-03",
        "level": "SHOULD",
        "severity": "fail",
        "title": "Retry-After can be relied on",
        "statement": "A 429 says when to come back, as seconds or a date within an hour, and a request after that time succeeds.",
        "sources": [
          "RFC 6585 §4",
          "RFC 9110 §10.2.3"
        ],
        "probe": "Reads are sent until one is refused; then the time is waited.",
        "leniency": "Opt-in. An absent field only warns; other users of the same budget earn a second try.",
        "scope": "G",
        "effect": "none",
        "requests": "up to the limit"
      },
      {
        "id": "RATE-04",
        "level": "MUST*",
        "severity": "fail",
        "title": "A write refused by the limit is not executed",
        "statement": "A create that was answered 429 has created nothing.",
        "sources": [
          "entailed by rate limits"
        ],
        "probe": "Named creates are sent until refused, then one more; once the list shows that, it shows none that was refused.",
        "leniency": "Opt-in.",
        "scope": "G",
        "effect": "own",
        "requests": "up to the limit"
      },
      {
        "id": "RATE-05",
        "level": "SHOULD",
        "severity": "warn",
        "title": "Keeping to half the budget avoids 429",
        "statement": "A run paced under half the advertised limits meets no 429.",
        "sources": [
          "profile: pace"
        ],
        "probe": "Reads at half the pace allowed; ten at once after a refusal show whether the budget was used up.",
        "leniency": "A budget shared with others may be used up by them; one refusal alone may be a window's end.",
        "scope": "G",
        "effect": "none",
        "requests": "up to 60"
      },
      {
        "id": "RATE-06",
        "level": "SHOULD",
        "severity": "fail",
        "title": "Rate limit fields make sense",
        "statement": "The fields that tell the limit hold integers, what remains is between zero and the limit, and the reset is a sane time.",
        "sources": [
          "IETF draft-ietf-httpapi-ratelimit-headers"
        ],
        "probe": "The fields are read on every exchange.",
        "leniency": "Absent fields are only noted; newer drafts use structured fields, which are read as such.",
        "scope": "GK",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "RATE-07",
        "level": "SHOULD",
        "severity": "warn",
        "title": "The remaining budget falls with use",
        "statement": "What remains falls from request to request, reads and writes are counted apart where that is promised, and errors carry the fields too.",
        "sources": [
          "IETF draft-ietf-httpapi-ratelimit-headers"
        ],
        "probe": "A read, ten at once on connections of their own, and one that is refused for an unknown id.",
        "leniency": "Refill, replicas and other users allow to judge the trend only; what stands still is looked at twice.",
        "scope": "GK",
        "effect": "own",
        "requests": "11"
      },
      {
        "id": "RATE-08",
        "level": "SHOULD",
        "severity": "warn",
        "title": "Health stays reachable and 429 is not cached",
        "statement": "The health check answers while other requests are refused, and a 429 is not marked as cacheable.",
        "sources": [
          "RFC 6585 §4"
        ],
        "probe": "During the burst of RATE-03.",
        "leniency": "",
        "scope": "G",
        "effect": "none",
        "requests": "2"
      }
    ]
    """#
}
