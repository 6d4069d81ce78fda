/// What the reports for programs make of the sample runs.
enum FormGoldens {
  static let ctrf = #"""
    {
      "reportFormat": "CTRF",
      "specVersion": "1.0.0",
      "timestamp": "2026-11-22T17:00:00Z",
      "generatedBy": "conformance",
      "results": {
        "tool": {
          "name": "conformance",
          "version": "0.1.0"
        },
        "summary": {
          "tests": 2,
          "passed": 1,
          "failed": 1,
          "skipped": 0,
          "pending": 0,
          "other": 0,
          "suites": 1,
          "start": 1795366800250,
          "stop": 1795366812595,
          "duration": 12345,
          "extra": {
            "outcome": "failed",
            "sentence": "1 failed, 1 passed"
          }
        },
        "tests": [
          {"testId":"parcels/list/first","name":"The first page answers","status":"passed","rawStatus":"passed","duration":15,"start":1795366800250,"stop":1795366800265,"suite":["parcels/list"],"filePath":"suites/parcels/list.suite.yaml","line":3,"type":"api","extra":{"effect":"none","requirements":[{"id":"RSP-02","verdict":"passed"}],"operations":["GET /parcels"]}},
          {"testId":"parcels/list/walk","name":"Paging through parcels meets every parcel exactly once","status":"failed","rawStatus":"failed","duration":41,"start":1795366800285,"stop":1795366800326,"suite":["parcels/list"],"message":"PAG-05: page 2 repeats the id \"prc_17\", which page 1 has already given","trace":"parcels/list/walk  (suites/parcels/list.suite.yaml:12:5)\nreport: index.html#case/parcels/list/walk\n\nPAG-05 (fail): page 2 repeats the id \"prc_17\", which page 1 has already given\n  expected: an id that no earlier page has\n  got:      \"prc_17\"\n  at:       GET /parcels › response body /data/0/id\n  contract: suites/parcels/openapi.json:210:7 #/paths/~1parcels/get\n  suite:    suites/parcels/list.suite.yaml:14:5\n  curl:     curl -sS -X GET 'http://127.0.0.1:8080/v1/parcels?limit=3&cursor=b2Zmc2V0OjI' -H \"Authorization: Bearer $PARCELS_API_KEY\"\n  curl:     curl -sS -X GET 'http://127.0.0.1:8080/v1/parcels?limit=3' -H \"Authorization: Bearer $PARCELS_API_KEY\"\n\npage 1: GET http://127.0.0.1:8080/v1/parcels?limit=3 → 200 in 12 ms\n> GET http://127.0.0.1:8080/v1/parcels?limit=3\n> Authorization: Bearer ••••••\n> Accept: application/json\n< 200\n\npage 2: GET http://127.0.0.1:8080/v1/parcels?limit=3&cursor=b2Zmc2V0OjI → 200 in 9 ms\n> GET http://127.0.0.1:8080/v1/parcels?limit=3&cursor=b2Zmc2V0OjI\n> Authorization: Bearer ••••••\n> Accept: application/json\n< 200\n< Content-Type: application/json\n< X-Request-Id: req_01HZX3\n<\n< {\"data\":[{\"id\":\"prc_17\"},{\"id\":\"prc_18\"},{\"id\":\"prc_19\"}],\"has_more\":false,\"next_cursor\":null}\n","filePath":"suites/parcels/list.suite.yaml","line":12,"tags":["pagination"],"type":"api","steps":[{"name":"page 1: GET http://127.0.0.1:8080/v1/parcels?limit=3 → 200 in 12 ms","status":"passed"},{"name":"page 2: GET http://127.0.0.1:8080/v1/parcels?limit=3&cursor=b2Zmc2V0OjI → 200 in 9 ms","status":"failed"}],"extra":{"effect":"own","requirements":[{"id":"PAG-05","verdict":"failed"},{"id":"RSP-02","verdict":"passed"}],"operations":["GET /parcels"]}}
        ],
        "environment": {
          "appName": "Parcels API",
          "appVersion": "1.4.0",
          "testEnvironment": "http://127.0.0.1:8080/v1",
          "extra": {
            "profile": "full",
            "seed": "4711",
            "command": "conformance run suites/parcels --base-url http://127.0.0.1:8080/v1",
            "strict": false
          }
        }
      }
    }

