extension RequirementCatalogue {
  /// The family PAG: what a paged list has to keep.
  static let paginationRequirements = #"""
    [
      {
        "id": "PAG-01",
        "level": "MUST",
        "severity": "fail",
        "title": "A page has items, an end mark and a next cursor",
        "statement": "Every page holds its items as an array, the flag that tells whether more follow as a boolean, and the next cursor as a string or null.",
        "sources": [
          "contract: list response schemas",
          "profile: conventions.pagination"
        ],
        "probe": "The configured pointers are looked up in every list answer.",
        "leniency": "Only the members that the profile's pagination style has are expected.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "PAG-02",
        "level": "MUST*",
        "severity": "fail",
        "title": "A page with more to come says how to go on",
        "statement": "When a page says that more follows, its next cursor is a non-empty string.",
        "sources": [
          "entailed by cursor pagination"
        ],
        "probe": "Both members are read on every page.",
        "leniency": "Left out where the client counts, and where the way on alone tells whether there is more.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "PAG-03",
        "level": "SHOULD",
        "severity": "fail",
        "title": "The last page has no next cursor",
        "statement": "When a page says that nothing follows, its next cursor is null.",
        "sources": [
          "profile: conventions.pagination"
        ],
        "probe": "Both members are read on every page.",
        "leniency": "An empty page token or URL leads nowhere either. Left out where the client counts, and where the way on alone tells whether there is more.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "PAG-04",
        "level": "MUST*",
        "severity": "fail",
        "title": "A walk comes to its end",
        "statement": "Following the cursors reaches a last page: no cursor comes again, and no page comes again under new cursors.",
        "sources": [
          "entailed by cursor pagination"
        ],
        "probe": "A walk in small pages remembers all cursors and the ids of each page.",
        "leniency": "A walk that still made progress when the page limit was reached stays open.",
        "scope": "G",
        "effect": "none",
        "requests": "1 walk"
      },
      {
        "id": "PAG-05",
        "level": "MUST*",
        "severity": "fail",
        "title": "No item comes twice in a walk",
        "statement": "In a walk during which nothing changes, every id occurs once.",
        "sources": [
          "entailed by cursor pagination"
        ],
        "probe": "Walks with page sizes 1, 2 and 3.",
        "leniency": "A row that moved because its sort key changed is no repetition; changes by others lead to another try, then to an open question.",
        "scope": "G",
        "effect": "none",
        "requests": "1 walk"
      },
      {
        "id": "PAG-06",
        "level": "MUST*",
        "severity": "fail",
        "title": "A walk misses no item",
        "statement": "Every item that exists throughout a walk is returned by it, whatever the page size.",
        "sources": [
          "entailed by cursor pagination"
        ],
        "probe": "Seven own items are created; walks with page sizes 1, 3 and 100 are compared with them and with each other.",
        "leniency": "Items that others delete meanwhile are not missed.",
        "scope": "G",
        "effect": "own",
        "requests": "3 walks"
      },
      {
        "id": "PAG-07",
        "level": "SHOULD",
        "severity": "warn",
        "title": "The order does not depend on the page size",
        "statement": "The pages put together give the same order for every page size.",
        "sources": [
          "JSON:API cursor pagination profile"
        ],
        "probe": "The walks of PAG-06 are compared; where it is not asked, one in the largest pages with one in the smallest.",
        "leniency": "A contract that promises no order makes this a warning.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "PAG-08",
        "level": "MUST*",
        "severity": "fail",
        "title": "A page is no longer than the limit",
        "statement": "Where a limit was accepted, the page holds at most that many items.",
        "sources": [
          "contract: limit parameter"
        ],
        "probe": "Limits 1, 2, 3 and 10.",
        "leniency": "Fewer items than asked for is never a departure.",
        "scope": "G",
        "effect": "none",
        "requests": "4"
      },
      {
        "id": "PAG-09",
        "level": "MAY",
        "severity": "info",
        "title": "Pages are full until the last",
        "statement": "A page with more to come holds as many items as the limit allows.",
        "sources": [
          "JSON:API cursor pagination profile"
        ],
        "probe": "Every page that was asked for with a limit is counted.",
        "leniency": "Short pages are legal; this is information only.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "PAG-10",
        "level": "SHOULD",
        "severity": "fail",
        "title": "The flag is right at an exact boundary",
        "statement": "When the remaining items just fill the page, the page says that nothing follows.",
        "sources": [
          "profile: conventions.pagination"
        ],
        "probe": "As many isolated items as the limit, then two pages of half of them.",
        "leniency": "Where only a token or a link tells that there is more, it warns; foreign inserts lead to a recount. Left out where no page says whether there is more.",
        "scope": "G",
        "effect": "own",
        "requests": "3"
      },
      {
        "id": "PAG-11",
        "level": "SHOULD",
        "severity": "fail",
        "title": "No empty page promises more",
        "statement": "A page without items does not say that more follows.",
        "sources": [
          "profile: conventions.pagination"
        ],
        "probe": "All walks; a walk goes on through such a page.",
        "leniency": "A server that filters after paging may produce them; where only a token or a link tells that there is more, it warns.",
        "scope": "G",
        "effect": "none",
        "requests": "0"
      },
      {
        "id": "PAG-12",
        "level": "MUST",
        "severity": "fail",
        "title": "An empty result is an empty page",
        "statement": "A list without a match is answered with success, no items and no next page.",
        "sources": [
          "contract: list response schemas"
        ],
        "probe": "A filter that cannot match, or an empty collection.",
        "leniency": "It is never 404.",
        "scope": "G",
        "effect": "none",
        "requests": "1"
      },
      {
        "id": "PAG-13",
        "level": "MUST",
        "severity": "fail",
        "title": "A limit that breaks its schema is answered 400",
        "statement": "A limit outside the form the contract gives is refused.",
        "sources": [
          "contract: schema of the limit parameter"
        ],
        "probe": "A word, a negative number, a fraction, a hexadecimal number and digits of another script.",
        "leniency": "Digits of another script that are read as a number only warn. An empty value is not sent: it is often read as no limit. A documented 422 for what a schema refuses is as right as a 400.",
        "scope": "G",
        "effect": "none",
        "requests": "5"
      },
      {
        "id": "PAG-14",
        "level": "SHOULD",
        "severity": "fail",
        "title": "A limit out of range is refused or clamped",
        "statement": "Zero, one above the maximum and absurdly large limits are refused or reduced to the maximum, as configured; they never cause a server error nor more than the maximum.",
        "sources": [
          "profile: conventions.pagination",
          "Google AIP-158"
        ],
        "probe": "Four limits.",
        "leniency": "A contract without bounds leaves both answers legal. 0 need not be refused where the contract's schema has it.",
        "scope": "G",
        "effect": "none",
        "requests": "4"
      },
      {
        "id": "PAG-15",
        "level": "SHOULD",
        "severity": "warn",
        "title": "The default page has the documented size",
        "statement": "Without a limit a page holds no more than the documented default, and the same when repeated.",
        "sources": [
          "profile: conventions.pagination.default"
        ],
        "probe": "A list call without a limit, twice.",
        "leniency": "Open while the collection has no more items than the default.",
        "scope": "GK",
        "effect": "none",
        "requests": "1"
      },
      {
        "id": "PAG-16",
        "level": "SHOULD",
        "severity": "fail",
        "title": "A broken cursor is refused",
        "statement": "A cursor that is garbage, cut, altered or far too long is answered 400 in the envelope, never with the first page or a server error.",
        "sources": [
          "profile: conventions.pagination"
        ],
        "probe": "Four variants of a real cursor; of an offset or a page number, texts that the contract refuses.",
        "leniency": "An empty cursor may mean the first page; an altered cursor that still decodes to a place only warns where cursors are not signed.",
        "scope": "G",
        "effect": "none",
        "requests": "4"
      },
      {
        "id": "PAG-17",
        "level": "SHOULD",
        "severity": "fail",
        "title": "A cursor works only where it came from",
        "statement": "Sent to a collection or account it was not made for, a cursor is refused or yields an empty page; foreign rows never appear.",
        "sources": [
          "derived from cursor pagination"
        ],
        "probe": "A cursor of one collection is sent to another.",
        "leniency": "A second account is optional.",
        "scope": "G",
        "effect": "none",
        "requests": "2"
      },
      {
        "id": "PAG-18",
        "level": "SHOULD",
        "severity": "fail",
        "title": "A cursor never gets around a filter",
        "statement": "A cursor sent with another filter than it was made under is refused, or the rows obey the filter that was sent.",
        "sources": [
          "Google AIP-158",
          "profile: conventions.pagination"
        ],
        "probe": "A cursor taken under one filter is sent with another and with none.",
        "leniency": "Needs a filtered list of at least two pages.",
        "scope": "G",
        "effect": "none",
        "requests": "2"
      },
      {
        "id": "PAG-19",
        "level": "MUST",
        "severity": "fail",
        "title": "A filter holds on every page",
        "statement": "Every row of a filtered walk satisfies the filter.",
        "sources": [
          "contract: filter parameters of list operations"
        ],
        "probe": "A walk in small pages for each filter that the profile names.",
        "leniency": "A filtered member that rows do not show is not judged; a value that may change meanwhile is read again first.",
        "scope": "GK",
        "effect": "none",
        "requests": "1 walk per filter"
      },
      {
        "id": "PAG-20",
        "level": "SHOULD",
        "severity": "warn",
        "title": "The limit may change during a walk",
        "statement": "A new limit in the middle of a walk is honoured and neither skips nor repeats rows.",
        "sources": [
          "Google AIP-158"
        ],
        "probe": "A walk with limits 2, 3 and then 1.",
        "leniency": "Items that others delete meanwhile are not missed. Left out for page numbers and links, which mean another place under another page size.",
        "scope": "G",
        "effect": "none",
        "requests": "1 walk"
      },
      {
        "id": "PAG-21",
        "level": "SHOULD",
        "severity": "fail",
        "title": "A cursor can be read again",
        "statement": "Sending the same cursor twice gives the same page, so that a lost answer can be retried.",
        "sources": [
          "derived from retries"
        ],
        "probe": "Every cursor of a walk is sent once more.",
        "leniency": "Changes by others leave the question open; a case for cursors that work once does not ask for it.",
        "scope": "G",
        "effect": "none",
        "requests": "1 walk"
      },
      {
        "id": "PAG-22",
        "level": "SHOULD",
        "severity": "fail",
        "title": "Inserts do not disturb a walk",
        "statement": "Items that exist when a walk begins come exactly once, though others are created meanwhile.",
        "sources": [
          "Zalando REST guidelines 160"
        ],
        "probe": "Six items, one page, two more items, the rest of the walk.",
        "leniency": "The new rows may appear or not, and items that others delete meanwhile are not missed. Left out where places are counted, by offset or page number: there every change moves what follows.",
        "scope": "G",
        "effect": "own",
        "requests": "1 walk + 2"
      },
      {
        "id": "PAG-23",
        "level": "SHOULD",
        "severity": "fail",
        "title": "Deletes do not disturb a walk",
        "statement": "Items that are not deleted come exactly once, even when the row behind the cursor is deleted; the walk neither breaks nor starts again.",
        "sources": [
          "Zalando REST guidelines 160"
        ],
        "probe": "Six items, a page of two, both deleted, the rest of the walk.",
        "leniency": "A snapshot may still show the deleted rows, and items that others delete meanwhile are not missed. Left out where places are counted, by offset or page number.",
        "scope": "G",
        "effect": "own",
        "requests": "1 walk + 2"
      },
      {
        "id": "PAG-24",
        "level": "MUST*",
        "severity": "fail",
        "title": "Rows with equal sort keys are all returned once",
        "statement": "Items that share a sort key are neither lost nor repeated at a page boundary.",
        "sources": [
          "entailed by cursor pagination"
        ],
        "probe": "Eight items are created at the same instant and walked one by one.",
        "leniency": "Open when no two of them got the same visible key.",
        "scope": "G",
        "effect": "own",
        "requests": "1 walk + 8"
      },
      {
        "id": "PAG-26",
        "level": "SHOULD",
        "severity": "warn",
        "title": "The same list call twice gives the same order",
        "statement": "Two identical list calls in a row return the rows in the same order.",
        "sources": [
          "derived from determinism"
        ],
        "probe": "One list call, twice.",
        "leniency": "A contract that promises no order makes this a warning.",
        "scope": "G",
        "effect": "none",
        "requests": "2"
      },
      {
        "id": "PAG-27",
        "level": "SHOULD",
        "severity": "fail",
        "title": "A cursor survives URL encoding",
        "statement": "A cursor works percent-encoded as needed and with its reserved characters encoded by force.",
        "sources": [
          "RFC 3986 §2.1"
        ],
        "probe": "The same cursor is sent in both spellings.",
        "leniency": "",
        "scope": "G",
        "effect": "none",
        "requests": "2"
      },
      {
        "id": "PAG-29",
        "level": "MUST",
        "severity": "fail",
        "title": "A query value that breaks its schema is answered 400",
        "statement": "A query parameter with a value outside its enum, pattern or length is refused.",
        "sources": [
          "contract: schemas of query parameters"
        ],
        "probe": "One request per query parameter, valid otherwise.",
        "leniency": "A bad date-time only warns, since format may be an annotation.",
        "scope": "GK",
        "effect": "none",
        "requests": "1 per query parameter"
      },
      {
        "id": "PAG-31",
        "level": "SHOULD",
        "severity": "fail",
        "title": "Time windows include what lies in them",
        "statement": "Every row of a windowed list lies inside the window, and two windows that meet cover what the whole covers.",
        "sources": [
          "contract: window parameters of list operations"
        ],
        "probe": "A window is split at a row's time.",
        "leniency": "Whether the edges belong to a window is open, so the boundary row is not judged.",
        "scope": "GK",
        "effect": "none",
        "requests": "3 walks"
      },
      {
        "id": "PAG-32",
        "level": "SHOULD",
        "severity": "fail",
        "title": "Other paging styles keep their promises",
        "statement": "Past the end an offset or page is empty or a documented error, a total equals the walk, and links stay on the origin, keep the filters and end on the last page.",
        "sources": [
          "RFC 8288 §3",
          "profile: conventions.pagination"
        ],
        "probe": "By style: a number far behind the end; the total of every page against the walk; links, which are followed on the origin of the request only; the rows behind a link against the filter that was sent.",
        "leniency": "A total that is an estimate is one that the profile does not name.",
        "scope": "G",
        "effect": "none",
        "requests": "1 walk"
      }
    ]
    """#
}
