extension RequirementCatalogue {
  /// The family RSP: what any response has to keep.
  static let responseRequirements = #"""
    [
      {
        "id": "RSP-01",
        "level": "MUST",
        "severity": "fail",
        "title": "The status is one the operation documents",
        "statement": "Every answer carries a status that the contract lists for the operation, as an exact code, as a range or as the default.",
        "sources": [
          "contract: responses of the operation",
          "RFC 9110 §15"
        ],
        "probe": "The status of every exchange is looked up in the responses of the operation it matched.",
        "leniency": "A 4xx that any HTTP server may send (such as 405, 413 or 429) only warns, so does a 404 or 410 where the path has an id, and so does a 502, 503 or 504, which usually comes from a gateway and is reported with the Server and Via fields.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "RSP-02",
        "level": "MUST",
        "severity": "fail",
        "title": "A successful body validates against its schema",
        "statement": "The body of a 2xx answer is valid under the schema that the contract gives for that status and media type, on every page and for every item.",
        "sources": [
          "contract: content of the 2xx response",
          "JSON Schema 2020-12"
        ],
        "probe": "Every 2xx body is evaluated in full, and each violation names the place in the body and the keyword in the contract; those with an id of their own (RSP-06 to RSP-08) are counted there.",
        "leniency": "Members the schema does not mention, any order of members and short pages are fine; a list that never held an item proves nothing about items and leaves the question open.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "RSP-03",
        "level": "MUST",
        "severity": "fail",
        "title": "A JSON body is one well-formed UTF-8 text",
        "statement": "A body that claims to be JSON is exactly one JSON text in UTF-8, without a byte order mark before it or anything but white space after it.",
        "sources": [
          "RFC 8259 §2",
          "RFC 8259 §8.1"
        ],
        "probe": "The raw bytes go through a strict parser before anything else looks at them.",
        "leniency": "White space around the text and any legal spelling of numbers and escapes are fine.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "RSP-04",
        "level": "MUST",
        "severity": "fail",
        "title": "A body names a media type the contract documents",
        "statement": "An answer with content has a Content-Type field, and its media type is one of those the contract lists for that response.",
        "sources": [
          "contract: content of the response",
          "RFC 9110 §8.3"
        ],
        "probe": "Type and subtype are compared with the documented media types, media ranges included.",
        "leniency": "Parameters such as charset and the letter case of the type are free; an answer without content needs no Content-Type.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "RSP-05",
        "level": "SHOULD",
        "severity": "fail",
        "title": "No object repeats a member name",
        "statement": "Within one JSON object every member name occurs once, since parsers disagree about which of two values counts.",
        "sources": [
          "RFC 8259 §4"
        ],
        "probe": "The parser keeps all members, and names are compared after unescaping, code point by code point.",
        "leniency": "The same name in different objects is ordinary; names that only look alike are different names.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "RSP-06",
        "level": "MUST",
        "severity": "fail",
        "title": "Required members are there, and null only where allowed",
        "statement": "Members that the schema requires are present, and a value is null only where the schema admits null; an absent member and a null one are different things.",
        "sources": [
          "contract: required and type of the response schemas"
        ],
        "probe": "Violations of required and of type by a null are counted under this id, on walks of at least three pages and on a sample of items read by id.",
        "leniency": "An optional member may be left out, and is never asked to be null instead.",
        "scope": "G",
        "effect": "none",
        "requests": "1 walk + 10"
      },
      {
        "id": "RSP-07",
        "level": "MUST",
        "severity": "fail",
        "title": "Strings keep the format they declare",
        "statement": "A string whose schema names a format has that format: a date-time is a real RFC 3339 instant with an offset, a URI is absolute, and so on.",
        "sources": [
          "contract: format of the response schemas",
          "RFC 3339 §5.6",
          "RFC 3986 §4.3"
        ],
        "probe": "Violations of format in response bodies are counted under this id.",
        "leniency": "Silent when the profile treats formats as annotations. Every offset, fraction length, lower-case t or z and leap second that RFC 3339 allows is fine. A duration that only ISO 8601 allows, with a fraction in its last number, is a warning.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "RSP-08",
        "level": "MUST",
        "severity": "fail",
        "title": "Enumerated values are spelt exactly",
        "statement": "A value under enum or const equals one of the listed values, code point by code point.",
        "sources": [
          "contract: enum and const of the response schemas"
        ],
        "probe": "Violations of enum and const in response bodies are counted under this id.",
        "leniency": "Nothing is forgiven: letter case, blanks and line ends are part of a value.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "RSP-09",
        "level": "MUST",
        "severity": "fail",
        "title": "A success wears the configured envelope",
        "statement": "A 2xx JSON body holds the payload member and the string request id that the profile's envelope names.",
        "sources": [
          "contract: success envelope",
          "profile: conventions.success"
        ],
        "probe": "The configured pointers are looked up in every 2xx JSON body.",
        "leniency": "Runs only when a success envelope is configured; an empty request id only warns.",
        "scope": "GK",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "RSP-10",
        "level": "SHOULD",
        "severity": "fail",
        "title": "Every exchange has a request id of its own",
        "statement": "The request id of an answer, success or error, was not handed out before in the run.",
        "sources": [
          "profile: conventions.request_id"
        ],
        "probe": "Ids are collected over the whole run and looked up as they come.",
        "leniency": "The replay of an idempotent request may repeat the id it stored, and so may a response that a cache served.",
        "scope": "GK",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "RSP-11",
        "level": "SHOULD",
        "severity": "warn",
        "title": "The request id field agrees with the body",
        "statement": "When an answer carries its request id in a header field as well, that value equals the one in the body.",
        "sources": [
          "profile: conventions.request_id_header"
        ],
        "probe": "The header field and the body member are compared on every exchange.",
        "leniency": "An answer without the field is only noted; a gateway in between may add a field of that name for its own purposes.",
        "scope": "GK",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "RSP-12",
        "level": "MUST*",
        "severity": "fail",
        "title": "Ids handed out fit the parameter that takes them",
        "statement": "An id found in an answer satisfies the schema of the path parameter through which it is meant to be used.",
        "sources": [
          "contract: schemas of path parameters",
          "profile: resources"
        ],
        "probe": "Ids of every list and item answer are validated against the parameter of the operations the profile maps them to.",
        "leniency": "An id that may be null, and is, has nothing to fit.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "RSP-14",
        "level": "MUST*",
        "severity": "fail",
        "title": "An item answer is about the item asked for",
        "statement": "The id in the answer equals the id in the path, and the kind named in the answer is the kind the operation serves.",
        "sources": [
          "contract: path and response schema of item operations"
        ],
        "probe": "Both are compared on every item answer the run receives.",
        "leniency": "Operations that answer about a relation name both sides instead and are judged by their own suites.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "RSP-15",
        "level": "MUST*",
        "severity": "fail",
        "title": "A list row agrees with the item read by id",
        "statement": "Members that the list row and the item view share have the same values.",
        "sources": [
          "contract: list and item schemas of a resource"
        ],
        "probe": "Up to ten rows of a list are read by id and compared member by member.",
        "leniency": "Members that move on their own (states, counters, times of last activity) are left out, and a foreign change in between leaves the question open.",
        "scope": "G",
        "effect": "none",
        "requests": "10"
      },
      {
        "id": "RSP-16",
        "level": "SHOULD",
        "severity": "warn",
        "title": "Members that depend on each other agree",
        "statement": "Related members make sense together: nothing is updated before it was created, nothing is dated minutes into the future, and a state matches the members that explain it.",
        "sources": [
          "derived from the contract's schemas",
          "profile: conventions.consistency"
        ],
        "probe": "The relations listed in the profile are evaluated on every body that holds both sides.",
        "leniency": "Equal times are fine, clocks may be five minutes apart, and members meant to lie in the future are exempt.",
        "scope": "GK",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "RSP-18",
        "level": "SHOULD",
        "severity": "fail",
        "title": "Text comes back as it was sent",
        "statement": "A stored string is returned with the same code points everywhere it can be read.",
        "sources": [
          "RFC 8259 §8"
        ],
        "probe": "Names with joined emoji, combining marks, right-to-left text, quotes, slashes and U+2028 are created and read back from the create, item and list answers.",
        "leniency": "A declared policy of trimming or normalising turns the failure into a warning that shows both spellings.",
        "scope": "GK",
        "effect": "own",
        "requests": "3"
      }
    ]
    """#
}