    """#

  static let sarif = #"""
    {
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        {
          "tool": {
            "driver": {
              "name": "conformance",
              "version": "0.1.0",
              "semanticVersion": "0.1.0",
              "rules": [
                {
                  "id": "PAG-05",
                  "shortDescription": {
                    "text": "Pages do not overlap"
                  },
                  "fullDescription": {
                    "text": "Walking a collection meets every item exactly once."
                  },
                  "help": {
                    "text": "Pages do not overlap. Walking a collection meets every item exactly once."
                  },
                  "defaultConfiguration": {
                    "level": "error"
                  },
                  "properties": {
                    "tags": [
                      "PAG",
                      "MUST*"
                    ]
                  }
                }
              ]
            }
          },
          "automationDetails": {
            "id": "conformance-run/"
          },
          "columnKind": "unicodeCodePoints",
          "invocations": [
            {
              "executionSuccessful": true,
              "toolExecutionNotifications": [
                {
                  "level": "error",
                  "message": {
                    "text": "parcels/messages/slow: no answer came within 10 s"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "project/suites/parcels/messages.suite.yaml"
                        },
                        "region": {
                          "startLine": 8,
                          "startColumn": 5
                        }
                      }
                    }
                  ]
                }
              ]
            }
          ],
          "properties": {
            "target": "http://127.0.0.1:8080/v1",
            "profile": "full",
            "contract": "Parcels API 1.4.0",
            "outcome": "failed",
            "summary": "1 failed, 1 errored, 1 skipped, 1 passed"
          },
          "results": [
            {"ruleId":"PAG-05","ruleIndex":0,"level":"error","message":{"text":"page 2 repeats the id \"prc_17\", which page 1 has already given\nexpected: an id that no earlier page has\ngot: \"prc_17\"\nat: GET /parcels › response body /data/0/id\npage 1: prc_15, prc_16, prc_17\npage 2: prc_17, prc_18, prc_19"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"project/suites/parcels/openapi.json"},"region":{"startLine":210,"startColumn":7}},"logicalLocations":[{"fullyQualifiedName":"#/paths/~1parcels/get"}]}],"relatedLocations":[{"physicalLocation":{"artifactLocation":{"uri":"project/suites/parcels/list.suite.yaml"},"region":{"startLine":14,"startColumn":5}},"message":{"text":"the suite asks for it here"}},{"physicalLocation":{"artifactLocation":{"uri":"project/suites/parcels/list.suite.yaml"},"region":{"startLine":12,"startColumn":5}},"message":{"text":"the case that found it"}}],"partialFingerprints":{"requirementPlace/v1":"43cc060163520703:1"},"properties":{"case":"parcels/list/walk","title":"Paging through parcels meets every parcel exactly once","operation":"GET /parcels"}}
          ]
        }
      ]
    }

    """#

  static let summary = #"""
    ### ✗ Failed: 4 of 31 cases failed

    4 failed, 1 errored, 1 warned, 1 inconclusive, 1 blocked, 1 deviating, 2 skipped, 20 passed in 12.3 s (207 requests)  
    http\://127\.0\.0\.1\:8080/v1 · Parcels API 1\.4\.0 · profile full · seed 4711

    - the parcel prc\_31 could not be removed\: DELETE /parcels/prc\_31 answered 409

    | | Case | What is wrong | Where |
    |---|---|---|---|
    | ✗ failed | A created parcel reads back as it was created | RSP\-02\: weight\_g is a string (+1 more) | project/suites/parcels/items\.suite\.yaml\:9 |
    | ✗ failed | Paging through parcels meets every parcel exactly once | PAG\-05\: page 2 repeats the id "prc\_17", which page 1 has already given | project/suites/parcels/list\.suite\.yaml\:12 |
    | ✗ failed | A parcel sent twice with one key is created once | IDM\-03\: the replay created a second parcel\: prc\_42 after prc\_41 | project/suites/parcels/replay\.suite\.yaml\:21 |
    | ✗ failed | An unknown path answers with the error envelope | ERR\-01\: the body is no JSON\: an HTML page where the error envelope is expected | project/suites/parcels/errors\.suite\.yaml\:5 |
    | ! errored | A message is accepted | no answer came within 10 s | project/suites/parcels/messages\.suite\.yaml\:8 |

    <details><summary>1 case with a warning</summary>

    | | Case | What is wrong | Where |
    |---|---|---|---|
    | ▲ warned | Answers tell when they were made | HTTP\-13\: the answer has no Date | project/suites/parcels/list\.suite\.yaml\:40 |

    </details>

    <details><summary>Not judged, and why</summary>

    | | Cases | Reason |
    |---|---|---|
    | ? inconclusive | 1 | no parcel near the limit could be created\: the account's quota is full |
    | ⊘ blocked | 1 | the case parcels/replay/same failed |
    | ≈ deviating | 1 | known since March\: names are trimmed after they are checked \(DEV\-3, until 2026\-12\-31\) |
    | – skipped | 2 | the variable recipient is not set |

    </details>

    """#

  static let diff = #"""
    New failures (1)
      parcels/items/read: passed → failed
        RSP-02: weight_g is a string
        suites/parcels/items.suite.yaml:9:5

    New errors (1)
      parcels/messages/slow: passed → errored
        no answer came within 10 s
        suites/parcels/messages.suite.yaml:8:5

    No longer judged (1)
      parcels/replay/after: passed → blocked
        the case parcels/replay/same failed
        suites/parcels/replay.suite.yaml:40:5

    Disappeared (1)
      parcels/account/limit-0: passed → not there

    Still failing (3)
      parcels/list/walk: failed
        PAG-05: page 2 repeats the id "prc_17", which page 1 has already given
        suites/parcels/list.suite.yaml:12:5
      parcels/replay/same: failed
        IDM-03: the replay created a second parcel: prc_42 after prc_41
        suites/parcels/replay.suite.yaml:21:5
      parcels/errors/unknown: failed
        ERR-01: the body is no JSON: an HTML page where the error envelope is expected
        suites/parcels/errors.suite.yaml:5:5

    Fixed (1)
      parcels/account/limit-1: failed → passed

    Changed (1)
      parcels/account/limit-2: skipped → passed

    Added (1)
      parcels/account/limit-3: not there → passed

    1 new failure, 1 new error, 1 fixed, 3 still failing, 1 no longer judged, 1 changed, 1 added, 1 disappeared, 22 unchanged

    """#

  static let certificate = #"""
    {
      "format": "conformance-certificate",
      "version": 1,
      "granted": true,
      "statement": "http://127.0.0.1:8080/v1 against Parcels API 1.4.0: nothing was found that departs from it, beyond what is listed here",
      "outcome": "passed",
      "target": "http://127.0.0.1:8080/v1",
      "profile": "full",
      "strict": false,
      "insecure": false,
      "partial": false,
      "startedAt": "2026-11-22T17:00:00.250Z",
      "seed": "4711",
      "toolVersion": "0.1.0",
      "validity": {
        "days": 90,
        "from": "2026-11-22T17:00:12Z",
        "until": "2027-02-20T17:00:12Z"
      },
      "contract": {
        "file": "suites/parcels/openapi.json",
        "title": "Parcels API",
        "version": "1.4.0",
        "operations": 38
      },
      "inputs": [
        {"file":"suites/parcels/openapi.json","sha256":"4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a"},
        {"file":"suites/parcels/list.suite.yaml","sha256":"dbc1b4c900ffe48d575b5da5c638040125f65db0fe3e24494b76ea986457d986"}
      ],
      "results": {
        "sha256": "95a859ea12d5b87e94b36bd12f5d9117b7be3ace65a71bd04809f6e2b2ccc370"
      },
      "requests": 207,
      "cases": {
        "deviating": 1,
        "skipped": 2,
        "passed": 20
      },
      "requirements": {
        "MUST": {
          "passed": 2
        },
        "SHOULD": {
          "passed": 1
        }
      },
      "violated": [],
      "open": [],
      "deviations": [
        {"title":"HTTP-13 departs","verdict":"deviating","reason":"HTTP-13, as known until 2026-12-31: no clock (Ada)"}
      ],
      "notices": []
    }

    """#

  static let annotations = [
    #"::error file=project/suites/parcels/list.suite.yaml,line=14,col=5,title=PAG-05 Pages do not overlap::Paging through parcels meets every parcel exactly once%0Apage 2 repeats the id "prc_17", which page 1 has already given%0Aexpected: an id that no earlier page has%0Agot: "prc_17"%0Aat: GET /parcels › response body /data/0/id%0Acontract: suites/parcels/openapi.json:210:7 #/paths/~1parcels/get%0Asuite: suites/parcels/list.suite.yaml:14:5"#,
    #"::error file=project/suites/parcels/messages.suite.yaml,line=8,col=5,title=errored::A message is accepted%0Ano answer came within 10 s"#,
  ]
}
