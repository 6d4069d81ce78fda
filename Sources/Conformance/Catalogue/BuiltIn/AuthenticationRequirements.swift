extension RequirementCatalogue {
  /// The family AUTH: who is let in.
  static let authenticationRequirements = #"""
    [
      {
        "id": "AUTH-01",
        "level": "MUST",
        "severity": "fail",
        "title": "Without a credential every secured operation answers 401",
        "statement": "A request without a credential is answered 401 in the error envelope by every operation that the contract secures.",
        "sources": [
          "contract: security and 401 response",
          "RFC 9110 §15.5.2"
        ],
        "probe": "Every secured operation with harmless arguments, and HEAD of one of them.",
        "leniency": "Nothing else counts, not even 400; a 404 for an id that nothing has only warns, and one that a credential does not change says that nothing is there.",
        "scope": "G",
        "effect": "none",
        "requests": "1 per secured operation, 1 more"
      },
      {
        "id": "AUTH-02",
        "level": "MUST",
        "severity": "warn",
        "title": "A 401 says how to authenticate",
        "statement": "Every 401 has a WWW-Authenticate field with at least one challenge.",
        "sources": [
          "RFC 9110 §15.5.2",
          "RFC 6750 §3"
        ],
        "probe": "The field is read on every 401 of the run.",
        "leniency": "Widely ignored and seldom in contracts, so its absence only warns.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "AUTH-03",
        "level": "MUST",
        "severity": "fail",
        "title": "A wrong credential is answered 401",
        "statement": "Credentials that are unknown, malformed, empty, far too long, not ASCII or nearly right are all answered 401.",
        "sources": [
          "contract: 401 response",
          "RFC 9110 §15.5.2"
        ],
        "probe": "Eight credentials on a cheap read.",
        "leniency": "A 431 for the long one and a 400 for the one outside ASCII only warn.",
        "scope": "G",
        "effect": "none",
        "requests": "8"
      },
      {
        "id": "AUTH-04",
        "level": "MUST",
        "severity": "fail",
        "title": "The right secret under a wrong scheme is refused",
        "statement": "A valid credential sent under a scheme the contract does not name is answered 401.",
        "sources": [
          "contract: security schemes"
        ],
        "probe": "Under Basic, under an invented scheme and without a scheme.",
        "leniency": "",
        "scope": "G",
        "effect": "none",
        "requests": "3"
      },
      {
        "id": "AUTH-05",
        "level": "SHOULD",
        "severity": "warn",
        "title": "The scheme's name works in any letter case",
        "statement": "The name of the authentication scheme is recognised whatever its letter case.",
        "sources": [
          "RFC 9110 §11.1"
        ],
        "probe": "In lower and in upper case.",
        "leniency": "",
        "scope": "G",
        "effect": "none",
        "requests": "2"
      },
      {
        "id": "AUTH-07",
        "level": "SHOULD",
        "severity": "fail",
        "title": "The credential is judged before the arguments",
        "statement": "A bad credential is answered 401 even when body, id or path would be refused as well, so that nothing can be learnt without one.",
        "sources": [
          "derived from secrecy"
        ],
        "probe": "A bad credential with an invalid body and with unknown ids.",
        "leniency": "A 400 or 422 for what is no JSON only warns. A 404 for an id that its schema does not allow is right: there is no such path for anybody.",
        "scope": "G",
        "effect": "none",
        "requests": "4"
      },
      {
        "id": "AUTH-08",
        "level": "MUST*",
        "severity": "fail",
        "title": "A write without a credential changes nothing",
        "statement": "After a write that was answered 401 nothing has changed.",
        "sources": [
          "entailed by authentication"
        ],
        "probe": "After creates without a credential one with it is sent; once the list shows what that made, it shows nothing of them.",
        "leniency": "A list that does not show the right one leaves the question open.",
        "scope": "G",
        "effect": "none",
        "requests": "2 walks + 3"
      },
      {
        "id": "AUTH-09",
        "level": "MUST*",
        "severity": "fail",
        "title": "A credential counts only where the contract puts it",
        "statement": "A valid credential in the query, in a cookie or in the body is not accepted when the contract asks for a header field.",
        "sources": [
          "contract: security schemes"
        ],
        "probe": "One request of each kind.",
        "leniency": "The real credential is used only over https or on loopback.",
        "scope": "GK",
        "effect": "none",
        "requests": "3"
      },
      {
        "id": "AUTH-11",
        "level": "SHOULD",
        "severity": "fail",
        "title": "Another tenant's things look like unknown ones",
        "statement": "An id of another tenant is answered exactly like an id that names nothing.",
        "sources": [
          "derived from isolation"
        ],
        "probe": "Ids of the second tenant on every operation with an id, cursors included.",
        "leniency": "Skipped without a second tenant; success is a failure at once.",
        "scope": "GK",
        "effect": "none",
        "requests": "10"
      },
      {
        "id": "AUTH-14",
        "level": "SHOULD",
        "severity": "fail",
        "title": "A revoked credential is refused",
        "statement": "A credential that was revoked or has expired is answered 401.",
        "sources": [
          "derived from authentication"
        ],
        "probe": "One request with the configured revoked credential.",
        "leniency": "Skipped without one.",
        "scope": "GK",
        "effect": "none",
        "requests": "1"
      }
    ]
    """#
}
