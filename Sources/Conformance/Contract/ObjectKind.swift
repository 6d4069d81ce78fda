/// The objects of OpenAPI that have fixed members.
enum ObjectKind: Sendable {
  case contract, info, server, serverVariable, components, pathItem, operation
  case parameter, requestBody, mediaType, response, header, securityScheme
  case encoding, example, link, callback

  /// What a sentence calls it, with its article.
  var title: String {
    switch self {
    case .contract: "an OpenAPI document"
    case .info: "an info object"
    case .server: "a server"
    case .serverVariable: "a server variable"
    case .components: "a components object"
    case .pathItem: "a path item"
    case .operation: "an operation"
    case .parameter: "a parameter"
    case .requestBody: "a request body"
    case .mediaType: "a media type"
    case .response: "a response"
    case .header: "a header"
    case .securityScheme: "a security scheme"
    case .encoding: "an encoding"
    case .example: "an example"
    case .link: "a link"
    case .callback: "a callback"
    }
  }

  /// The member of `components` that holds objects of this kind.
  var section: String? {
    switch self {
    case .pathItem: "pathItems"
    case .parameter: "parameters"
    case .requestBody: "requestBodies"
    case .mediaType: "mediaTypes"
    case .response: "responses"
    case .header: "headers"
    case .securityScheme: "securitySchemes"
    case .example: "examples"
    case .link: "links"
    case .callback: "callbacks"
    case .contract, .info, .server, .serverVariable, .components, .operation, .encoding: nil
    }
  }

  /// What an entry of a section of `components` is, with its article; nil for an unknown section.
  static func title(ofSection section: String) -> String? {
    if section == "schemas" { return "a schema" }
    let kinds: [ObjectKind] = [
      .pathItem, .parameter, .requestBody, .mediaType, .response, .header, .securityScheme,
      .example, .link, .callback,
    ]
    return kinds.first { $0.section == section }?.title
  }

  /// The members the specification names, or nil where any name may stand.
  ///
  /// Source: the "Fixed Fields" tables of OpenAPI 3.0.4, 3.1.1 and 3.2.0.
  func fields(in line: SpecificationVersion.Line) -> [String]? {
    let own = baseFields
    guard var fields = own else { return nil }
    if line >= .v3_1 { fields += fieldsSince31 }
    if line >= .v3_2 { fields += fieldsSince32 }
    return fields
  }

  private var baseFields: [String]? {
    switch self {
    case .contract:
      ["openapi", "info", "servers", "paths", "components", "security", "tags", "externalDocs"]
    case .info: ["title", "description", "termsOfService", "contact", "license", "version"]
    case .server: ["url", "description", "variables"]
    case .serverVariable: ["enum", "default", "description"]
    case .components:
      [
        "schemas", "responses", "parameters", "examples", "requestBodies", "headers",
        "securitySchemes", "links", "callbacks",
      ]
    case .pathItem:
      ["$ref", "summary", "description", "servers", "parameters"] + HTTPMethodField.base
    case .operation:
      [
        "tags", "summary", "description", "externalDocs", "operationId", "parameters",
        "requestBody", "responses", "callbacks", "deprecated", "security", "servers",
      ]
    case .parameter: ["name", "in", "allowEmptyValue"] + Self.valueFields + ["allowReserved"]
    case .header: Self.valueFields
    case .requestBody: ["description", "content", "required"]
    case .mediaType: ["schema", "example", "examples", "encoding"]
    case .response: ["description", "headers", "content", "links"]
    case .securityScheme:
      [
        "type", "description", "name", "in", "scheme", "bearerFormat", "flows", "openIdConnectUrl",
      ]
    case .encoding: ["contentType", "headers", "style", "explode", "allowReserved"]
    case .example: ["summary", "description", "value", "externalValue"]
    case .link:
      ["operationRef", "operationId", "parameters", "requestBody", "description", "server"]
    case .callback: nil
    }
  }

  private static let valueFields = [
    "description", "required", "deprecated", "style", "explode", "schema", "example", "examples",
    "content",
  ]

  private var fieldsSince31: [String] {
    switch self {
    case .contract: ["jsonSchemaDialect", "webhooks"]
    case .info: ["summary"]
    case .components: ["pathItems"]
    default: []
    }
  }

  private var fieldsSince32: [String] {
    switch self {
    case .contract: ["$self"]
    case .server: ["name"]
    case .components: ["mediaTypes"]
    case .pathItem: ["query", "additionalOperations"]
    case .mediaType: ["itemSchema", "prefixEncoding", "itemEncoding"]
    case .encoding: ["encoding", "prefixEncoding", "itemEncoding"]
    case .response: ["summary"]
    case .securityScheme: ["oauth2MetadataUrl", "deprecated"]
    case .example: ["dataValue", "serializedValue"]
    default: []
    }
  }
}

/// The members of a path item that hold operations.
enum HTTPMethodField {
  /// Those of OpenAPI 3.0 and 3.1.
  static let base = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]

  /// Those of a version.
  static func all(in line: SpecificationVersion.Line) -> [String] {
    line >= .v3_2 ? base + ["query"] : base
  }
}
