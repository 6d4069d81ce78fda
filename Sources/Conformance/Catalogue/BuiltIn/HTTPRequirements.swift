extension RequirementCatalogue {
  /// The family HTTP: how the server speaks HTTP.
  static let httpRequirements = #"""
    [
      {
        "id": "HTTP-01",
        "level": "SHOULD",
        "severity": "warn",
        "title": "A method a known path lacks is refused with 405 and Allow",
        "statement": "A request with a method that the path does not document is answered 405, and a 405 names the methods that are allowed.",
        "sources": [
          "RFC 9110 §15.5.6",
          "RFC 9110 §10.2.1"
        ],
        "probe": "Undocumented PUT and POST requests go to item paths with unknown ids.",
        "leniency": "404 and 501 only warn, and a 404 for an id that nothing has leaves the question open; a 2xx or 5xx fails. Nothing is sent that a lenient server could carry out on real data.",
        "scope": "G",
        "effect": "none",
        "requests": "3"
      },
      {
        "id": "HTTP-02",
        "level": "SHOULD",
        "severity": "fail",
        "title": "An unknown path is answered 404",
        "statement": "A path that no operation has is answered with 404.",
        "sources": [
          "RFC 9110 §15.5.5"
        ],
        "probe": "A made-up path and a deep one are requested with a valid credential.",
        "leniency": "Without a credential a 401 first is fine.",
        "scope": "G",
        "effect": "none",
        "requests": "2"
      },
      {
        "id": "HTTP-03",
        "level": "MUST",
        "severity": "fail",
        "title": "HEAD answers like GET, without the body",
        "statement": "Where HEAD is answered with success, it has no body and the same status and Content-Type as GET.",
        "sources": [
          "RFC 9110 §9.3.2"
        ],
        "probe": "HEAD is sent on two GET operations and compared.",
        "leniency": "404, 405 and 501 are only noted, since the contract does not promise HEAD.",
        "scope": "G",
        "effect": "none",
        "requests": "2"
      },
      {
        "id": "HTTP-04",
        "level": "MAY",
        "severity": "info",
        "title": "OPTIONS names the methods that exist",
        "statement": "When an answer to OPTIONS has an Allow field, the field covers the methods that the contract documents for the path.",
        "sources": [
          "RFC 9110 §9.3.7"
        ],
        "probe": "One OPTIONS request to a known path.",
        "leniency": "A handler for cross-origin preflights answers differently, and OPTIONS may be unsupported.",
        "scope": "G",
        "effect": "none",
        "requests": "1"
      },
      {
        "id": "HTTP-05",
        "level": "MUST",
        "severity": "fail",
        "title": "Safe methods change nothing",
        "statement": "A GET leaves the state of every collection as it was.",
        "sources": [
          "RFC 9110 §9.2.1"
        ],
        "probe": "Digests of the collections before and after one call of every GET operation are compared.",
        "leniency": "Counters, rate limits and logs are no state; changes by others leave the question open.",
        "scope": "G",
        "effect": "none",
        "requests": "2 walks + 20"
      },
      {
        "id": "HTTP-06",
        "level": "MUST",
        "severity": "fail",
        "title": "The body is as long as its framing says",
        "statement": "A Content-Length equals the number of body octets that follow, and answers that cannot have a body (1xx, 204, 304 and those to HEAD) have none.",
        "sources": [
          "RFC 9110 §8.6",
          "RFC 9112 §6.3"
        ],
        "probe": "The octets received on the wire are counted before any decoding.",
        "leniency": "Chunked transfer and a body that ends with the connection are legal, and a Content-Length on 304 or HEAD describes a body that is not sent.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "HTTP-07",
        "level": "SHOULD",
        "severity": "fail",
        "title": "Compression is used only when offered, and changes nothing",
        "statement": "A content coding appears only after the request offered it, and the decoded body means the same as the plain one.",
        "sources": [
          "RFC 9110 §8.4",
          "RFC 9110 §12.5.3"
        ],
        "probe": "The same GET is sent offering identity and then gzip.",
        "leniency": "A missing Vary field is only noted. A server that tells the fields of the request may do so.",
        "scope": "G",
        "effect": "none",
        "requests": "2"
      },
      {
        "id": "HTTP-08",
        "level": "MUST",
        "severity": "fail",
        "title": "Header field names work in any letter case",
        "statement": "A request whose field names are written in other letter case is understood the same.",
        "sources": [
          "RFC 9110 §5.1"
        ],
        "probe": "A request is sent with unusual spelling of its credential and other field names.",
        "leniency": "Skipped over HTTP/2 and later, where names are lower case on the wire.",
        "scope": "G",
        "effect": "none",
        "requests": "1"
      },
      {
        "id": "HTTP-09",
        "level": "SHOULD",
        "severity": "warn",
        "title": "A body of the wrong or no media type is refused cleanly",
        "statement": "A body labelled with a media type the operation does not take, or with none, is answered 415 or 400 and never with a server error.",
        "sources": [
          "RFC 9110 §15.5.16"
        ],
        "probe": "A valid body is sent as text/plain, then without Content-Type.",
        "leniency": "Accepting it anyway only warns, and what was made is removed.",
        "scope": "G",
        "effect": "own",
        "requests": "2"
      },
      {
        "id": "HTTP-10",
        "level": "SHOULD",
        "severity": "fail",
        "title": "Accept is honoured",
        "statement": "No Accept field, any type and JSON lead to the same answer; asking for HTML gives JSON or 406, never an HTML page.",
        "sources": [
          "RFC 9110 §12.5.1"
        ],
        "probe": "The same GET is sent four ways.",
        "leniency": "A server that tells the fields of the request may do so, and another refusal than 406 only warns.",
        "scope": "G",
        "effect": "none",
        "requests": "4"
      },
      {
        "id": "HTTP-11",
        "level": "MUST*",
        "severity": "fail",
        "title": "The media type of a request is read as HTTP defines it",
        "statement": "A request body labelled with other letter case and a charset parameter is taken like the plain spelling.",
        "sources": [
          "RFC 9110 §8.3.1"
        ],
        "probe": "One create is sent with Application/JSON; charset=UTF-8.",
        "leniency": "",
        "scope": "G",
        "effect": "own",
        "requests": "1"
      },
      {
        "id": "HTTP-12",
        "level": "SHOULD",
        "severity": "warn",
        "title": "Unknown input is accepted or refused, never misused",
        "statement": "A query parameter or body member that the contract does not know is ignored, kept apart or answered with a clean 400; it causes no server error and never ends up in another member.",
        "sources": [
          "contract: open schemas",
          "RFC 9110 §15.6"
        ],
        "probe": "A parameter and a member with invented names are added to valid requests.",
        "leniency": "A strict house style that refuses unknown input at most warns.",
        "scope": "G",
        "effect": "own",
        "requests": "2"
      },
      {
        "id": "HTTP-13",
        "level": "MUST",
        "severity": "warn",
        "title": "Answers carry a Date that is right",
        "statement": "Answers with a 2xx, 3xx or 4xx status have a Date field within five minutes of the harness's clock.",
        "sources": [
          "RFC 9110 §6.6.1"
        ],
        "probe": "The field of every exchange is read and compared with the time of the exchange.",
        "leniency": "A server without a clock may leave the field out, so a departure only warns.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "HTTP-14",
        "level": "SHOULD",
        "severity": "warn",
        "title": "Credentialed answers are not shared, secrets are not stored",
        "statement": "An answer to a request with a credential does not invite shared caches to keep it, and an answer that holds a secret forbids storing.",
        "sources": [
          "RFC 9111 §3.5",
          "RFC 9111 §5.2"
        ],
        "probe": "Cache-Control of every exchange is read.",
        "leniency": "Without the field nothing is claimed, which is fine for ordinary reads.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "HTTP-15",
        "level": "SHOULD",
        "severity": "warn",
        "title": "Entity tags tell whether something changed",
        "statement": "A server that sends an ETag answers 304 without a body to a request that repeats it, and the tag changes with the item and, for a list, after a delete.",
        "sources": [
          "RFC 9110 §13.1.2",
          "RFC 9110 §15.4.5"
        ],
        "probe": "A conditional GET before and after an update of an own item.",
        "leniency": "Without an ETag the question stays open.",
        "scope": "G",
        "effect": "own",
        "requests": "4"
      },
      {
        "id": "HTTP-16",
        "level": "SHOULD",
        "severity": "warn",
        "title": "Encoded and plain paths are the same path",
        "statement": "A percent-encoded unreserved character in a path reaches the same resource, while ids in other letter case do not.",
        "sources": [
          "RFC 3986 §6.2.2"
        ],
        "probe": "One path with a needlessly encoded character, one with an id in lower case.",
        "leniency": "The lower-cased id may be answered 404 or 400.",
        "scope": "G",
        "effect": "none",
        "requests": "2"
      },
      {
        "id": "HTTP-17",
        "level": "SHOULD",
        "severity": "fail",
        "title": "Oversized input is refused, not fatal",
        "statement": "A body of a megabyte in one string or nested thousands deep gets a 4xx within the time-out.",
        "sources": [
          "RFC 9110 §15.5.14"
        ],
        "probe": "One request of each kind.",
        "leniency": "Opt-in on shared servers; closing the connection together with a 413 is fine.",
        "scope": "G",
        "effect": "none",
        "requests": "2"
      }
    ]
    """#
}
