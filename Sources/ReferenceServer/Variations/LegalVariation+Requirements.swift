extension LegalVariation {
  /// The requirements that a check could take the liberty for a departure from: each has to be
  /// judged where the liberty is taken, and to hold.
  package var requirements: [String] { Self.tempted[id, default: []] }

  private static let tempted: [String: [String]] = [
    "extra-members": [
      "AUTH-10", "ERR-01", "ERR-04", "ERR-18", "HOOK-01", "HOOK-03", "PAG-01", "RATE-01", "RSP-02",
      "RSP-09", "RSP-14",
    ],
    "members-reversed": [
      "HOOK-05", "IDM-02", "IDM-27", "LIFE-02", "LIFE-04", "LIFE-05", "LIFE-07", "LIFE-12",
      "LIFE-15", "LIFE-17", "RSP-02", "RSP-15",
    ],
    "spaced-json": ["AUTH-06", "HOOK-02", "HTTP-10", "IDM-02", "RSP-03"],
    "escaped-json": [
      "AUTH-10", "HOOK-02", "LIFE-01", "LIFE-18", "RSP-03", "RSP-05", "RSP-08", "RSP-12", "RSP-13",
      "RSP-18",
    ],
    "integers-with-fraction": ["HOOK-09", "LIFE-16", "RATE-01", "RSP-02"],
    "dates-with-zero-offset": ["HOOK-04", "RSP-07", "RSP-16"],
    "dates-with-unknown-offset": ["RSP-07", "RSP-16"],
    "dates-in-local-time": ["HOOK-04", "PAG-25", "PAG-31", "RSP-07", "RSP-16"],
    "dates-with-nine-digits": ["LIFE-06", "PAG-31", "RSP-07"],
    "dates-in-small-letters": ["PAG-31", "RSP-07"],
    "dates-in-whole-seconds": ["HOOK-04", "LIFE-06", "PAG-24", "RSP-07"],
    "optional-members-left-out": ["LIFE-20", "RSP-06"],
    "chunked": ["HTTP-06", "RSP-03"],
    "charset-named": ["ERR-02", "ERR-03", "HTTP-10", "RSP-04"],
    "field-names-in-lower-case": ["AUTH-02", "HTTP-14", "IDM-24", "RSP-11", "RSP-17"],
    "field-names-in-upper-case": ["AUTH-02", "HTTP-01", "HTTP-14", "IDM-24", "RSP-11"],
    "more-fields": ["HTTP-07", "HTTP-14", "RSP-11"],
    "fewer-fields": ["IDM-01", "IDM-24", "RSP-10"],
    "early-hints": ["HTTP-06", "HTTP-13", "RSP-01"],
    "no-reason-phrase": ["ERR-01", "RSP-01"],
    "closes-connections": ["HTTP-17", "IDM-08", "IDM-26", "IDM-32"],
    "slow-bodies": ["HTTP-06", "IDM-11"],
    "validators": ["HTTP-05", "HTTP-15"],
    "gzip": ["HTTP-06", "HTTP-07", "RSP-03"],
    "budget-told": ["RATE-06"],
    "retry-after-as-date": ["RATE-02", "RATE-03", "RATE-04", "RATE-08"],
    "budget-untold": ["RATE-02", "RATE-03", "RATE-05"],
    "budget-structured": ["RATE-06", "RATE-07"],
    "short-pages": [
      "LIFE-03", "LIFE-10", "PAG-04", "PAG-06", "PAG-08", "PAG-09", "PAG-11", "PAG-19", "PAG-20",
    ],
    "limits-clamped": ["PAG-13", "PAG-14"],
    "oldest-first": ["LIFE-03", "PAG-05", "PAG-06", "PAG-07", "PAG-22", "PAG-23", "PAG-26"],
    "small-default-page": ["LIFE-03", "PAG-15"],
    "cursors-with-reserved-characters": [
      "PAG-02", "PAG-16", "PAG-17", "PAG-18", "PAG-21", "PAG-27",
    ],
    "replay-repeats-request-id": ["IDM-02", "IDM-04", "IDM-26", "RSP-10"],
    "running-key-refused": ["IDM-08", "IDM-09", "IDM-10"],
    "slow-operations": ["IDM-09", "IDM-11", "IDM-32", "IDM-33"],
    "no-rows": ["PAG-01", "PAG-03", "PAG-12"],
    "second-account": ["AUTH-12", "AUTH-13", "PAG-17", "PAG-28", "PAG-30"],
    "delivered-at-once": ["IDM-02", "IDM-26", "LIFE-20", "RSP-16"],
    "delivery-takes-long": ["LIFE-20", "RSP-16"],
    "inbound-not-fetched": ["LIFE-14", "RSP-15"],
    "media-on-its-way": ["ERR-01", "RSP-01"],
    "foreign-writer": [
      "AUTH-08", "ERR-12", "HTTP-05", "IDM-32", "LIFE-10", "PAG-05", "PAG-06", "PAG-20", "PAG-21",
      "PAG-22", "PAG-23", "PAG-26",
    ],
    "signature-with-more": ["HOOK-10"],
    "errors-in-other-words": [
      "AUTH-03", "AUTH-04", "AUTH-07", "AUTH-09", "AUTH-11", "AUTH-14", "ERR-03", "ERR-07",
      "ERR-08", "ERR-09", "ERR-10", "ERR-13", "ERR-14", "ERR-15", "ERR-16", "ERR-17", "ERR-19",
      "ERR-20", "HTTP-02",
      "HTTP-09", "IDM-03", "LIFE-12", "PAG-29",
    ],
    "culprit-as-pointer": ["ERR-05", "ERR-11", "ERR-16"],
    "several-challenges": ["AUTH-01", "AUTH-02"],
    "bare-heads": ["AUTH-01", "HTTP-03"],
    "more-allowed": ["HTTP-01", "HTTP-04"],
    "events-in-another-order": ["HOOK-06", "HOOK-07", "LIFE-02", "LIFE-05"],
  ]
}
