import Conformance
import Diagnostics

/// The files of an invented shop, as a table instead of a disk.
struct ShopFiles: FileReading {
  var profile = ShopFiles.profile
  var contract = ShopFiles.contract
  /// The file of known deviations; nil for none.
  var deviations: String?
  /// The suite files by name.
  var suites: [String: String] = [:]

  /// A shop with one suite whose cases are given, what stands before them, and a file
  /// `common.steps.yaml`.
  static func cases(_ cases: String, head: String = "", library: String? = nil) -> ShopFiles {
    let head = head.isEmpty ? "" : head + "\n"
    var files = ShopFiles(suites: ["shop.suite.yaml": "suite: Shop\n\(head)cases:\n" + cases])
    files.suites["common.steps.yaml"] = library
    return files
  }

  /// A shop in which a key makes several attempts at a toy one, and a 409 tells of one under way.
  static let keyed: ShopFiles = {
    var files = ShopFiles()
    files.profile = files.profile.replacing("header: Once", with: "header: Once, in_flight: [409]")
    files.contract = files.contract.replacing(
      #""operationId": "makeToy","#,
      with: #""operationId": "makeToy", "parameters": [{"name": "Once", "in": "header", "#
        + #""schema": {"type": "string"}}],"#)
    return files
  }()

  /// What the shop's suites may refer to, read once for tests of many suites.
  static let context = Result { () throws(Diagnostics) in
    let suite = "suite: X\ncases: [{ case: A, steps: [{ call: GET /toys }] }]"
    let workspace = try ShopFiles(suites: ["x.suite.yaml": suite]).workspace()
    return SuiteLoader.Context(
      contract: workspace.contract, profile: workspace.profile, catalogue: workspace.catalogue,
      judgedAnywhere: CheckRegistry.standard(for: workspace.profile.conventions).requirements,
      attachment: attachment)
  }

  /// The files that requests of the shop's suites can carry.
  private static let attachments: [String: [UInt8]] = [
    "bear.png": [0x89, 0x50, 0x4E, 0x47, 0xFF, 0x00], "files/list.csv": Array("größe\n5\n".utf8),
  ]

  /// The bytes of a file that a request of the shop's suites can carry.
  @Sendable static func attachment(_ path: String) throws(Diagnostics) -> [UInt8] {
    guard let bytes = attachments[path] else {
      throw Diagnostics([Diagnostic(code: "test.no-file", "no file \(path)", fix: "add it")])
    }
    return bytes
  }

  func workspace() throws(Diagnostics) -> Workspace {
    try WorkspaceLoader(files: self).load(["shop"])
  }

  func exists(_ path: String) -> Bool { text(path) != nil || isFolder(path) }
  func isFolder(_ path: String) -> Bool { path == "shop" }
  func names(in folder: String) -> [String] {
    folder == "shop" ? ["conformance.yaml", "contract.json"] + suites.keys : []
  }

  func read(_ path: String) throws(Diagnostics) -> SourceText {
    if path.hasPrefix("shop/"), let bytes = Self.attachments[String(path.dropFirst(5))] {
      return SourceText(bytes, name: path)
    }
    guard let text = text(path) else {
      throw Diagnostics([Diagnostic(code: "test.no-file", "no file \(path)", fix: "add it")])
    }
    return SourceText(text, name: path)
  }

  /// The files of the shop; those that are no text are read by their bytes.
  private func text(_ path: String) -> String? {
    switch path {
    case "shop/conformance.yaml": profile
    case "shop/contract.json": contract
    case "shop/deviations.yaml": deviations
    default: path.hasPrefix("shop/") ? suites[String(path.dropFirst(5))] : nil
    }
  }

  static let profile = """
    contract: contract.json
    auth: { key: "${shop_key}" }
    variables:
      shop_key: { env: SHOP_KEY, secret: true, default: open-sesame }
      till: { env: SHOP_TILL, about: a till that may be used }
      branch: { from: { call: GET /branches, value: /data/*/id } }
    conventions:
      success: { data: /data }
      pagination: { items: /data, more: /more, next: /next, id: /id }
      idempotency: { header: Once }
    """

  static let contract = """
    {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"},
     "security": [{"key": []}],
     "components": {
       "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
       "parameters": {
         "id": {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}},
       "schemas": {"Error": {"type": "object"}},
       "responses": {
         "thing": {"description": "a thing",
           "content": {"application/json": {"schema": {"type": "object"}}}}}},
     "paths": {
       "/branches": {"get": {"responses": {
         "200": {"$ref": "#/components/responses/thing"}}}},
       "/toys": {
         "get": {"parameters": [
             {"name": "colour", "in": "query", "schema": {"type": "string"}},
             {"name": "limit", "in": "query", "schema": {"type": "integer"}}],
           "responses": {"200": {"$ref": "#/components/responses/thing"},
             "4XX": {"$ref": "#/components/responses/thing"}}},
         "post": {"operationId": "makeToy",
           "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
           "responses": {"200": {"$ref": "#/components/responses/thing"},
             "4XX": {"$ref": "#/components/responses/thing"}}}},
       "/toys/{id}": {
         "get": {"parameters": [{"$ref": "#/components/parameters/id"}],
           "responses": {"200": {"$ref": "#/components/responses/thing"},
             "4XX": {"$ref": "#/components/responses/thing"}}},
         "patch": {"parameters": [{"$ref": "#/components/parameters/id"}],
           "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
           "responses": {"200": {"$ref": "#/components/responses/thing"},
             "4XX": {"$ref": "#/components/responses/thing"}}},
         "delete": {"parameters": [{"$ref": "#/components/parameters/id"}],
           "responses": {"200": {"$ref": "#/components/responses/thing"},
             "4XX": {"$ref": "#/components/responses/thing"}}}}}}
    """
}
