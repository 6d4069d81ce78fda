import Conformance
import Diagnostics

/// The folder of the bookshop that the language page speaks of, as a table instead of a disk.
struct BookshopFiles: FileReading {
  /// The files by name; what the page does not show is added.
  private let texts: [String: String]

  /// A folder with a profile and further files by name.
  init(profile: String, _ others: [String: String]) {
    texts = others.merging(["conformance.yaml": profile, "openapi.json": Self.contract]) { own, _ in
      own
    }
  }

  /// What requests carry.
  private static let attachments: [String: [UInt8]] = [
    "cover.png": [0x89, 0x50, 0x4E, 0x47], "lists/spring.csv": Array("title\nOdd Birds\n".utf8),
  ]

  func exists(_ path: String) -> Bool { isFolder(path) || bytes(path) != nil }
  func isFolder(_ path: String) -> Bool { path == "bookshop" }
  func names(in folder: String) -> [String] { texts.keys.sorted() }

  func read(_ path: String) throws(Diagnostics) -> SourceText {
    guard let bytes = bytes(path) else {
      throw Diagnostics([Diagnostic(code: "test.no-file", "no file \(path)", fix: "add it")])
    }
    return SourceText(bytes, name: path)
  }

  private func bytes(_ path: String) -> [UInt8]? {
    guard path.hasPrefix("bookshop/") else { return nil }
    let name = String(path.dropFirst("bookshop/".count))
    return texts[name].map { Array($0.utf8) } ?? Self.attachments[name]
  }

  static let contract = """
    {"openapi": "3.1.0", "info": {"title": "Bookshop", "version": "1"},
     "security": [{"token": []}],
     "components": {
       "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
       "parameters": {
         "id": {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
         "limit": {"name": "limit", "in": "query",
           "schema": {"type": "string", "pattern": "^[0-9]+$"}},
         "cursor": {"name": "cursor", "in": "query", "schema": {"type": "string"}}},
       "schemas": {
         "Book": {"type": "object", "required": ["id", "title", "shelf", "pages"],
           "properties": {"signing_secret": {"type": "string"}}},
         "NewBook": {"type": "object", "required": ["title"], "properties": {
           "title": {"type": "string", "minLength": 1, "maxLength": 80},
           "shelf": {"enum": ["fiction", "science"]},
           "pages": {"type": "integer", "minimum": 1},
           "tags": {"type": "array", "items": {"type": "string"}}}},
         "Error": {"type": "object", "required": ["error", "request_id"], "properties": {
           "error": {"type": "object", "required": ["type", "code", "message"]}}}},
       "responses": {
         "one": {"description": "one", "content": {"application/json": {"schema": {
           "type": "object", "required": ["data", "request_id"],
           "properties": {"data": {"type": "object"}}}}}},
         "page": {"description": "page", "content": {"application/json": {"schema": {
           "type": "object", "required": ["data", "more", "next"], "properties": {
             "data": {"type": "array"}, "more": {"type": "boolean"}, "next": {}}}}}},
         "gone": {"description": "removed"},
         "error": {"description": "error", "content": {"application/json": {"schema": {
           "$ref": "#/components/schemas/Error"}}}}}},
     "paths": {
       "/books": {
         "get": {"parameters": [{"$ref": "#/components/parameters/limit"},
             {"$ref": "#/components/parameters/cursor"},
             {"name": "shelf", "in": "query", "schema": {"enum": ["fiction", "science"]}}],
           "responses": {"200": {"$ref": "#/components/responses/page"},
             "4XX": {"$ref": "#/components/responses/error"}}},
         "post": {"operationId": "addBook",
           "requestBody": {"required": true, "content": {"application/json": {"schema": {
             "$ref": "#/components/schemas/NewBook"}}}},
           "responses": {"201": {"$ref": "#/components/responses/one"},
             "4XX": {"$ref": "#/components/responses/error"}}}},
       "/books/{id}": {
         "parameters": [{"$ref": "#/components/parameters/id"}],
         "get": {"responses": {"200": {"$ref": "#/components/responses/one"},
             "4XX": {"$ref": "#/components/responses/error"}}},
         "patch": {
           "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
           "responses": {"200": {"$ref": "#/components/responses/one"},
             "4XX": {"$ref": "#/components/responses/error"}}},
         "delete": {"responses": {"204": {"$ref": "#/components/responses/gone"},
             "4XX": {"$ref": "#/components/responses/error"}}}},
       "/books/{id}/cover": {
         "put": {"parameters": [{"$ref": "#/components/parameters/id"}],
           "requestBody": {"content": {"image/png": {}}},
           "responses": {"200": {"$ref": "#/components/responses/one"},
             "4XX": {"$ref": "#/components/responses/error"}}}},
       "/books/{id}/hold": {
         "put": {"parameters": [{"$ref": "#/components/parameters/id"}],
           "responses": {"200": {"$ref": "#/components/responses/one"},
             "4XX": {"$ref": "#/components/responses/error"}}}},
       "/searches": {
         "post": {"requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": {
             "type": "object", "properties": {"words": {"type": "string"}}}}}},
           "responses": {"200": {"$ref": "#/components/responses/page"},
             "4XX": {"$ref": "#/components/responses/error"}}}},
       "/imports": {
         "post": {"requestBody": {"content": {"multipart/form-data": {"schema": {
             "type": "object", "properties": {"note": {"type": "string"}, "list": {}}}}}},
           "responses": {"200": {"$ref": "#/components/responses/one"},
             "4XX": {"$ref": "#/components/responses/error"}}}},
       "/me": {
         "get": {"parameters": [
             {"name": "till", "in": "cookie", "schema": {"type": "string"}}],
           "responses": {"200": {"$ref": "#/components/responses/one"},
             "4XX": {"$ref": "#/components/responses/error"}}}},
       "/notices": {
         "get": {"parameters": [{"$ref": "#/components/parameters/limit"},
             {"$ref": "#/components/parameters/cursor"}],
           "responses": {"200": {"$ref": "#/components/responses/page"},
             "4XX": {"$ref": "#/components/responses/error"}}},
         "post": {"parameters": [
             {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}}],
           "requestBody": {"content": {"application/json": {"schema": {
             "type": "object", "required": ["to", "text"]}}}},
           "responses": {"201": {"$ref": "#/components/responses/one"},
             "4XX": {"$ref": "#/components/responses/error"}}}},
       "/notices/{id}": {
         "delete": {"parameters": [
             {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
           "responses": {"200": {"$ref": "#/components/responses/one"},
             "4XX": {"$ref": "#/components/responses/error"}}}}}}
    """
}
