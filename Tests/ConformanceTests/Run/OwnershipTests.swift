import Conformance
import Diagnostics
import Testing

/// An id that a create answers with, and a change of something with that id.
struct OwnedID: CustomTestStringConvertible, Sendable {
  let testDescription: String
  var id = "11"
  var create = "POST /books"
  /// The `Location` of the create's answer.
  var location: String?
  var change = "DELETE /books/{id}"
  /// What the create's step says removes it.
  var cleanup: String?
  /// Where what was made is at home.
  var home = "books"
  let isOwn: Bool

  static let all: [OwnedID] = [
    OwnedID(testDescription: "a number in its own collection", isOwn: true),
    OwnedID(
      testDescription: "the same number in another one", change: "DELETE /shelves/{id}",
      isOwn: false),
    OwnedID(
      testDescription: "a short id in another collection", id: "b-11",
      change: "DELETE /shelves/{id}", isOwn: false),
    OwnedID(
      testDescription: "a long number in another collection", id: "1234567890123456",
      change: "DELETE /shelves/{id}", isOwn: false),
    OwnedID(
      testDescription: "a long id, which nothing else has, in another collection",
      id: "01J9ZQ3T5W8X", change: "DELETE /shelves/{id}", isOwn: true),
    OwnedID(
      testDescription: "a number made below another thing", create: "POST /shelves/{id}/books",
      isOwn: true),
    OwnedID(
      testDescription: "the other thing with the number of what was made below it",
      create: "POST /shelves/{id}/books", change: "DELETE /shelves/{id}", isOwn: false),
    OwnedID(
      testDescription: "a thing with the number of what an action at another one makes",
      create: "POST /books/{id}/copy", home: "copy", isOwn: false),
    OwnedID(
      testDescription: "what an action makes that its cleanup removes",
      create: "POST /books/{id}/copy", cleanup: "DELETE /books/{id}", isOwn: true),
    OwnedID(
      testDescription: "what is made at a path that shares no word with its cleanup's",
      create: "POST /checkout", change: "DELETE /orders/{id}", cleanup: "DELETE /orders/{id}",
      isOwn: true),
    OwnedID(
      testDescription: "what is made at such a path that a raw request removes",
      create: "POST /checkout", change: "DELETE /orders/{id}",
      cleanup: "raw DELETE /orders/${made}?now=yes", isOwn: true),
    OwnedID(
      testDescription: "a raw request in the place where a raw cleanup removes it",
      create: "POST /checkout", change: "raw DELETE /v2/parcels/${made}",
      cleanup: "raw DELETE /v2/parcels/${made}", isOwn: true),
    OwnedID(
      testDescription: "a collection to which a raw cleanup of another value leads",
      change: "DELETE /shelves/{id}", cleanup: "raw DELETE /shelves/${ulid}", isOwn: false),
    OwnedID(
      testDescription: "a thing below which a raw cleanup removes another",
      change: "DELETE /shelves/{id}", cleanup: "raw DELETE /shelves/${made}/books/${ulid}",
      isOwn: false),
    OwnedID(
      testDescription: "what is made at such a path without a cleanup",
      create: "POST /checkout", change: "DELETE /orders/{id}", home: "checkout", isOwn: false),
    OwnedID(
      testDescription: "a path in the singular", change: "PATCH /book/{id}", isOwn: true),
    OwnedID(
      testDescription: "a collection that Location names", location: "/v2/drafts/11?new",
      change: "DELETE /drafts/{id}", isOwn: true),
    OwnedID(
      testDescription: "a collection that Location does not name", location: "/books/11",
      change: "DELETE /drafts/{id}", isOwn: false),
    OwnedID(
      testDescription: "an operation that a link of the contract leads to",
      change: "DELETE /loans/{id}", isOwn: true),
    OwnedID(
      testDescription: "a path that the contract does not have",
      change: "raw DELETE /shelves/${made}", isOwn: false),
    OwnedID(
      testDescription: "the own collection, whatever the contract has",
      change: "raw DELETE /books/${made}", isOwn: true),
  ]

  /// The profile and the contract of a library.
  static let library: ShopFiles = {
    func operation(_ method: String, _ path: String, _ links: String = "") -> String {
      let parameters =
        path.contains("{")
        ? #""parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}], "#
        : ""
      return #""\#(path)": {"\#(method)": {\#(parameters)"responses": {"#
        + #""200": {"description": "done"\#(links)}, "4XX": {"description": "not done"}}}}"#
    }
    let link =
      ##", "links": {"lend": {"operationRef": "#/paths/~1loans~1{id}/delete", "parameters": {}}}"##
    let paths = [
      operation("get", "/branches"), operation("post", "/books", link),
      operation("delete", "/books/{id}"), operation("post", "/books/{id}/copy"),
      operation("patch", "/book/{id}"), operation("delete", "/shelves/{id}"),
      operation("post", "/shelves/{id}/books"), operation("delete", "/drafts/{id}"),
      operation("delete", "/loans/{id}"), operation("post", "/checkout"),
      operation("delete", "/orders/{id}"),
    ]
    return ShopFiles(
      contract: #"{"openapi": "3.1.0", "info": {"title": "Library", "version": "1"}, "#
        + #""security": [{"key": []}], "components": {"securitySchemes": "#
        + #"{"key": {"type": "http", "scheme": "bearer"}}}, "paths": {"#
        + paths.joined(separator: ",") + "}}")
  }()
}

@Suite("What belongs to a run")
struct OwnershipTests {
  @Test(
    "a common id belongs to the run where it was made, a long one everywhere",
    arguments: OwnedID.all)
  func home(_ owned: OwnedID) async throws {
    let shop = ScriptedShop { request, _ in
      guard request.method == "POST" else { return ScriptedShop.json(200, #"{"data":{}}"#) }
      let fields = owned.location.map { [HTTPField("Location", $0)] } ?? []
      var answer = ScriptedShop.json(200, #"{"data":{"id":"\#(owned.id)"}}"#)
      answer.fields += fields
      return answer
    }
    func step(_ text: String, _ id: String) -> String {
      if text.hasPrefix("raw ") { return #"raw: "\#(text.dropFirst(4))""# }
      return #"call: "\#(text)""# + (text.contains("{") ? #", path: { id: "\#(id)" }"# : "")
    }
    let cleanup = owned.cleanup.map { ", cleanup: { \(step($0, "${made}")) }" } ?? ""
    let result = try await shop.run(
      """
      - case: Make and change
        effect: own
        steps:
          - { \(step(owned.create, "${ulid}")), save: { made: /data/id }\(cleanup) }
          - { \(step(owned.change, "${made}")) }
      """, profileLines: "", folder: OwnedID.library)
    let count = 1 + (owned.isOwn ? 1 : 0) + (owned.cleanup == nil ? 0 : 1)
    #expect(shop.sent.count == count, "\(result.cases.last?.reason ?? "")")
    #expect((result.verdicts == [.errored]) == !owned.isOwn)
    if !owned.isOwn {
      let reason = result.cases.last?.reason ?? ""
      let place = "what this run created with that id is below \"\(owned.home)\""
      #expect(reason.contains(place), "\(reason)")
    }
  }
}
