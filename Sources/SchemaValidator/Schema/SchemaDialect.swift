/// The dialects of JSON Schema that the validator speaks.
public enum SchemaDialect: String, Sendable, Hashable, CaseIterable {
  /// Draft-04.
  case draft4
  /// Draft-06.
  case draft6
  /// Draft-07.
  case draft7
  /// 2019-09.
  case draft201909
  /// 2020-12.
  case draft202012
  /// The Schema Object of OpenAPI 3.0.
  case openAPI30
  /// The base dialect of OpenAPI 3.1: 2020-12 and the OpenAPI vocabulary.
  case openAPI31
  /// The base dialect of OpenAPI 3.2, whose vocabulary has a few words more.
  case openAPI32

  /// The URI of the dialect's meta-schema; nil for the OpenAPI 3.0 Schema Object, which has none.
  public var metaSchemaURI: String? {
    switch self {
    case .draft4: "http://json-schema.org/draft-04/schema"
    case .draft6: "http://json-schema.org/draft-06/schema"
    case .draft7: "http://json-schema.org/draft-07/schema"
    case .draft201909: "https://json-schema.org/draft/2019-09/schema"
    case .draft202012: "https://json-schema.org/draft/2020-12/schema"
    case .openAPI30: nil
    case .openAPI31: "https://spec.openapis.org/oas/3.1/dialect/base"
    case .openAPI32: "https://spec.openapis.org/oas/3.2/dialect/2025-09-17"
    }
  }

  /// The dialect a `$schema` value names, an empty fragment being allowed; nil for others.
  public init?(metaSchemaURI uri: String) {
    let bare = uri.hasSuffix("#") ? String(uri.dropLast()) : uri
    if let known = Self.allCases.first(where: { $0.metaSchemaURI == bare }) {
      self = known
    } else if bare.hasPrefix("https://spec.openapis.org/oas/3.1/dialect/") {
      self = .openAPI31
    } else if bare.hasPrefix("https://spec.openapis.org/oas/3.2/dialect/") {
      self = .openAPI32
    } else if bare.hasPrefix("https://json-schema.org/draft-0"),
      let draft = Self(metaSchemaURI: "http" + bare.dropFirst("https".utf8.count))
    {
      self = draft  // a common slip: the old drafts are published under http
    } else {
      return nil
    }
  }

  /// The dialect whose keywords and meanings this one shares.
  var core: SchemaDialect {
    switch self {
    case .openAPI31, .openAPI32: .draft202012
    case .openAPI30: .draft4
    default: self
    }
  }

  /// Whether it is one of the dialects of OpenAPI.
  var isOpenAPI: Bool { self == .openAPI30 || self == .openAPI31 || self == .openAPI32 }

  /// Order of publication, for "from this draft on".
  private var age: Int {
    switch core {
    case .draft4, .openAPI30: 4
    case .draft6: 6
    case .draft7: 7
    case .draft201909: 2019
    case .draft202012, .openAPI31, .openAPI32: 2020
    }
  }

  /// Whether this dialect is `other` or was published after it.
  func isAtLeast(_ other: SchemaDialect) -> Bool { age >= other.age }
}

/// A dialect as a schema uses it: the draft with the vocabularies its meta-schema declares.
struct ActiveDialect: Sendable, Hashable {
  /// The vocabularies that change what a schema does.
  struct Vocabularies: OptionSet, Sendable, Hashable {
    let rawValue: UInt16
    static let applicator = Vocabularies(rawValue: 1)
    static let unevaluated = Vocabularies(rawValue: 2)
    static let validation = Vocabularies(rawValue: 4)
    static let metaData = Vocabularies(rawValue: 8)
    static let content = Vocabularies(rawValue: 16)
    static let formatAnnotation = Vocabularies(rawValue: 32)
    static let formatAssertion = Vocabularies(rawValue: 64)
    static let openAPI = Vocabularies(rawValue: 128)
    static let standard: Vocabularies = [
      .applicator, .unevaluated, .validation, .metaData, .content, .formatAnnotation,
    ]
  }

  var draft: SchemaDialect
  var vocabularies: Vocabularies

  init(_ draft: SchemaDialect) {
    self.draft = draft
    vocabularies =
      draft.isOpenAPI && draft != .openAPI30 ? [.standard, .openAPI] : .standard
  }

  /// The keyword that names a schema resource.
  var idKeyword: String { draft.core == .draft4 ? "id" : "$id" }

  /// Whether a `$ref` hides every keyword beside it.
  var refHidesSiblings: Bool { !draft.isAtLeast(.draft201909) }

  /// The vocabulary a URI of `$vocabulary` names; nil when it is not known.
  static func vocabulary(_ uri: String) -> Vocabularies? {
    for prefix in [
      "https://json-schema.org/draft/2020-12/vocab/",
      "https://json-schema.org/draft/2019-09/vocab/",
    ] where uri.hasPrefix(prefix) {
      switch uri.dropFirst(prefix.utf8.count) {
      case "core": return []
      case "applicator":
        // 2019-09 had the unevaluated keywords among the applicators.
        return prefix.contains("2019") ? [.applicator, .unevaluated] : .applicator
      case "unevaluated": return .unevaluated
      case "validation": return .validation
      case "meta-data": return .metaData
      case "content": return .content
      case "format": return .formatAnnotation
      case "format-annotation": return .formatAnnotation
      case "format-assertion": return .formatAssertion
      default: return nil
      }
    }
    if uri.hasPrefix("https://spec.openapis.org/oas/3."), uri.contains("/vocab/") {
      return .openAPI
    }
    return nil
  }
}
