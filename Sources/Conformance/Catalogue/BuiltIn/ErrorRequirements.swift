extension RequirementCatalogue {
  /// The family ERR: what an error has to keep.
  static let errorRequirements = #"""
    [
      {
        "id": "ERR-01",
        "level": "MUST",
        "severity": "fail",
        "title": "Every error wears the documented envelope",
        "statement": "The body of every documented answer outside 2xx validates against the error schema of the contract.",
        "sources": [
          "contract: error schema",
          "profile: conventions.errors"
        ],
        "probe": "The body of every error answer is evaluated against the response's schema and the configured envelope.",
        "leniency": "Further members are fine; a page made by a gateway (502, 503, 504) only warns.",
        "scope": "GK",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "ERR-02",
        "level": "MUST",
        "severity": "fail",
        "title": "Errors use a documented media type",
        "statement": "The body of an error answer has one of the media types that the contract lists for it.",
        "sources": [
          "contract: content of the error responses",
          "RFC 9110 §8.3",
          "RFC 9457 §3"
        ],
        "probe": "The media type of every error answer is compared with the documented ones.",
        "leniency": "Problem details are fine where the contract lists them; parameters and letter case are free.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "ERR-03",
        "level": "SHOULD",
        "severity": "fail",
        "title": "Errors made by the framework wear the envelope too",
        "statement": "What is refused before the application sees it (an unknown path, a wrong method or media type, JSON or percent-encoding that cannot be read, a URL without end) is refused in the same envelope as everything else.",
        "sources": [
          "contract: error schema",
          "profile: conventions.errors"
        ],
        "probe": "One request for each kind of mistake that is caught before the application sees it.",
        "leniency": "A page that a content delivery network or a firewall made only warns, with its evidence.",
        "scope": "GK",
        "effect": "none",
        "requests": "3"
      },
      {
        "id": "ERR-04",
        "level": "MUST",
        "severity": "fail",
        "title": "An error's members are strings with content",
        "statement": "The type, code, message and request id of an error are strings, and they are not empty.",
        "sources": [
          "contract: required members of the error schema",
          "profile: conventions.errors"
        ],
        "probe": "The configured pointers are looked up in every error body.",
        "leniency": "Only pointers that the profile configures are judged, and no number that the schema of the error asks for.",
        "scope": "GK",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "ERR-05",
        "level": "MUST",
        "severity": "fail",
        "title": "The parameter an error names is a string",
        "statement": "When an error names the parameter at fault, it does so with a string, neither null nor a list.",
        "sources": [
          "contract: error schema",
          "profile: conventions.errors.param"
        ],
        "probe": "The configured pointer is looked up in every error body, above all in answers to request faults.",
        "leniency": "Leaving the member out is fine.",
        "scope": "GK",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "ERR-06",
        "level": "SHOULD",
        "severity": "warn",
        "title": "The type of an error goes with its status",
        "statement": "The type that an error names is the one that the profile's table gives for its status.",
        "sources": [
          "profile: conventions.errors.types"
        ],
        "probe": "Type and status of every error are looked up in the table.",
        "leniency": "Off unless a table is configured; a status the table does not list is not judged.",
        "scope": "GK",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "ERR-07",
        "level": "MUST",
        "severity": "fail",
        "title": "A well-formed unknown id is answered 404",
        "statement": "An id of the right form that names nothing is answered with 404 by every operation that documents one.",
        "sources": [
          "contract: 404 response",
          "RFC 9110 §15.5.5"
        ],
        "probe": "A fresh random id for each path parameter, one at a time.",
        "leniency": "Another refusal, such as 403, only warns, and so does a DELETE that is answered as done. A PUT that may create is not held to it. Where the contract has no more than a default response, any 4xx is right, so is the success of a PUT or DELETE, and any other only warns.",
        "scope": "GK",
        "effect": "none",
        "requests": "1 per path parameter"
      },
      {
        "id": "ERR-08",
        "level": "MUST*",
        "severity": "fail",
        "title": "An id of the wrong form is a client error",
        "statement": "An id that breaks the schema of its path parameter is answered with a 4xx, by default 400, never with success or a server error.",
        "sources": [
          "contract: schema of path parameters",
          "RFC 9110 §15.5.1"
        ],
        "probe": "Ids with wrong case, prefix, length, letters and encoded dot segments, one at a time.",
        "leniency": "A 404 only warns, since routers often match late, and is right where the contract has neither a 400 nor a 422, or may have it for the body. A 422 is as right as a 400 where the contract has it for what a schema refuses, or has neither.",
        "scope": "GK",
        "effect": "none",
        "requests": "25, or 1 per path parameter"
      },
      {
        "id": "ERR-09",
        "level": "MUST",
        "severity": "fail",
        "title": "A missing required member is answered 400",
        "statement": "A request body that lacks one required member is refused with the documented validation status.",
        "sources": [
          "contract: required members of request bodies",
          "RFC 9110 §15.5.1"
        ],
        "probe": "One request per required member, valid otherwise.",
        "leniency": "A documented 422 only warns; in a body with variants the member is left out of one chosen variant.",
        "scope": "GK",
        "effect": "none",
        "requests": "1 per required member"
      },
      {
        "id": "ERR-10",
        "level": "MUST",
        "severity": "fail",
        "title": "Each single violation of the request schema is answered 400",
        "statement": "A request body that breaks exactly one keyword of its schema is refused with the documented validation status.",
        "sources": [
          "contract: keywords of request body schemas",
          "RFC 9110 §15.5.1"
        ],
        "probe": "One request per violated keyword and member, valid otherwise. A type that leaves out null is violated once more, by null or a fraction: servers let those through that refuse everything else.",
        "leniency": "Violations of format only warn, and so does a number accepted from a numeric string. A 422 in a form of its own is as right as a 400, and another documented 422 only warns.",
        "scope": "GK",
        "effect": "none",
        "requests": "1 per keyword + 1 per type without null"
      },
      {
        "id": "ERR-11",
        "level": "SHOULD",
        "severity": "warn",
        "title": "The error names the parameter at fault",
        "statement": "For a request with a single mistake, the error's parameter member names that mistake's place.",
        "sources": [
          "profile: conventions.errors.param"
        ],
        "probe": "Answers to the generated request faults are read.",
        "leniency": "The last name, a dotted path, a JSON pointer or a path below the body are all accepted.",
        "scope": "GK",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "ERR-12",
        "level": "MUST*",
        "severity": "fail",
        "title": "A refused write changed nothing",
        "statement": "After a write that was answered with a client error the collection is as it was before.",
        "sources": [
          "RFC 9110 §15.5"
        ],
        "probe": "After the batch of request faults a right request is sent; once the list shows what that made, it shows nothing of them.",
        "leniency": "A list that does not show the right one leaves the question open.",
        "scope": "G",
        "effect": "none",
        "requests": "2 walks"
      },
      {
        "id": "ERR-13",
        "level": "MUST",
        "severity": "fail",
        "title": "A body that is not the expected JSON is answered 400",
        "statement": "Malformed JSON, an empty body and a body that is no object are refused with the documented validation status.",
        "sources": [
          "contract: 400 response",
          "RFC 8259 §2"
        ],
        "probe": "Cut-off, empty, array, scalar, doubled and badly encoded bodies are sent.",
        "leniency": "Where the contract requires neither a body nor a member of it, an empty one may be taken. A 400 for what cannot be read as JSON is right beside a documented 422.",
        "scope": "G",
        "effect": "none",
        "requests": "6"
      },
      {
        "id": "ERR-14",
        "level": "MUST*",
        "severity": "fail",
        "title": "No mistake of the client causes a server error",
        "statement": "Whatever a request holds, the answer is not a 5xx.",
        "sources": [
          "RFC 9110 §15.6"
        ],
        "probe": "Every request fault, and strings and numbers that tend to break servers: NUL, lone surrogates, huge numbers, quotes, dot segments, long text.",
        "leniency": "A documented gateway status of an operation that calls another system leaves the question open.",
        "scope": "G",
        "effect": "none",
        "requests": "≈12"
      },
      {
        "id": "ERR-15",
        "level": "SHOULD",
        "severity": "fail",
        "title": "Errors tell nothing about the inside",
        "statement": "Error bodies hold no stack trace, SQL, file path, host name or library name, and never the credential or a signing secret.",
        "sources": [
          "Google AIP-193",
          "RFC 9457 §5"
        ],
        "probe": "Every error body is searched for such traces and for every secret of the run.",
        "leniency": "Repeating what the request itself sent is fine, unless it is a secret; so is a link to the pages of a library.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "ERR-16",
        "level": "SHOULD",
        "severity": "warn",
        "title": "The same mistake gets the same answer",
        "statement": "Repeating a mistake gives the same status, type and code, later and on sibling operations.",
        "sources": [
          "derived from machine-readable error codes"
        ],
        "probe": "Three mistakes are repeated; an unknown id is tried over all resources.",
        "leniency": "The wording of the message may vary.",
        "scope": "G",
        "effect": "none",
        "requests": "6"
      },
      {
        "id": "ERR-17",
        "level": "SHOULD",
        "severity": "warn",
        "title": "An error code is a constant token",
        "statement": "The code of an error is a word for programs: it has a fixed form and holds no id and no input.",
        "sources": [
          "Google AIP-193",
          "profile: conventions.errors.code_pattern"
        ],
        "probe": "Every code is matched with the configured form and compared with the ids and values of its request.",
        "leniency": "The form is configurable, since other contracts spell their codes otherwise.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "ERR-18",
        "level": "MUST*",
        "severity": "fail",
        "title": "Success and error do not wear each other's clothes",
        "statement": "A 2xx body never holds the error member of the envelope, and an error body never holds the payload member of success.",
        "sources": [
          "contract: success and error schemas",
          "profile: conventions"
        ],
        "probe": "Both shapes are tested on every JSON body.",
        "leniency": "Runs only for the members that the profile configures; a success schema that documents a member of the same name is respected.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      }
    ]
    """#
}
