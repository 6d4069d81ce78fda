import Diagnostics
import Testing

@testable import Conformance

@Suite("Contract: collections and what is in them")
struct CollectionTests {
  @Test(
    "an item is found below its collection, whichever of them ends with a slash",
    arguments: [
      ("/cars", "/cars/{id}", true), ("/cars/", "/cars/{id}", true),
      ("/cars/", "/cars/{id}/", true), ("/cars", "/cars/{id}/", true),
      ("/cars/", "/vans/{id}/", false), ("/cars/", "/cars/{id}/parts/", false),
      ("/cars/", "/cars/new/", false),
    ])
  func items(_ collection: String, _ item: String, _ isFound: Bool) throws {
    let parameter =
      item.contains("{")
      ? #""parameters": [{"name": "id", "in": "path", "required": true, "schema": {}}],"# : ""
    let contract = try Contract.reading(
      contractText(
        """
        "paths": {
          "\(collection)": {"post": {"responses": {"201": {"description": "made"}}}},
          "\(item)": {\(parameter)
            "delete": {"responses": {"204": {"description": "gone"}}}}}
        """))
    let create = try #require(
      contract.operation(named: OperationID(method: "POST", path: collection)))
    #expect((contract.removal(from: create) != nil) == isFound)
  }
}
