// swift-format-ignore-file

/// The JSON Schemas of the files that people write, as `suites/*.schema.json` hold them for editors.
///
/// They are part of the program, so that it reads files the same way wherever it runs.
enum FileSchemaText {
  /// Of `*.suite.yaml`; `#/$defs/library` is that of `*.steps.yaml`.
  static let suite = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "A suite of cases: *.suite.yaml",
      "description": "Cases that a server is judged by, beside what the contract says already.",
      "type": "object",
      "required": [
        "suite",
        "cases"
      ],
      "properties": {
        "suite": {
          "description": "The title.",
          "type": "string"
        },
        "tags": {
          "description": "Words to select all cases by.",
          "$ref": "#/$defs/texts"
        },
        "owner": {
          "description": "Who sees to its cases when they fail.",
          "type": "string"
        },
        "links": {
          "description": "Where to read on.",
          "$ref": "#/$defs/texts"
        },
        "shared": {
          "$ref": "#/$defs/shared"
        },
        "fixtures": {
          "description": "What several cases share, by name.",
          "type": "object",
          "additionalProperties": {
            "$ref": "#/$defs/fixture"
          }
        },
        "cases": {
          "description": "The cases.",
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/case"
          }
        }
      },
      "additionalProperties": false,
      "$defs": {
        "texts": {
          "description": "One text, or a list of them.",
          "anyOf": [
            {
              "type": "string"
            },
            {
              "type": "array",
              "items": {
                "type": "string"
              }
            }
          ]
        },
        "requirements": {
          "description": "The requirements that this is evidence for, one id or a list of them; `conformance explain ID` tells what one asks. An empty list on a step says that it only prepares.",
          "anyOf": [
            {
              "type": "string"
            },
            {
              "type": "array",
              "items": {
                "type": "string"
              }
            }
          ]
        },
        "scalar": {
          "description": "A text, in which ${name} stands for a value; numbers and Booleans are sent as they are spelled.",
          "type": [
            "string",
            "number",
            "boolean"
          ]
        },
        "place": {
          "description": "${name} for a value of the case's row.",
          "type": "string",
          "pattern": "^\\$\\{.*\\}$"
        },
        "duration": {
          "description": "A time: milliseconds or seconds, such as 250ms or 30s; ten minutes at most.",
          "anyOf": [
            {
              "type": "string",
              "pattern": "^[0-9]+(ms|s)$"
            },
            {
              "$ref": "#/$defs/place"
            }
          ]
        },
        "someDuration": {
          "description": "A time longer than none: milliseconds or seconds, such as 250ms or 30s.",
          "anyOf": [
            {
              "type": "string",
              "pattern": "^0*[1-9][0-9]*(ms|s)$"
            },
            {
              "$ref": "#/$defs/place"
            }
          ]
        },
        "pointer": {
          "description": "A JSON pointer, such as /data/id; empty for the whole value.",
          "type": "string",
          "pattern": "^#?(/.*)?$"
        },
        "operation": {
          "description": "An operation of the contract: its method and path template, such as \"GET /labels/{id}\", or its operationId.",
          "type": "string",
          "minLength": 1
        },
        "status": {
          "description": "A status code such as 200, or a range such as 4XX.",
          "anyOf": [
            {
              "type": "integer",
              "minimum": 100,
              "maximum": 599
            },
            {
              "type": "string",
              "pattern": "^([1-5][0-9][0-9]|[1-5][xX][xX])$"
            }
          ]
        },
        "statuses": {
          "description": "A status or range, a list of them, or ${name} for one of the case's row.",
          "anyOf": [
            {
              "$ref": "#/$defs/status"
            },
            {
              "type": "array",
              "minItems": 1,
              "items": {
                "$ref": "#/$defs/status"
              }
            },
            {
              "$ref": "#/$defs/place"
            }
          ]
        },
        "auth": {
          "description": "Who asks: \"none\" for nobody, or a credential for each security scheme of the contract. The profile's credentials unless given.",
          "anyOf": [
            {
              "const": "none"
            },
            {
              "type": "object",
              "additionalProperties": {
                "$ref": "#/$defs/scalar"
              }
            }
          ]
        },
        "values": {
          "description": "Values by name, in which ${name} and ${function(argument)} stand for others.",
          "type": "object"
        },
        "pattern": {
          "description": "What a value has to look like: members that are not named may be there, lists have to agree element by element, and a mapping with one member that begins with $ is a matcher.",
          "if": {
            "type": "object",
            "not": {
              "patternProperties": {
                "^\\$": false
              }
            }
          },
          "then": {
            "$ref": "#/$defs/matcher"
          },
          "else": {
            "if": {
              "type": "object"
            },
            "then": {
              "additionalProperties": {
                "$ref": "#/$defs/pattern"
              }
            },
            "else": {
              "if": {
                "type": "array"
              },
              "then": {
                "items": {
                  "$ref": "#/$defs/pattern"
                }
              }
            }
          }
        },
        "patterns": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/pattern"
          }
        },
        "bound": {
          "description": "An instant, or a value with the order that it has its place in.",
          "if": {
            "type": "object"
          },
          "then": {
            "description": "A value and the order it has its place in.",
            "type": "object",
            "required": [
              "value",
              "order"
            ],
            "properties": {
              "value": {
                "description": "The bound."
              },
              "order": {
                "description": "All values in their order.",
                "type": "array"
              }
            },
            "additionalProperties": false
          }
        },
        "matcher": {
          "description": "A matcher: one member that begins with $.",
          "type": "object",
          "minProperties": 1,
          "maxProperties": 1,
          "additionalProperties": false,
          "properties": {
            "$absent": {
              "description": "There is no such member.",
              "type": "boolean"
            },
            "$present": {
              "description": "There is a value, whatever it is.",
              "type": "boolean"
            },
            "$ifPresent": {
              "description": "Nothing, or a value like that.",
              "$ref": "#/$defs/pattern"
            },
            "$oneOf": {
              "description": "One of the values.",
              "anyOf": [
                {
                  "type": "array"
                },
                {
                  "$ref": "#/$defs/place"
                }
              ]
            },
            "$not": {
              "description": "There, and anything but that.",
              "$ref": "#/$defs/pattern"
            },
            "$all": {
              "description": "Like every one of these.",
              "anyOf": [
                {
                  "$ref": "#/$defs/patterns"
                },
                {
                  "$ref": "#/$defs/place"
                }
              ]
            },
            "$contains": {
              "description": "A list of which some element is like that.",
              "$ref": "#/$defs/pattern"
            },
            "$once": {
              "description": "A list of which exactly one element is like that.",
              "$ref": "#/$defs/pattern"
            },
            "$each": {
              "description": "A list of which every element is like that.",
              "$ref": "#/$defs/pattern"
            },
            "$orEmpty": {
              "description": "An empty list, which will do, or what is like that.",
              "$ref": "#/$defs/pattern"
            },
            "$unordered": {
              "description": "A list of exactly these elements, in any order.",
              "anyOf": [
                {
                  "$ref": "#/$defs/patterns"
                },
                {
                  "$ref": "#/$defs/place"
                }
              ]
            },
            "$exactly": {
              "description": "Like that, and without any other member, at every level.",
              "$ref": "#/$defs/pattern"
            },
            "$same": {
              "description": "Equal to an earlier value, but for some places.",
              "type": "object",
              "required": [
                "as"
              ],
              "properties": {
                "as": {
                  "description": "The earlier value, such as \"${label}\"."
                },
                "ignoring": {
                  "description": "The JSON pointers of what may differ; * stands for any member or element.",
                  "type": "array",
                  "items": {
                    "$ref": "#/$defs/pointer"
                  }
                }
              },
              "additionalProperties": false
            },
            "$fits": {
              "description": "Valid by this JSON Schema.",
              "anyOf": [
                {
                  "type": [
                    "object",
                    "boolean"
                  ]
                },
                {
                  "$ref": "#/$defs/place"
                }
              ]
            },
            "$type": {
              "description": "Of this type of JSON Schema.",
              "anyOf": [
                {
                  "enum": [
                    "array",
                    "boolean",
                    "integer",
                    "null",
                    "number",
                    "object",
                    "string"
                  ]
                },
                {
                  "type": "array",
                  "minItems": 1,
                  "uniqueItems": true,
                  "items": {
                    "enum": [
                      "array",
                      "boolean",
                      "integer",
                      "null",
                      "number",
                      "object",
                      "string"
                    ]
                  }
                },
                {
                  "$ref": "#/$defs/place"
                }
              ]
            },
            "$pattern": {
              "description": "A text in which this regular expression (ECMA-262) is found.",
              "type": "string"
            },
            "$format": {
              "description": "A text or number of this format, such as date-time.",
              "anyOf": [
                {
                  "enum": [
                    "binary",
                    "byte",
                    "date",
                    "date-time",
                    "double",
                    "duration",
                    "email",
                    "float",
                    "hostname",
                    "idn-email",
                    "idn-hostname",
                    "int32",
                    "int64",
                    "ipv4",
                    "ipv6",
                    "iri",
                    "iri-reference",
                    "json-pointer",
                    "password",
                    "regex",
                    "relative-json-pointer",
                    "time",
                    "uri",
                    "uri-reference",
                    "uri-template",
                    "uuid"
                  ]
                },
                {
                  "$ref": "#/$defs/place"
                }
              ]
            },
            "$range": {
              "description": "A number within bounds, each a number or a template.",
              "type": "object",
              "properties": {
                "min": {
                  "description": "The least.",
                  "anyOf": [
                    {
                      "type": "number"
                    },
                    {
                      "type": "string",
                      "pattern": "\\$\\{"
                    }
                  ]
                },
                "max": {
                  "description": "The greatest.",
                  "anyOf": [
                    {
                      "type": "number"
                    },
                    {
                      "type": "string",
                      "pattern": "\\$\\{"
                    }
                  ]
                }
              },
              "additionalProperties": false,
              "minProperties": 1
            },
            "$length": {
              "description": "So many code points of a text, elements of a list, members of a mapping.",
              "anyOf": [
                {
                  "type": "integer",
                  "minimum": 0
                },
                {
                  "description": "Bounds of the length.",
                  "type": "object",
                  "properties": {
                    "min": {
                      "description": "The least.",
                      "anyOf": [
                        {
                          "type": "integer",
                          "minimum": 0
                        },
                        {
                          "$ref": "#/$defs/place"
                        }
                      ]
                    },
                    "max": {
                      "description": "The greatest.",
                      "anyOf": [
                        {
                          "type": "integer",
                          "minimum": 0
                        },
                        {
                          "$ref": "#/$defs/place"
                        }
                      ]
                    }
                  },
                  "additionalProperties": false,
                  "minProperties": 1
                },
                {
                  "$ref": "#/$defs/place"
                }
              ]
            },
            "$sorted": {
              "description": "A list in an order: numbers by size, instants by time, other texts by code points.",
              "anyOf": [
                {
                  "description": "What the order goes by.",
                  "type": "object",
                  "required": [
                    "by"
                  ],
                  "properties": {
                    "by": {
                      "description": "Where the value is in an element.",
                      "$ref": "#/$defs/pointer"
                    },
                    "descending": {
                      "description": "Whether the greatest comes first.",
                      "anyOf": [
                        {
                          "type": "boolean"
                        },
                        {
                          "$ref": "#/$defs/place"
                        }
                      ],
                      "default": false
                    },
                    "nulls": {
                      "description": "Where elements without the value stand.",
                      "enum": [
                        "first",
                        "last"
                      ],
                      "default": "last"
                    }
                  },
                  "additionalProperties": false
                },
                {
                  "$ref": "#/$defs/place"
                }
              ]
            },
            "$notBefore": {
              "description": "An instant at or after the bound, or a value at or behind it in an order.",
              "$ref": "#/$defs/bound"
            },
            "$notAfter": {
              "description": "An instant at or before the bound, or a value at or ahead of it in an order.",
              "$ref": "#/$defs/bound"
            },
            "$nowhere": {
              "description": "A value in which no text holds this one, member names included.",
              "type": "string"
            }
          }
        },
        "expectation": {
          "description": "What is expected of a response.",
          "type": "object",
          "properties": {
            "proves": {
              "$ref": "#/$defs/requirements"
            },
            "status": {
              "description": "The statuses that will do. A success, unless some expectation of the step says otherwise.",
              "$ref": "#/$defs/statuses"
            },
            "media_type": {
              "description": "The media type, without parameters.",
              "type": "string",
              "pattern": "^[^;]+$"
            },
            "headers": {
              "description": "Header fields by name, each with what its value has to look like.",
              "type": "object",
              "additionalProperties": {
                "$ref": "#/$defs/pattern"
              }
            },
            "body": {
              "description": "What the body has to look like.",
              "$ref": "#/$defs/pattern"
            },
            "within": {
              "description": "The time from the start of the request to the last byte.",
              "$ref": "#/$defs/duration"
            }
          },
          "additionalProperties": false,
          "anyOf": [
            {
              "required": [
                "status"
              ]
            },
            {
              "required": [
                "headers"
              ]
            },
            {
              "required": [
                "media_type"
              ]
            },
            {
              "required": [
                "body"
              ]
            },
            {
              "required": [
                "within"
              ]
            }
          ]
        },
        "expect": {
          "description": "One expectation, or a list of them, each for requirements of its own.",
          "if": {
            "type": "array"
          },
          "then": {
            "items": {
              "$ref": "#/$defs/expectation"
            }
          },
          "else": {
            "$ref": "#/$defs/expectation"
          }
        },
        "mediaType": {
          "description": "A media type, such as image/png.",
          "type": "string",
          "pattern": "^[^/]+/[^/]",
          "not": {
            "pattern": "^\\s*\\*/|^[^/]+/\\*(\\+|\\s*(;|$))"
          }
        },
        "raw": {
          "description": "A method and a path below the base URL, whatever the contract says, such as \"PUT /labels\".",
          "type": "string",
          "pattern": "^[A-Za-z]+ /"
        },
        "path": {
          "description": "The values of path parameters; lists and mappings are written in the contract's style.",
          "type": "object",
          "additionalProperties": {
            "type": [
              "string",
              "number",
              "boolean",
              "array",
              "object"
            ]
          }
        },
        "query": {
          "description": "The query.",
          "$ref": "#/$defs/values"
        },
        "headers": {
          "description": "Further header fields.",
          "type": "object",
          "additionalProperties": {
            "$ref": "#/$defs/scalar"
          }
        },
        "cookies": {
          "description": "Cookies.",
          "$ref": "#/$defs/values"
        },
        "body": {
          "description": "The body as JSON."
        },
        "raw_body": {
          "description": "The body as a text, with its media_type.",
          "$ref": "#/$defs/scalar"
        },
        "file_body": {
          "description": "The path of a file that is the body, relative to the suite.",
          "type": "string"
        },
        "form_body": {
          "description": "The body as a form (application/x-www-form-urlencoded).",
          "$ref": "#/$defs/values"
        },
        "multipart_body": {
          "description": "The body in parts (multipart/form-data): values, or files.",
          "type": "object",
          "additionalProperties": {
            "if": {
              "type": "object",
              "required": [
                "file"
              ]
            },
            "then": {
              "description": "A file.",
              "type": "object",
              "properties": {
                "file": {
                  "description": "Its path, relative to the suite.",
                  "type": "string"
                },
                "media_type": {
                  "description": "Its media type.",
                  "$ref": "#/$defs/mediaType"
                },
                "filename": {
                  "description": "The name it is sent with.",
                  "type": "string"
                }
              },
              "additionalProperties": false
            }
          }
        },
        "media_type": {
          "description": "The media type of raw_body or file_body; null sends none.",
          "type": [
            "string",
            "null"
          ]
        },
        "faulty": {
          "description": "Whether the request breaks the contract on purpose, and is meant to be refused.",
          "anyOf": [
            {
              "type": "boolean"
            },
            {
              "$ref": "#/$defs/place"
            }
          ]
        },
        "oneTarget": {
          "description": "A request has one target and one body, and says the media type of what has no other.",
          "oneOf": [
            {
              "required": [
                "call"
              ]
            },
            {
              "required": [
                "raw"
              ]
            }
          ],
          "dependentSchemas": {
            "body": {
              "properties": {
                "raw_body": false,
                "file_body": false,
                "form_body": false,
                "multipart_body": false,
                "media_type": false
              }
            },
            "raw_body": {
              "properties": {
                "file_body": false,
                "form_body": false,
                "multipart_body": false
              }
            },
            "file_body": {
              "properties": {
                "form_body": false,
                "multipart_body": false,
                "media_type": {
                  "$ref": "#/$defs/mediaType"
                }
              }
            },
            "form_body": {
              "properties": {
                "multipart_body": false,
                "media_type": false
              }
            },
            "multipart_body": {
              "properties": {
                "media_type": false
              }
            }
          }
        },
        "call": {
          "description": "A request.",
          "type": "object",
          "properties": {
            "call": {
              "$ref": "#/$defs/operation"
            },
            "raw": {
              "$ref": "#/$defs/raw"
            },
            "path": {
              "$ref": "#/$defs/path"
            },
            "query": {
              "$ref": "#/$defs/query"
            },
            "headers": {
              "$ref": "#/$defs/headers"
            },
            "cookies": {
              "$ref": "#/$defs/cookies"
            },
            "body": {
              "$ref": "#/$defs/body"
            },
            "raw_body": {
              "$ref": "#/$defs/raw_body"
            },
            "file_body": {
              "$ref": "#/$defs/file_body"
            },
            "form_body": {
              "$ref": "#/$defs/form_body"
            },
            "multipart_body": {
              "$ref": "#/$defs/multipart_body"
            },
            "media_type": {
              "$ref": "#/$defs/media_type"
            },
            "auth": {
              "$ref": "#/$defs/auth"
            },
            "faulty": {
              "$ref": "#/$defs/faulty"
            }
          },
          "additionalProperties": false,
          "allOf": [
            {
              "$ref": "#/$defs/oneTarget"
            }
          ]
        },
        "capture": {
          "description": "Where the value is: a JSON pointer, or the element of a list to look for it in.",
          "if": {
            "type": "object"
          },
          "then": {
            "description": "The first element of a list that looks like that.",
            "type": "object",
            "required": [
              "in",
              "value"
            ],
            "properties": {
              "in": {
                "description": "Where the list is.",
                "$ref": "#/$defs/pointer"
              },
              "like": {
                "description": "What the element looks like.",
                "$ref": "#/$defs/pattern"
              },
              "value": {
                "description": "Where the value is in the element.",
                "$ref": "#/$defs/pointer"
              }
            },
            "additionalProperties": false
          },
          "else": {
            "$ref": "#/$defs/pointer"
          }
        },
        "request": {
          "description": "A request and what is expected of its response.",
          "type": "object",
          "properties": {
            "call": {
              "$ref": "#/$defs/operation"
            },
            "raw": {
              "$ref": "#/$defs/raw"
            },
            "path": {
              "$ref": "#/$defs/path"
            },
            "query": {
              "$ref": "#/$defs/query"
            },
            "headers": {
              "$ref": "#/$defs/headers"
            },
            "cookies": {
              "$ref": "#/$defs/cookies"
            },
            "body": {
              "$ref": "#/$defs/body"
            },
            "raw_body": {
              "$ref": "#/$defs/raw_body"
            },
            "file_body": {
              "$ref": "#/$defs/file_body"
            },
            "form_body": {
              "$ref": "#/$defs/form_body"
            },
            "multipart_body": {
              "$ref": "#/$defs/multipart_body"
            },
            "media_type": {
              "$ref": "#/$defs/media_type"
            },
            "auth": {
              "$ref": "#/$defs/auth"
            },
            "faulty": {
              "$ref": "#/$defs/faulty"
            },
            "proves": {
              "$ref": "#/$defs/requirements"
            },
            "expect": {
              "$ref": "#/$defs/expect"
            },
            "save": {
              "description": "Values of the response that later templates can name, with where they are.",
              "type": "object",
              "additionalProperties": {
                "$ref": "#/$defs/capture"
              }
            },
            "cleanup": {
              "description": "What undoes the step; sent at the end of the case, the last first.",
              "$ref": "#/$defs/call"
            },
            "wait": {
              "description": "A pause before the request.",
              "$ref": "#/$defs/duration"
            },
            "walk": {
              "description": "Reads a list page by page, all of it or so many pages, and compares it as one.",
              "anyOf": [
                {
                  "const": "all"
                },
                {
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 1000
                },
                {
                  "$ref": "#/$defs/place"
                }
              ]
            },
            "idempotent": {
              "description": "Whether the API says that the effect is the same however often the request comes, so that it is sent again where a connection breaks.",
              "anyOf": [
                {
                  "type": "boolean"
                },
                {
                  "$ref": "#/$defs/place"
                }
              ]
            },
            "open_on": {
              "description": "Statuses that leave the case open, since the state it needs is not there.",
              "$ref": "#/$defs/statuses"
            },
            "race": {
              "description": "Requests released at the same instant, of which only some may succeed; expect is for those.",
              "type": "object",
              "properties": {
                "copies": {
                  "description": "How often the step's own request is sent.",
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 50,
                  "default": 1
                },
                "beside": {
                  "description": "Other requests.",
                  "type": "array",
                  "items": {
                    "$ref": "#/$defs/call"
                  }
                },
                "winners": {
                  "description": "How many have to succeed.",
                  "type": "integer",
                  "minimum": 0,
                  "default": 1
                },
                "losers": {
                  "description": "What is expected of the others; a refusal unless given.",
                  "$ref": "#/$defs/expect"
                }
              },
              "additionalProperties": false,
              "anyOf": [
                {
                  "required": [
                    "copies"
                  ]
                },
                {
                  "required": [
                    "beside"
                  ]
                }
              ]
            },
            "together": {
              "description": "Sends the request so often at the same instant; every answer has to be as expected.",
              "anyOf": [
                {
                  "type": "integer",
                  "minimum": 2,
                  "maximum": 50
                },
                {
                  "$ref": "#/$defs/place"
                }
              ]
            },
            "eventually": {
              "description": "Repeats the request until its answer is as expected: for how long, or how often as well.",
              "if": {
                "type": "object"
              },
              "then": {
                "description": "How often, and for how long.",
                "type": "object",
                "required": [
                  "within"
                ],
                "properties": {
                  "every": {
                    "description": "The time between two attempts; 250ms unless given.",
                    "$ref": "#/$defs/someDuration"
                  },
                  "within": {
                    "description": "How long after the first attempt another may begin.",
                    "$ref": "#/$defs/someDuration"
                  }
                },
                "additionalProperties": false
              },
              "else": {
                "$ref": "#/$defs/someDuration"
              }
            }
          },
          "additionalProperties": false,
          "allOf": [
            {
              "$ref": "#/$defs/oneTarget"
            }
          ],
          "dependentSchemas": {
            "together": {
              "properties": {
                "race": false,
                "walk": false,
                "eventually": false
              }
            },
            "eventually": {
              "properties": {
                "race": false
              }
            },
            "walk": {
              "properties": {
                "race": false
              }
            },
            "idempotent": {
              "properties": {
                "race": false,
                "together": false
              }
            }
          }
        },
        "use": {
          "description": "Steps that are written in one place and used here.",
          "type": "object",
          "required": [
            "use"
          ],
          "properties": {
            "use": {
              "description": "Their name: one under shared of this suite, or FILE/NAME for one of FILE.steps.yaml.",
              "type": "string"
            },
            "with": {
              "description": "The values of their inputs.",
              "$ref": "#/$defs/values"
            },
            "save": {
              "description": "What is kept of their outputs: the name from here on, and the output's.",
              "type": "object",
              "additionalProperties": {
                "type": "string"
              }
            }
          },
          "additionalProperties": false
        },
        "delivery": {
          "description": "Waits for a webhook that the server is to send.",
          "type": "object",
          "required": [
            "delivery"
          ],
          "properties": {
            "delivery": {
              "description": "Where it comes to, what it looks like, and who has signed it.",
              "type": "object",
              "required": [
                "to"
              ],
              "properties": {
                "to": {
                  "description": "The end of the path that it is sent to.",
                  "type": "string"
                },
                "like": {
                  "description": "What its body looks like; anything unless given.",
                  "$ref": "#/$defs/pattern"
                },
                "within": {
                  "description": "How long it may take to come; 10s unless given.",
                  "$ref": "#/$defs/someDuration"
                },
                "signed_with": {
                  "description": "The secrets that are active: each of them, and no other, has to have signed it.",
                  "type": "array",
                  "minItems": 1,
                  "items": {
                    "type": "string"
                  }
                },
                "proves": {
                  "$ref": "#/$defs/requirements"
                }
              },
              "additionalProperties": false
            }
          },
          "additionalProperties": false
        },
        "step": {
          "if": {
            "type": "object",
            "required": [
              "use"
            ]
          },
          "then": {
            "$ref": "#/$defs/use"
          },
          "else": {
            "if": {
              "type": "object",
              "required": [
                "delivery"
              ]
            },
            "then": {
              "$ref": "#/$defs/delivery"
            },
            "else": {
              "$ref": "#/$defs/request"
            }
          }
        },
        "steps": {
          "description": "Requests one after another; the first that departs ends the case.",
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/step"
          }
        },
        "effect": {
          "description": "none changes nothing; own changes only what the run created; external reaches a person or costs money.",
          "enum": [
            "none",
            "own",
            "external"
          ]
        },
        "case": {
          "description": "A claim that stands alone: its own values, its own cleanup, its own verdict.",
          "type": "object",
          "required": [
            "case"
          ],
          "properties": {
            "case": {
              "description": "The claim, as a title; with rows, ${name} stands for a value of the row.",
              "type": "string"
            },
            "id": {
              "description": "The case's own part of its id; made of the title unless given.",
              "type": "string"
            },
            "proves": {
              "$ref": "#/$defs/requirements"
            },
            "effect": {
              "$ref": "#/$defs/effect"
            },
            "exclusive": {
              "description": "Whether no other case may run beside it.",
              "type": "boolean"
            },
            "tags": {
              "description": "Words to select it by.",
              "$ref": "#/$defs/texts"
            },
            "owner": {
              "description": "Who sees to it when it fails.",
              "type": "string"
            },
            "links": {
              "description": "Where to read on: addresses, or ids of tickets and requirements.",
              "$ref": "#/$defs/texts"
            },
            "when": {
              "description": "Variables without which it does not apply.",
              "$ref": "#/$defs/texts"
            },
            "let": {
              "description": "Values made once at the start.",
              "$ref": "#/$defs/values"
            },
            "rows": {
              "description": "Sets of values; each makes a case of its own.",
              "type": "array",
              "minItems": 1,
              "maxItems": 1000,
              "items": {
                "type": "object"
              }
            },
            "fixtures": {
              "description": "The fixtures of the suite that it uses.",
              "$ref": "#/$defs/texts"
            },
            "timeout": {
              "description": "How long it may take, its cleanup not counted.",
              "$ref": "#/$defs/someDuration"
            },
            "trials": {
              "description": "How often its steps are gone through; ${index} counts from 0.",
              "type": "integer",
              "minimum": 1,
              "maximum": 100,
              "default": 1
            },
            "steps": {
              "$ref": "#/$defs/steps"
            },
            "probe": {
              "description": "Built-in semantics in place of steps.",
              "enum": [
                "pagination",
                "idempotency",
                "authentication",
                "http",
                "requests",
                "rate_limit",
                "lifecycle"
              ]
            },
            "call": {
              "$ref": "#/$defs/operation"
            },
            "path": {
              "$ref": "#/$defs/path"
            },
            "query": {
              "$ref": "#/$defs/query"
            },
            "headers": {
              "$ref": "#/$defs/headers"
            },
            "body": {
              "$ref": "#/$defs/body"
            },
            "auth": {
              "$ref": "#/$defs/auth"
            },
            "seed": {
              "description": "Rows that are created first, so that there is something to page through.",
              "type": "object",
              "required": [
                "count",
                "call",
                "id"
              ],
              "properties": {
                "count": {
                  "description": "How many.",
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 1000
                },
                "call": {
                  "$ref": "#/$defs/operation"
                },
                "path": {
                  "$ref": "#/$defs/path"
                },
                "query": {
                  "$ref": "#/$defs/query"
                },
                "headers": {
                  "$ref": "#/$defs/headers"
                },
                "body": {
                  "$ref": "#/$defs/body"
                },
                "auth": {
                  "$ref": "#/$defs/auth"
                },
                "id": {
                  "description": "Where the new row's id is in the answer.",
                  "$ref": "#/$defs/pointer"
                },
                "cleanup": {
                  "description": "What removes one; ${id} is its id.",
                  "$ref": "#/$defs/call"
                }
              },
              "additionalProperties": false
            },
            "limits": {
              "description": "The page sizes to walk with.",
              "type": "array",
              "items": {
                "type": "integer",
                "minimum": 1,
                "maximum": 100000
              }
            },
            "max_pages": {
              "description": "How many pages a walk may take.",
              "type": "integer",
              "minimum": 1,
              "maximum": 100000,
              "default": 1000
            },
            "max_requests": {
              "description": "How many requests the probe may send.",
              "type": "integer",
              "minimum": 1,
              "maximum": 1000000
            },
            "target": {
              "description": "Where the id of what was done is in the answer.",
              "$ref": "#/$defs/pointer"
            },
            "count": {
              "description": "The list by which effects are counted.",
              "$ref": "#/$defs/effectList",
              "required": [
                "member"
              ]
            },
            "races": {
              "description": "How often requests are also released at the same instant.",
              "type": "integer",
              "minimum": 0,
              "maximum": 100,
              "default": 3
            },
            "create": {
              "description": "Something that is created, each time with another ${token}.",
              "type": "object",
              "required": [
                "call",
                "id"
              ],
              "properties": {
                "call": {
                  "$ref": "#/$defs/operation"
                },
                "path": {
                  "$ref": "#/$defs/path"
                },
                "query": {
                  "$ref": "#/$defs/query"
                },
                "headers": {
                  "$ref": "#/$defs/headers"
                },
                "body": {
                  "$ref": "#/$defs/body"
                },
                "auth": {
                  "$ref": "#/$defs/auth"
                },
                "id": {
                  "description": "Where the new thing's id is in the answer.",
                  "$ref": "#/$defs/pointer"
                },
                "cleanup": {
                  "description": "What removes it; ${id} is its id.",
                  "$ref": "#/$defs/call"
                }
              },
              "additionalProperties": false
            },
            "list": {
              "description": "The list in which what is created shows.",
              "$ref": "#/$defs/effectList"
            },
            "item": {
              "description": "The read of what was created; ${id} is its id.",
              "$ref": "#/$defs/call"
            },
            "revoked": {
              "description": "A credential that was revoked or has expired.",
              "$ref": "#/$defs/auth"
            },
            "other_tenant": {
              "description": "The credential of another tenant.",
              "$ref": "#/$defs/auth"
            },
            "update": {
              "description": "The change of what was created; ${id} is its id.",
              "$ref": "#/$defs/call"
            },
            "cleanup": {
              "description": "What removes what the request created; ${id} is its id.",
              "$ref": "#/$defs/call"
            },
            "known": {
              "description": "Values of path parameters that lead to something, by their names.",
              "type": "object",
              "additionalProperties": {
                "$ref": "#/$defs/scalar"
              }
            },
            "spared": {
              "description": "Requests that no limit is for.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/call"
              }
            },
            "changes": {
              "description": "Requests that change what was created, each with the members that it changes; ${id} is its id.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/call"
              }
            },
            "immutable": {
              "description": "Places of the resource that never change.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/pointer"
              }
            },
            "changed": {
              "description": "Where the time of the last change is in the resource.",
              "$ref": "#/$defs/pointer"
            },
            "volatile": {
              "description": "Places of the resource that change by themselves, or that are shown once.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/pointer"
              }
            },
            "gone": {
              "description": "The statuses that say that something was removed.",
              "type": "array",
              "items": {
                "type": "integer",
                "minimum": 100,
                "maximum": 599
              }
            },
            "leave_out": {
              "description": "Operations that are not to be called with ids that nothing has.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/operation"
              }
            }
          },
          "additionalProperties": false,
          "if": {
            "required": [
              "probe"
            ]
          },
          "then": {
            "required": [
              "call"
            ],
            "properties": {
              "steps": false
            },
            "allOf": [
              {
                "if": {
                  "properties": {
                    "probe": {
                      "const": "pagination"
                    }
                  }
                },
                "then": {
                  "properties": {
                    "target": false,
                    "count": false,
                    "races": false,
                    "create": false,
                    "list": false,
                    "revoked": false,
                    "other_tenant": false,
                    "item": false,
                    "update": false,
                    "cleanup": false,
                    "known": false,
                    "leave_out": false,
                    "spared": false,
                    "changes": false,
                    "immutable": false,
                    "changed": false,
                    "volatile": false,
                    "gone": false
                  }
                }
              },
              {
                "if": {
                  "properties": {
                    "probe": {
                      "const": "idempotency"
                    }
                  }
                },
                "then": {
                  "required": [
                    "target"
                  ],
                  "properties": {
                    "seed": false,
                    "limits": false,
                    "max_pages": false,
                    "create": false,
                    "list": false,
                    "revoked": false,
                    "other_tenant": false,
                    "item": false,
                    "update": false,
                    "known": false,
                    "leave_out": false,
                    "spared": false,
                    "changes": false,
                    "immutable": false,
                    "changed": false,
                    "volatile": false,
                    "gone": false
                  }
                }
              },
              {
                "if": {
                  "properties": {
                    "probe": {
                      "const": "authentication"
                    }
                  }
                },
                "then": {
                  "properties": {
                    "body": false,
                    "seed": false,
                    "limits": false,
                    "max_pages": false,
                    "target": false,
                    "count": false,
                    "races": false,
                    "item": false,
                    "update": false,
                    "list": {
                      "description": "The list, and where an item of it holds the token.",
                      "required": [
                        "member"
                      ]
                    },
                    "cleanup": false,
                    "known": false,
                    "leave_out": false,
                    "spared": false,
                    "changes": false,
                    "immutable": false,
                    "changed": false,
                    "volatile": false,
                    "gone": false
                  }
                }
              },
              {
                "if": {
                  "properties": {
                    "probe": {
                      "const": "http"
                    }
                  }
                },
                "then": {
                  "properties": {
                    "body": false,
                    "seed": false,
                    "limits": false,
                    "max_pages": false,
                    "target": false,
                    "count": false,
                    "races": false,
                    "revoked": false,
                    "other_tenant": false,
                    "list": {
                      "description": "A list of such items, whose rows reading must not change either.",
                      "properties": {
                        "member": false
                      }
                    },
                    "cleanup": false,
                    "known": false,
                    "leave_out": false,
                    "spared": false,
                    "changes": false,
                    "immutable": false,
                    "changed": false,
                    "volatile": false,
                    "gone": false
                  }
                }
              },
              {
                "if": {
                  "properties": {
                    "probe": {
                      "const": "requests"
                    }
                  }
                },
                "then": {
                  "properties": {
                    "count": false,
                    "create": false,
                    "item": false,
                    "limits": false,
                    "max_pages": false,
                    "other_tenant": false,
                    "races": false,
                    "revoked": false,
                    "seed": false,
                    "update": false,
                    "spared": false,
                    "changes": false,
                    "immutable": false,
                    "changed": false,
                    "volatile": false,
                    "gone": false,
                    "list": {
                      "description": "The list, and where an item of it holds the token.",
                      "required": [
                        "member"
                      ]
                    }
                  }
                }
              },
              {
                "if": {
                  "properties": {
                    "probe": {
                      "const": "lifecycle"
                    }
                  }
                },
                "then": {
                  "required": [
                    "item",
                    "cleanup"
                  ],
                  "properties": {
                    "seed": false,
                    "limits": false,
                    "max_pages": false,
                    "count": false,
                    "races": false,
                    "create": false,
                    "revoked": false,
                    "other_tenant": false,
                    "update": false,
                    "known": false,
                    "leave_out": false,
                    "spared": false,
                    "list": {
                      "description": "The list that shows it.",
                      "properties": {
                        "member": false
                      }
                    }
                  }
                }
              },
              {
                "if": {
                  "properties": {
                    "probe": {
                      "const": "rate_limit"
                    }
                  }
                },
                "then": {
                  "required": [
                    "max_requests"
                  ],
                  "properties": {
                    "body": false,
                    "seed": false,
                    "limits": false,
                    "max_pages": false,
                    "target": false,
                    "count": false,
                    "races": false,
                    "revoked": false,
                    "other_tenant": false,
                    "item": false,
                    "update": false,
                    "cleanup": false,
                    "known": false,
                    "leave_out": false,
                    "changes": false,
                    "immutable": false,
                    "changed": false,
                    "volatile": false,
                    "gone": false,
                    "list": {
                      "description": "The list, and where an item of it holds the token.",
                      "required": [
                        "member"
                      ]
                    }
                  }
                }
              }
            ]
          },
          "else": {
            "required": [
              "steps"
            ],
            "properties": {
              "call": false,
              "path": false,
              "query": false,
              "headers": false,
              "body": false,
              "auth": false,
              "seed": false,
              "limits": false,
              "max_pages": false,
              "max_requests": false,
              "target": false,
              "count": false,
              "races": false,
              "create": false,
              "list": false,
              "revoked": false,
              "other_tenant": false,
              "item": false,
              "update": false,
              "cleanup": false,
              "known": false,
              "spared": false,
              "changes": false,
              "immutable": false,
              "changed": false,
              "volatile": false,
              "gone": false,
              "leave_out": false
            }
          }
        },
        "shared": {
          "description": "Steps that are written in one place and used in several, by name.",
          "type": "object",
          "additionalProperties": {
            "description": "Shared steps: they see what they are given, and nothing else of the case.",
            "type": "object",
            "required": [
              "steps"
            ],
            "properties": {
              "about": {
                "description": "What they are for.",
                "type": "string"
              },
              "inputs": {
                "description": "The values that have to be given, or may be; nothing after the colon declares the name alone.",
                "type": "object",
                "additionalProperties": {
                  "if": {
                    "type": "null"
                  },
                  "else": {
                    "description": "An input.",
                    "type": "object",
                    "properties": {
                      "about": {
                        "description": "What it is for.",
                        "type": "string"
                      },
                      "default": {
                        "description": "What it is when nobody gives it."
                      }
                    },
                    "additionalProperties": false
                  }
                }
              },
              "let": {
                "description": "Values made once at their start.",
                "$ref": "#/$defs/values"
              },
              "steps": {
                "$ref": "#/$defs/steps"
              },
              "outputs": {
                "description": "The names of the values that they give.",
                "$ref": "#/$defs/texts"
              }
            },
            "additionalProperties": false
          }
        },
        "library": {
          "type": "object",
          "required": [
            "shared"
          ],
          "properties": {
            "shared": {
              "$ref": "#/$defs/shared"
            }
          },
          "additionalProperties": false
        },
        "fixture": {
          "description": "Steps that are taken once for all cases that name it, and undone after the last of them.",
          "type": "object",
          "required": [
            "steps"
          ],
          "properties": {
            "about": {
              "description": "What it is for.",
              "type": "string"
            },
            "effect": {
              "description": "What it changes; own unless given.",
              "$ref": "#/$defs/effect"
            },
            "when": {
              "description": "Variables without which it cannot be made.",
              "$ref": "#/$defs/texts"
            },
            "let": {
              "description": "Values made once at its start.",
              "$ref": "#/$defs/values"
            },
            "timeout": {
              "description": "How long it may take.",
              "$ref": "#/$defs/someDuration"
            },
            "steps": {
              "$ref": "#/$defs/steps"
            },
            "outputs": {
              "description": "The names of the values that it gives to cases.",
              "$ref": "#/$defs/texts"
            }
          },
          "additionalProperties": false
        },
        "effectList": {
          "description": "A list, and where an item of it holds the token.",
          "type": "object",
          "required": [
            "call"
          ],
          "properties": {
            "call": {
              "$ref": "#/$defs/operation"
            },
            "path": {
              "$ref": "#/$defs/path"
            },
            "query": {
              "$ref": "#/$defs/query"
            },
            "headers": {
              "$ref": "#/$defs/headers"
            },
            "auth": {
              "$ref": "#/$defs/auth"
            },
            "member": {
              "description": "Where an item holds the token.",
              "$ref": "#/$defs/pointer"
            }
          },
          "additionalProperties": false
        }
      }
    }

    """#

  /// Of `conformance.yaml`.
  static let conformance = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "The profile of an API: conformance.yaml",
      "description": "What the suites of a folder share: the contract, who asks, what a run needs to know, and what the contract has no words for.",
      "type": "object",
      "required": [
        "contract"
      ],
      "properties": {
        "contract": {
          "description": "The OpenAPI document, relative to the folder.",
          "type": "string"
        },
        "requirements": {
          "description": "A catalogue of requirements that only this API has, relative to the folder.",
          "type": "string"
        },
        "auth": {
          "description": "A credential for each security scheme of the contract, such as { bearerAuth: \"${api_key}\" }.",
          "type": "object",
          "additionalProperties": {
            "$ref": "#/$defs/scalar"
          }
        },
        "variables": {
          "description": "The values that a run needs, by the names that templates use.",
          "type": "object",
          "additionalProperties": {
            "description": "A value that a run needs.",
            "type": "object",
            "properties": {
              "env": {
                "description": "The environment variable it is read from.",
                "type": "string"
              },
              "about": {
                "description": "What it is, as a sentence for the person who has to give it.",
                "type": "string"
              },
              "type": {
                "description": "What it is; a text unless given.",
                "enum": [
                  "string",
                  "integer",
                  "number",
                  "boolean"
                ],
                "default": "string"
              },
              "fits": {
                "description": "A JSON Schema that it has to be valid by.",
                "type": [
                  "object",
                  "boolean"
                ]
              },
              "secret": {
                "description": "Whether it must not be seen in any report.",
                "type": "boolean",
                "default": false
              },
              "required": {
                "description": "Whether nothing can run without it.",
                "type": "boolean",
                "default": false
              },
              "may_change": {
                "description": "Whether the run may change and remove what the value names, though it did not create it.",
                "type": "boolean",
                "default": false
              },
              "default": {
                "description": "What it is when nobody gives it.",
                "$ref": "#/$defs/scalar"
              },
              "from": {
                "description": "How the target itself tells it.",
                "type": "object",
                "required": [
                  "call",
                  "value"
                ],
                "properties": {
                  "call": {
                    "$ref": "#/$defs/operation"
                  },
                  "query": {
                    "description": "The query to send with it.",
                    "type": "object",
                    "additionalProperties": {
                      "$ref": "#/$defs/scalar"
                    }
                  },
                  "value": {
                    "description": "Where the value is; * stands for any element, and the first that is not null counts.",
                    "$ref": "#/$defs/pointer"
                  },
                  "except": {
                    "description": "A variable whose value does not count.",
                    "type": "string"
                  }
                },
                "additionalProperties": false
              }
            },
            "additionalProperties": false
          }
        },
        "conventions": {
          "description": "How the API says what OpenAPI has no words for.",
          "type": "object",
          "properties": {
            "success": {
              "description": "The members that every success has.",
              "type": "object",
              "properties": {
                "data": {
                  "description": "Where the payload is.",
                  "$ref": "#/$defs/pointer"
                },
                "request_id": {
                  "description": "Where the exchange's own id is.",
                  "$ref": "#/$defs/pointer"
                }
              },
              "additionalProperties": false
            },
            "errors": {
              "description": "The shape of every error.",
              "type": "object",
              "properties": {
                "schema": {
                  "description": "The schema of the contract that it has to fit.",
                  "$ref": "#/$defs/pointer"
                },
                "root": {
                  "description": "Where the error is.",
                  "$ref": "#/$defs/pointer"
                },
                "type": {
                  "description": "Where its type is.",
                  "$ref": "#/$defs/pointer"
                },
                "code": {
                  "description": "Where its code is.",
                  "$ref": "#/$defs/pointer"
                },
                "message": {
                  "description": "Where its message is.",
                  "$ref": "#/$defs/pointer"
                },
                "param": {
                  "description": "Where the name of the faulty parameter is.",
                  "$ref": "#/$defs/pointer"
                },
                "request_id": {
                  "description": "Where the exchange's own id is.",
                  "$ref": "#/$defs/pointer"
                },
                "types": {
                  "description": "The types that go with a status.",
                  "type": "object",
                  "additionalProperties": {
                    "$ref": "#/$defs/texts"
                  },
                  "propertyNames": {
                    "pattern": "^[1-5][0-9][0-9]$"
                  }
                },
                "code_pattern": {
                  "description": "What codes look like, as an ECMA-262 pattern.",
                  "type": "string"
                }
              },
              "additionalProperties": false
            },
            "pagination": {
              "description": "How lists are read page by page: one way, or several for some operations each.",
              "anyOf": [
                {
                  "$ref": "#/$defs/pagination"
                },
                {
                  "type": "array",
                  "items": {
                    "$ref": "#/$defs/pagination"
                  }
                }
              ]
            },
            "idempotency": {
              "description": "How a repeated request is recognised.",
              "type": "object",
              "required": [
                "header"
              ],
              "properties": {
                "header": {
                  "description": "The header field that carries the key.",
                  "type": "string"
                },
                "reuse": {
                  "description": "The statuses that refuse a key used with another request.",
                  "$ref": "#/$defs/code"
                },
                "in_flight": {
                  "description": "The statuses that refuse a key whose first request is still under way.",
                  "$ref": "#/$defs/code"
                },
                "replay_header": {
                  "description": "The header field that marks a repeated answer.",
                  "type": "string"
                },
                "max_length": {
                  "description": "The longest key.",
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 100000
                },
                "volatile": {
                  "description": "The members of an answer that may differ in a repeated one.",
                  "type": "array",
                  "items": {
                    "$ref": "#/$defs/pointer"
                  }
                }
              },
              "additionalProperties": false
            },
            "ambient_statuses": {
              "description": "Undocumented client errors that infrastructure in front of a server may add.",
              "$ref": "#/$defs/code"
            },
            "request_id_header": {
              "description": "The header field with the exchange's own id.",
              "type": "string"
            },
            "secrets": {
              "description": "The names of members in which the target hands out secrets: no report shows their values.",
              "type": "array",
              "items": {
                "type": "string"
              }
            },
            "webhooks": {
              "description": "How the server tells others of events.",
              "type": "object",
              "required": [
                "signature"
              ],
              "properties": {
                "signature": {
                  "description": "How deliveries are signed: t=TIME,v1=CODE, the code being the HMAC-SHA256, in hex, of the time, a full stop and the raw body.",
                  "type": "object",
                  "properties": {
                    "header": {
                      "description": "The header field; the one whose value has the form unless given.",
                      "type": "string"
                    },
                    "time": {
                      "description": "The name of the element with the time; t unless given.",
                      "type": "string"
                    },
                    "code": {
                      "description": "The name of each element with a code, one for each active secret; v1 unless given.",
                      "type": "string"
                    },
                    "tolerance": {
                      "description": "How many seconds the time may be from that of the delivery; 300 unless given.",
                      "type": "integer",
                      "minimum": 1,
                      "maximum": 86400
                    }
                  },
                  "additionalProperties": false
                }
              },
              "additionalProperties": false
            }
          },
          "additionalProperties": false
        },
        "pace": {
          "description": "How fast a run may send.",
          "type": "object",
          "properties": {
            "from": {
              "description": "The call whose answer tells it.",
              "$ref": "#/$defs/operation"
            },
            "read": {
              "description": "How many requests that only read may be sent a minute; with from, where the answer tells it.",
              "anyOf": [
                {
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 1000000
                },
                {
                  "$ref": "#/$defs/pointer"
                }
              ]
            },
            "write": {
              "description": "How many requests that change something may be sent a minute; with from, where the answer tells it.",
              "anyOf": [
                {
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 1000000
                },
                {
                  "$ref": "#/$defs/pointer"
                }
              ]
            }
          },
          "additionalProperties": false,
          "anyOf": [
            {
              "required": [
                "read"
              ]
            },
            {
              "required": [
                "write"
              ]
            }
          ]
        },
        "promises": {
          "description": "Requirements that rest on prose alone: a departure fails a run only where a variable has a value.",
          "type": "object",
          "required": [
            "when",
            "requirements"
          ],
          "properties": {
            "when": {
              "description": "The variable.",
              "type": "string"
            },
            "requirements": {
              "description": "Their ids.",
              "type": "array",
              "items": {
                "type": "string"
              }
            }
          },
          "additionalProperties": false
        },
        "external_limit": {
          "description": "How many requests of one run may reach people or cost money.",
          "type": "integer",
          "minimum": 0,
          "maximum": 1000000,
          "default": 100
        },
        "unreached": {
          "description": "What no run can meet of the contract, and why; names are those of report coverage.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "reason": {
                "description": "Why nothing gets there.",
                "type": "string"
              },
              "calls": {
                "description": "The operations that the entry speaks of; all unless given, and as a whole where nothing else is named.",
                "$ref": "#/$defs/texts"
              },
              "statuses": {
                "description": "Documented statuses, such as 500 or 5XX.",
                "type": "array",
                "items": {
                  "type": [
                    "string",
                    "integer"
                  ]
                }
              },
              "media_types": {
                "description": "Media types of requests, and of answers with their status: 200 text/plain.",
                "type": "array",
                "items": {
                  "type": "string"
                }
              },
              "parameters": {
                "description": "Parameters with their place, and values of them: query sort = asc.",
                "type": "array",
                "items": {
                  "type": "string"
                }
              },
              "request": {
                "description": "Members, values and branches of request bodies: /text, /color = teal, / anyOf/1.",
                "type": "array",
                "items": {
                  "type": "string"
                }
              },
              "response": {
                "description": "Members, values and branches of the bodies of successes: /data/*/error.",
                "type": "array",
                "items": {
                  "type": "string"
                }
              },
              "requirements": {
                "description": "Requirements by id.",
                "type": "array",
                "items": {
                  "type": "string"
                }
              }
            },
            "required": [
              "reason"
            ],
            "minProperties": 2,
            "additionalProperties": false
          }
        }
      },
      "additionalProperties": false,
      "$defs": {
        "texts": {
          "description": "One text, or a list of them.",
          "anyOf": [
            {
              "type": "string"
            },
            {
              "type": "array",
              "items": {
                "type": "string"
              }
            }
          ]
        },
        "scalar": {
          "description": "A text, in which ${name} stands for a value; numbers and Booleans are sent as they are spelled.",
          "type": [
            "string",
            "number",
            "boolean"
          ]
        },
        "pointer": {
          "description": "A JSON pointer, such as /data/id; empty for the whole value.",
          "type": "string",
          "pattern": "^#?(/.*)?$"
        },
        "operation": {
          "description": "An operation of the contract: its method and path template, such as \"GET /labels/{id}\", or its operationId.",
          "type": "string",
          "minLength": 1
        },
        "code": {
          "description": "A status code, or a list of them.",
          "anyOf": [
            {
              "type": "integer",
              "minimum": 100,
              "maximum": 599
            },
            {
              "type": "array",
              "items": {
                "type": "integer",
                "minimum": 100,
                "maximum": 599
              }
            }
          ]
        },
        "pagination": {
          "description": "How lists are read page by page.",
          "type": "object",
          "required": [
            "items",
            "id"
          ],
          "properties": {
            "for": {
              "description": "The operations that are read in this way; all that no other is for, unless given.",
              "$ref": "#/$defs/texts"
            },
            "style": {
              "description": "How the next page is asked for.",
              "enum": [
                "cursor",
                "token",
                "offset",
                "page",
                "link-header",
                "next-url"
              ],
              "default": "cursor"
            },
            "items": {
              "description": "Where the items are.",
              "$ref": "#/$defs/pointer"
            },
            "more": {
              "description": "Where it is said whether there is more.",
              "$ref": "#/$defs/pointer"
            },
            "next": {
              "description": "Where the cursor, the token or the URL of the next page is.",
              "$ref": "#/$defs/pointer"
            },
            "id": {
              "description": "Where an item's id is, from the item on.",
              "$ref": "#/$defs/pointer"
            },
            "limit": {
              "description": "The query parameter for the page size; null where none asks for it.",
              "type": [
                "string",
                "null"
              ],
              "default": "limit"
            },
            "cursor": {
              "description": "The query parameter for the cursor.",
              "type": "string",
              "default": "cursor"
            },
            "token": {
              "description": "The query parameter for the page token.",
              "type": "string",
              "default": "page_token"
            },
            "offset": {
              "description": "The query parameter for the number of items to leave out.",
              "type": "string",
              "default": "offset"
            },
            "page": {
              "description": "The query parameter for the number of the page.",
              "type": "string",
              "default": "page"
            },
            "first": {
              "description": "The number of the first page.",
              "enum": [
                0,
                1
              ],
              "default": 1
            },
            "total": {
              "description": "Where the number of all items is.",
              "$ref": "#/$defs/pointer"
            },
            "total_header": {
              "description": "The header field with the number of all items.",
              "type": "string"
            },
            "default": {
              "description": "The page size without one.",
              "type": "integer",
              "minimum": 1,
              "maximum": 1000000
            },
            "max": {
              "description": "The largest page size.",
              "type": "integer",
              "minimum": 1,
              "maximum": 1000000
            },
            "over_max": {
              "description": "What happens to a larger one.",
              "enum": [
                "reject",
                "clamp",
                "either"
              ],
              "default": "either"
            }
          },
          "additionalProperties": false
        }
      }
    }

    """#
}
