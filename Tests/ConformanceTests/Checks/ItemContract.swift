import Conformance
import Diagnostics

/// A small contract whose names are unlike those of the shipped suites: what is generic must not
/// lean on theirs.
enum ItemContract {
  static let text = """
    openapi: 3.1.0
    info: { title: Items, version: "1" }
    security: [{ key: [] }]
    paths:
      /items:
        get:
          parameters:
            - { name: after, in: query, schema: { type: string } }
          responses:
            "200":
              description: a page
              content: { application/json: { schema: { $ref: "#/components/schemas/Page" } } }
            "401": { $ref: "#/components/responses/Refusal" }
            "429": { $ref: "#/components/responses/Refusal" }
            "503": { $ref: "#/components/responses/Refusal" }
        post:
          requestBody:
            content: { application/json: { schema: { type: object } } }
          responses:
            "200":
              description: made
              content: { application/json: { schema: { $ref: "#/components/schemas/One" } } }
            "400": { $ref: "#/components/responses/Refusal" }
      /items/{id}:
        parameters:
          - { name: id, in: path, required: true, schema: { type: string } }
        get:
          responses:
            "200":
              description: an item
              content: { application/json: { schema: { $ref: "#/components/schemas/One" } } }
            4XX: { $ref: "#/components/responses/Refusal" }
        delete:
          responses:
            "204": { description: gone }
            "404":
              description: unknown
              content:
                application/problem+json: { schema: { type: object, required: [title] } }
      /alive:
        get:
          security: []
          responses:
            "200":
              description: alive
              content:
                application/json:
                  schema: { type: object, properties: { alive: { type: boolean } } }
                text/plain: { schema: { type: string } }
      /home/items:
        get:
          responses:
            default: { description: anything }
      /open:
        get:
          responses:
            default: { description: anything }
    components:
      securitySchemes:
        key: { type: apiKey, in: header, name: X-Key }
      responses:
        Refusal:
          description: refused
          content: { application/json: { schema: { $ref: "#/components/schemas/Refusal" } } }
      schemas:
        Item:
          type: object
          required: [id, made, state, note]
          properties:
            id: { type: string }
            made: { type: string, format: date-time }
            changed: { type: string, format: date-time }
            took: { type: string, format: duration }
            state: { type: string, enum: [new, old] }
            note: { type: [string, "null"] }
            size: { type: integer }
        One:
          type: object
          required: [result, trace]
          properties:
            result: { $ref: "#/components/schemas/Item" }
            trace: { type: string }
        Page:
          type: object
          required: [result, rest, cursor, trace]
          properties:
            result: { type: array, items: { $ref: "#/components/schemas/Item" } }
            rest: { type: boolean }
            cursor: { type: [string, "null"] }
            trace: { type: string }
        Refusal:
          type: object
          required: [fault]
          properties:
            fault:
              type: object
              required: [kind, reason, text, trace]
              properties:
                kind: { type: string }
                reason: { type: string }
                text: { type: string }
                field: { type: string }
                trace: { type: string }
                hint: { type: integer }
                pair: { prefixItems: [{ type: string }] }

    """

  static let contract = Result {
    try Contract.load(try SourceDocument(reading: SourceText(text, name: "items.yaml")))
  }

  /// The conventions that go with it.
  static var conventions: Conventions {
    var conventions = Conventions()
    conventions.success = .init(data: JSONPointer(["result"]), requestID: JSONPointer(["trace"]))
    var errors = Conventions.Errors()
    errors.schema = JSONPointer(["components", "schemas", "Refusal"])
    errors.root = JSONPointer(["fault"])
    errors.type = JSONPointer(["fault", "kind"])
    errors.code = JSONPointer(["fault", "reason"])
    errors.message = JSONPointer(["fault", "text"])
    errors.param = JSONPointer(["fault", "field"])
    errors.requestID = JSONPointer(["fault", "trace"])
    errors.types = [400: ["input"], 404: ["unknown", "gone"]]
    conventions.errors = errors
    conventions.lists = [
      .init(
        style: .cursor(parameter: "after", next: JSONPointer(["cursor"])),
        items: JSONPointer(["result"]), more: JSONPointer(["rest"]), id: JSONPointer(["id"]),
        limitParameter: "size")
    ]
    conventions.idempotency = .init(
      header: "Once", reuseStatuses: [422], inFlightStatuses: [409], replayHeader: "Was-Stored")
    conventions.requestIDHeader = "Trace"
    return conventions
  }
}
