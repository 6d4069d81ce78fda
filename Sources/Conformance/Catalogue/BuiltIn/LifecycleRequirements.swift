extension RequirementCatalogue {
  /// The family LIFE: what becomes of a created thing.
  static let lifecycleRequirements = #"""
    [
      {
        "id": "LIFE-01",
        "level": "MUST*",
        "severity": "fail",
        "title": "A create answers with what was sent",
        "statement": "The answer to a create repeats the members that were sent and shows documented defaults for the rest.",
        "sources": [
          "contract: create operation and defaults of its body"
        ],
        "probe": "One create per resource.",
        "leniency": "A value that the server brings into its own form only warns, with both forms.",
        "scope": "G",
        "effect": "own",
        "requests": "3"
      },
      {
        "id": "LIFE-02",
        "level": "MUST*",
        "severity": "fail",
        "title": "What was created can be read",
        "statement": "Reading a new item by id gives what the create answered.",
        "sources": [
          "contract: item operation of the resource"
        ],
        "probe": "Create and read, again until it appears.",
        "leniency": "One-time secrets are left out; appearing late passes with the delay noted.",
        "scope": "G",
        "effect": "own",
        "requests": "3"
      },
      {
        "id": "LIFE-03",
        "level": "MUST*",
        "severity": "fail",
        "title": "What was created is listed once and found",
        "statement": "A new item is in its list exactly once and is found by every filter that should match it.",
        "sources": [
          "contract: list operation of the resource"
        ],
        "probe": "A walk, and one list call per filter.",
        "leniency": "A search index may lag; it is asked again for a while.",
        "scope": "G",
        "effect": "own",
        "requests": "1 walk + 3"
      },
      {
        "id": "LIFE-04",
        "level": "MUST*",
        "severity": "fail",
        "title": "An update touches only what it sends",
        "statement": "A partial update changes the members it names and no others.",
        "sources": [
          "RFC 5789 §2",
          "contract: update operation"
        ],
        "probe": "All members are filled, then updated one at a time with a read after each.",
        "leniency": "Whether a nested object is merged or replaced may be open; then the whole object is sent.",
        "scope": "G",
        "effect": "own",
        "requests": "2 per member"
      },
      {
        "id": "LIFE-05",
        "level": "MUST*",
        "severity": "fail",
        "title": "An update answers with the new state",
        "statement": "The answer to an update is what a following read gives.",
        "sources": [
          "contract: update and item operations"
        ],
        "probe": "Update and read.",
        "leniency": "",
        "scope": "G",
        "effect": "own",
        "requests": "1"
      },
      {
        "id": "LIFE-06",
        "level": "SHOULD",
        "severity": "fail",
        "title": "What identifies an item stays, its times move forward",
        "statement": "Id, kind and time of creation never change; the time of update never goes back and moves when something changes.",
        "sources": [
          "derived from the contract's schemas"
        ],
        "probe": "Read around the updates of LIFE-04.",
        "leniency": "Times in whole seconds are given more than a second to move.",
        "scope": "G",
        "effect": "own",
        "requests": "0"
      },
      {
        "id": "LIFE-09",
        "level": "MUST",
        "severity": "fail",
        "title": "A deleted item is confirmed and gone",
        "statement": "A delete confirms the item it removed, and a read of it afterwards answers 404.",
        "sources": [
          "contract: delete operation and 404 response"
        ],
        "probe": "Delete and read.",
        "leniency": "A documented soft delete is configured.",
        "scope": "G",
        "effect": "own",
        "requests": "2"
      },
      {
        "id": "LIFE-10",
        "level": "MUST*",
        "severity": "fail",
        "title": "A deleted item is gone everywhere",
        "statement": "A deleted item is in no list, matches no filter, cannot be updated and answers 404 on everything below it.",
        "sources": [
          "RFC 9110 §15.5.5"
        ],
        "probe": "Lists, filters, update and sub-resources after a delete.",
        "leniency": "Cached lists are asked again for a while; a second delete that succeeds again only warns.",
        "scope": "G",
        "effect": "own",
        "requests": "1 walk + 4"
      },
      {
        "id": "LIFE-11",
        "level": "SHOULD",
        "severity": "fail",
        "title": "Creating again gives a new item",
        "statement": "A thing created again after its delete has a new id, and deleting or renaming the holder of a unique name frees that name.",
        "sources": [
          "derived from identity"
        ],
        "probe": "Create, delete, create.",
        "leniency": "An id that the request itself gives, or that is made of what it gives, may come again; a number that is used again only warns.",
        "scope": "G",
        "effect": "own",
        "requests": "4"
      },
      {
        "id": "LIFE-13",
        "level": "MUST",
        "severity": "fail",
        "title": "Values at the edge of their bounds are accepted",
        "statement": "The shortest and longest text in code points, the smallest and largest number and every enumerated value are accepted.",
        "sources": [
          "contract: bounds of request bodies"
        ],
        "probe": "One create per edge.",
        "leniency": "A server that counts bytes or UTF-16 units fails with the arithmetic shown.",
        "scope": "G",
        "effect": "own",
        "requests": "≈20"
      }
    ]
    """#
}
