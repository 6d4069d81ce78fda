extension RequirementCatalogue {
  /// The family IDM: what idempotency keys and races have to keep.
  static let idempotencyRequirements = #"""
    [
      {
        "id": "IDM-01",
        "level": "MUST",
        "severity": "fail",
        "title": "The same key and body execute once",
        "statement": "A request repeated with its idempotency key is carried out once and answered about the same thing.",
        "sources": [
          "contract: description of the operation",
          "IETF draft-ietf-httpapi-idempotency-key-header"
        ],
        "probe": "A request with a nonce is sent twice; the ids are compared and the nonce is counted.",
        "leniency": "Open when the operation could not be carried out at all, or when the nonce cannot be read back.",
        "scope": "GK",
        "effect": "external",
        "requests": "3"
      },
      {
        "id": "IDM-02",
        "level": "SHOULD",
        "severity": "fail",
        "title": "A replay repeats the stored answer",
        "statement": "The answer to a repeated request has the status and body of the first.",
        "sources": [
          "IETF draft-ietf-httpapi-idempotency-key-header §2.6"
        ],
        "probe": "Both answers are compared as JSON values.",
        "leniency": "Configured volatile members may differ; a state that moved on only warns.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "IDM-03",
        "level": "MUST",
        "severity": "fail",
        "title": "A key cannot be used for another body",
        "statement": "A known key with a different body is refused with the configured status in the error envelope.",
        "sources": [
          "contract: documented status for key reuse",
          "IETF draft-ietf-httpapi-idempotency-key-header"
        ],
        "probe": "The text is changed, then only a nested optional member.",
        "leniency": "Which status counts is configured; success is always a failure.",
        "scope": "GK",
        "effect": "external",
        "requests": "2"
      },
      {
        "id": "IDM-04",
        "level": "MUST*",
        "severity": "fail",
        "title": "A refused reuse of a key does nothing",
        "statement": "A request refused for reusing a key has no effect, and repeating the first request still brings its answer.",
        "sources": [
          "entailed by idempotency keys"
        ],
        "probe": "The second nonce is counted; the first request is repeated.",
        "leniency": "",
        "scope": "G",
        "effect": "none",
        "requests": "2"
      },
      {
        "id": "IDM-05",
        "level": "MUST*",
        "severity": "fail",
        "title": "Different keys execute separately",
        "statement": "The same body under two keys is carried out twice and gives two ids.",
        "sources": [
          "entailed by idempotency keys"
        ],
        "probe": "One body, two keys, spaced where the target limits a pair of parties.",
        "leniency": "A limit of the target on equal messages is waited for.",
        "scope": "G",
        "effect": "external",
        "requests": "2"
      },
      {
        "id": "IDM-06",
        "level": "MAY",
        "severity": "info",
        "title": "Without a key every request executes",
        "statement": "Two equal requests without a key are carried out twice.",
        "sources": [
          "contract: optional idempotency header"
        ],
        "probe": "One body, sent twice without a key.",
        "leniency": "Recognising equal content is a choice of the server; information only.",
        "scope": "G",
        "effect": "external",
        "requests": "2"
      },
      {
        "id": "IDM-07",
        "level": "MUST",
        "severity": "fail",
        "title": "The key is optional where the contract says so",
        "statement": "A request without the idempotency header is accepted when the header is not required.",
        "sources": [
          "contract: idempotency header parameter"
        ],
        "probe": "One request without the header.",
        "leniency": "Where the contract requires the key, its absence is answered 400 instead.",
        "scope": "G",
        "effect": "external",
        "requests": "1"
      },
      {
        "id": "IDM-08",
        "level": "MUST*",
        "severity": "fail",
        "title": "Racing requests with one key execute once",
        "statement": "Of requests sent at the same instant with one key and one body at most one is carried out, and all successes speak of the same thing.",
        "sources": [
          "IETF draft-ietf-httpapi-idempotency-key-header §2.6"
        ],
        "probe": "Five connections released together, five times, with the overlap recorded.",
        "leniency": "Losers may wait for the winner's answer or be refused with 409, 425, 429 or 503 in the envelope; without overlap the trial proves nothing.",
        "scope": "G",
        "effect": "external",
        "requests": "5×5"
      },
      {
        "id": "IDM-09",
        "level": "MUST*",
        "severity": "fail",
        "title": "After a race the key still works",
        "statement": "Each loser's retry gets the winner's answer within half a minute.",
        "sources": [
          "IETF draft-ietf-httpapi-idempotency-key-header"
        ],
        "probe": "The request is repeated after the race until it answers.",
        "leniency": "A late answer passes with its delay noted.",
        "scope": "G",
        "effect": "none",
        "requests": "5"
      },
      {
        "id": "IDM-10",
        "level": "MUST*",
        "severity": "fail",
        "title": "Racing bodies under one key execute at most once",
        "statement": "Of different bodies sent at the same instant under one key at most one is carried out, and the others are refused.",
        "sources": [
          "entailed by idempotency keys"
        ],
        "probe": "Five connections released together with five nonces, which are then counted.",
        "leniency": "Without overlap the trial proves nothing.",
        "scope": "G",
        "effect": "external",
        "requests": "5"
      },
      {
        "id": "IDM-11",
        "level": "MUST*",
        "severity": "fail",
        "title": "Racing requests with their own keys do not mix",
        "statement": "Requests sent at the same instant under different keys are all carried out, and each answer is about its own request.",
        "sources": [
          "entailed by idempotency keys"
        ],
        "probe": "Five connections released together; ids and echoed data are compared.",
        "leniency": "Refusals by a rate limit lead to several recipients or slower sending.",
        "scope": "G",
        "effect": "external",
        "requests": "5"
      },
      {
        "id": "IDM-12",
        "level": "MUST*",
        "severity": "fail",
        "title": "A key belongs to its operation",
        "statement": "A key used on another operation or path is executed there or refused; it never brings back the first operation's answer.",
        "sources": [
          "entailed by idempotency keys"
        ],
        "probe": "The key of one operation is sent with others.",
        "leniency": "",
        "scope": "G",
        "effect": "own",
        "requests": "2"
      },
      {
        "id": "IDM-13",
        "level": "MUST*",
        "severity": "fail",
        "title": "A key belongs to its tenant",
        "statement": "The same key and body of another tenant are independent.",
        "sources": [
          "IETF draft-ietf-httpapi-idempotency-key-header, security considerations"
        ],
        "probe": "The request is repeated with the second tenant's credential.",
        "leniency": "Skipped without a second tenant.",
        "scope": "G",
        "effect": "external",
        "requests": "2"
      },
      {
        "id": "IDM-14",
        "level": "MAY",
        "severity": "info",
        "title": "Credentials of one tenant share their keys as documented",
        "statement": "Another credential of the same tenant sees the key as used, where that is the documented scope.",
        "sources": [
          "profile: conventions.idempotency.scope"
        ],
        "probe": "The request is repeated with the second credential.",
        "leniency": "Information only; skipped without a second credential.",
        "scope": "GK",
        "effect": "external",
        "requests": "2"
      },
      {
        "id": "IDM-15",
        "level": "SHOULD",
        "severity": "fail",
        "title": "A refused body does not spoil the key",
        "statement": "After a validation error the corrected body under the same key is carried out or refused as reuse, never answered with the old error nor with a success that did nothing.",
        "sources": [
          "IETF draft-ietf-httpapi-idempotency-key-header"
        ],
        "probe": "A body with a missing member, then the corrected one.",
        "leniency": "Both outcomes are legal.",
        "scope": "G",
        "effect": "external",
        "requests": "3"
      },
      {
        "id": "IDM-16",
        "level": "MUST*",
        "severity": "fail",
        "title": "A refused credential does not spoil the key",
        "statement": "A key first sent with a bad credential works with a good one.",
        "sources": [
          "entailed by idempotency keys"
        ],
        "probe": "The same request with a bad and then a good credential.",
        "leniency": "",
        "scope": "G",
        "effect": "external",
        "requests": "2"
      },
      {
        "id": "IDM-17",
        "level": "MUST*",
        "severity": "fail",
        "title": "A temporary failure is not final for a key",
        "statement": "After a 429 or 5xx a later request with the same key can succeed, and nothing is carried out twice.",
        "sources": [
          "RFC 6585 §4",
          "entailed by idempotency keys"
        ],
        "probe": "A temporary failure met elsewhere in the run is retried.",
        "leniency": "Open unless one occurs; a stored server error only warns.",
        "scope": "G",
        "effect": "external",
        "requests": "2"
      },
      {
        "id": "IDM-18",
        "level": "SHOULD",
        "severity": "warn",
        "title": "Keys are compared exactly",
        "statement": "Keys that differ in letter case are different keys; only blanks around a key may be dropped.",
        "sources": [
          "RFC 9110 §5.5"
        ],
        "probe": "Two keys that differ in the case of one letter.",
        "leniency": "It only warns, since an API may document that letter case does not count.",
        "scope": "G",
        "effect": "external",
        "requests": "2"
      },
      {
        "id": "IDM-19",
        "level": "SHOULD",
        "severity": "fail",
        "title": "Long keys are accepted or refused, never cut",
        "statement": "Keys up to the documented length work, longer ones are refused, and two long keys with the same beginning never collide.",
        "sources": [
          "profile: conventions.idempotency.max_len"
        ],
        "probe": "Keys at the limit, one above it, and two far above it.",
        "leniency": "Without a documented limit only collisions and server errors count.",
        "scope": "GK",
        "effect": "external",
        "requests": "4"
      },
      {
        "id": "IDM-20",
        "level": "SHOULD",
        "severity": "fail",
        "title": "An empty key is no key",
        "statement": "An empty or blank key is treated as absent or refused; different requests under it do not collapse into one.",
        "sources": [
          "RFC 9110 §5.5"
        ],
        "probe": "Two different requests with an empty key.",
        "leniency": "Skipped when the client cannot send an empty field.",
        "scope": "G",
        "effect": "external",
        "requests": "2"
      },
      {
        "id": "IDM-21",
        "level": "MAY",
        "severity": "info",
        "title": "The quoted form of a key is accepted",
        "statement": "A key written as a quoted string is accepted.",
        "sources": [
          "IETF draft-ietf-httpapi-idempotency-key-header §2.1"
        ],
        "probe": "One request with a quoted key.",
        "leniency": "Whether the quoted and the bare form are one key is open.",
        "scope": "G",
        "effect": "external",
        "requests": "1"
      },
      {
        "id": "IDM-22",
        "level": "MUST*",
        "severity": "fail",
        "title": "The spelling of a body does not matter",
        "statement": "An equal body with other member order, blanks and escapes under the same key is never carried out a second time.",
        "sources": [
          "IETF draft-ietf-httpapi-idempotency-key-header §2.4"
        ],
        "probe": "The same value in two spellings.",
        "leniency": "A replay is preferred; a refusal as reuse is only noted.",
        "scope": "G",
        "effect": "external",
        "requests": "2"
      },
      {
        "id": "IDM-23",
        "level": "SHOULD",
        "severity": "fail",
        "title": "Any changed value makes a different body",
        "statement": "Bodies that differ in a single value are different: a trailing blank, letter case, a flag, the order of an array, a number against a string, composed against decomposed letters.",
        "sources": [
          "IETF draft-ietf-httpapi-idempotency-key-header"
        ],
        "probe": "One change at a time under a known key.",
        "leniency": "A server may fingerprint only some members; then it warns.",
        "scope": "G",
        "effect": "external",
        "requests": "5"
      },
      {
        "id": "IDM-24",
        "level": "SHOULD",
        "severity": "warn",
        "title": "Replays are marked as the profile says",
        "statement": "The header field that marks a replay is false or absent on the first answer and true on the replay.",
        "sources": [
          "profile: conventions.idempotency.replay_header"
        ],
        "probe": "The field is read on both answers.",
        "leniency": "An absent field is only noted.",
        "scope": "GK",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "IDM-25",
        "level": "MUST*",
        "severity": "fail",
        "title": "The key means nothing where it has no meaning",
        "statement": "On safe and naturally idempotent requests the header changes nothing: reads stay fresh and updates apply.",
        "sources": [
          "RFC 9110 §9.2"
        ],
        "probe": "A read, an update and a read under one old key.",
        "leniency": "",
        "scope": "G",
        "effect": "own",
        "requests": "4"
      },
      {
        "id": "IDM-26",
        "level": "SHOULD",
        "severity": "fail",
        "title": "A key is remembered for a while",
        "statement": "A replay works after seconds, after a minute and over a new connection.",
        "sources": [
          "profile: conventions.idempotency.ttl"
        ],
        "probe": "Delayed replays.",
        "leniency": "The whole documented lifetime is not tested and never claimed.",
        "scope": "G",
        "effect": "none",
        "requests": "2"
      },
      {
        "id": "IDM-27",
        "level": "MUST",
        "severity": "fail",
        "title": "Repeating an update or delete ends in the same state",
        "statement": "Sending PATCH, PUT or DELETE twice leaves what sending it once leaves.",
        "sources": [
          "RFC 9110 §9.2.2"
        ],
        "probe": "Each is sent twice, with a read after each.",
        "leniency": "The second DELETE may be answered with success or 404.",
        "scope": "G",
        "effect": "own",
        "requests": "6"
      },
      {
        "id": "IDM-31",
        "level": "MUST*",
        "severity": "fail",
        "title": "A replay does not bring a deleted thing back",
        "statement": "Replaying a create after its result was changed or deleted creates nothing.",
        "sources": [
          "Google AIP-155"
        ],
        "probe": "Create with a key, delete, repeat.",
        "leniency": "Skipped where what is created cannot be deleted.",
        "scope": "G",
        "effect": "own",
        "requests": "4"
      },
      {
        "id": "IDM-32",
        "level": "MUST*",
        "severity": "fail",
        "title": "Racing creates with one unique value make one thing",
        "statement": "Of creates sent at the same instant with the same unique value exactly one succeeds, the rest are refused as duplicates, and one row exists.",
        "sources": [
          "contract: uniqueness of a member"
        ],
        "probe": "Five connections released together, four times, and the list read after each: a fifth race and its reading would go beyond five times five requests.",
        "leniency": "Without overlap the trial proves nothing.",
        "scope": "G",
        "effect": "own",
        "requests": "5×5"
      },
      {
        "id": "IDM-33",
        "level": "SHOULD",
        "severity": "fail",
        "title": "Racing updates of different members both land",
        "statement": "Two updates of different members sent at the same instant are both there afterwards.",
        "sources": [
          "derived from partial updates"
        ],
        "probe": "Two updates released together, several times.",
        "leniency": "On the same member the last writer may win.",
        "scope": "G",
        "effect": "own",
        "requests": "2×5"
      }
    ]
    """#
}
