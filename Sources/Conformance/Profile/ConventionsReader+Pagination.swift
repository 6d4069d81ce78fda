import Diagnostics
import SchemaValidator

extension ConventionsReader {
  /// Reads how lists are read: one way for all of them, or a list of ways.
  static func lists(
    _ node: ManifestNode, _ mistakes: inout MistakeList
  ) -> [Conventions.Pagination] {
    guard node.value.kind == .array else {
      return [pagination(node, &mistakes)].compactMap(\.self)
    }
    let nodes = node.list("ways to read lists", &mistakes) ?? []
    let general = nodes.filter { $0.value["for"] == nil }
    for other in general.dropFirst() {
      mistakes.add(
        code: "suite.two-conventions", "two ways to read lists name no operations", at: other,
        fix: "say with \"for:\" which operations are read in this way")
    }
    return nodes.compactMap { pagination($0, &mistakes) }
  }

  private static func pagination(
    _ node: ManifestNode, _ mistakes: inout MistakeList
  ) -> Conventions.Pagination? {
    guard let mapping = node.mapping("pagination", keys: paginationKeys, &mistakes) else {
      return nil
    }
    var name: PageStyle.Name? = .cursor
    if let node = mapping["style"] {
      name = node.word("style", as: PageStyle.Name.self, &mistakes)
    }
    let items = pointer("items", mapping, &mistakes)
    let id = pointer("id", mapping, &mistakes)
    let style = name.flatMap { pageStyle($0, mapping, &mistakes) }
    let more =
      name == .cursor
      ? pointer("more", mapping, &mistakes) : mapping["more"]?.pointer("more", &mistakes)
    guard let style, let items, let id, more != nil || name != .cursor else { return nil }
    refuseOtherKeys(mapping, of: style, &mistakes)
    return .init(
      style: style, items: items, more: more, id: id,
      limitParameter: limitParameter(mapping["limit"], &mistakes),
      operations: mapping["for"]?.texts("an operation", &mistakes) ?? [],
      total: total(mapping, &mistakes),
      defaultLimit: mapping["default"]?.integer("default", in: 1...1_000_000, &mistakes),
      maximumLimit: mapping["max"]?.integer("max", in: 1...1_000_000, &mistakes),
      overMaximum: mapping["over_max"]?
        .word("over_max", as: Conventions.Pagination.OverMaximum.self, &mistakes) ?? .either)
  }

  private static func pointer(
    _ key: String, _ mapping: ManifestMapping, _ mistakes: inout MistakeList
  ) -> JSONPointer? {
    mapping.required(key, of: "pagination", &mistakes)?.pointer(key, &mistakes)
  }

  private static func pageStyle(
    _ name: PageStyle.Name, _ mapping: ManifestMapping, _ mistakes: inout MistakeList
  ) -> PageStyle? {
    func parameter(_ fallback: String) -> String {
      mapping[name.rawValue]?.text(name.rawValue, &mistakes) ?? fallback
    }
    switch name {
    case .cursor:
      guard let next = pointer("next", mapping, &mistakes) else { return nil }
      return .cursor(parameter: parameter("cursor"), next: next)
    case .token:
      guard let next = pointer("next", mapping, &mistakes) else { return nil }
      return .token(parameter: parameter("page_token"), next: next)
    case .offset: return .offset(parameter: parameter("offset"))
    case .page:
      return .page(
        parameter: parameter("page"),
        first: mapping["first"]?.integer("first", in: 0...1, &mistakes) ?? 1)
    case .linkHeader: return .linkHeader
    case .nextURL: return pointer("next", mapping, &mistakes).map { .nextURL($0) }
    }
  }

  /// The keys that only some styles have.
  private static let keysOfStyles: [String: [PageStyle.Name]] = [
    "next": [.cursor, .token, .nextURL], "cursor": [.cursor], "token": [.token],
    "offset": [.offset], "page": [.page], "first": [.page],
  ]

  private static func refuseOtherKeys(
    _ mapping: ManifestMapping, of style: PageStyle, _ mistakes: inout MistakeList
  ) {
    for (key, styles) in keysOfStyles.sorted(by: { $0.key < $1.key })
    where !styles.contains(style.name) {
      guard let node = mapping[key] else { continue }
      mistakes.add(
        code: "suite.unknown-key",
        "\"\(key)\" says nothing about lists of the style \(style.name.rawValue)", at: node,
        fix: "remove it, or write \"style: \(styles[0].rawValue)\"")
    }
  }

  private static func limitParameter(
    _ node: ManifestNode?, _ mistakes: inout MistakeList
  ) -> String? {
    guard let node else { return "limit" }
    return node.value.isNull ? nil : node.text("limit", &mistakes)
  }

  private static func total(
    _ mapping: ManifestMapping, _ mistakes: inout MistakeList
  ) -> Conventions.Pagination.Total? {
    let member = mapping["total"]?.pointer("total", &mistakes)
    let field = mapping["total_header"]?.text("total_header", &mistakes)
    if member != nil, field != nil, let node = mapping["total_header"] {
      mistakes.add(
        code: "suite.two-conventions", "the number of all items is said to be in two places",
        at: node, fix: "remove \"total:\", or \"total_header:\"")
    }
    return member.map { .body($0) } ?? field.map { .field($0) }
  }
}

extension PageStyle {
  /// The style as a profile names it.
  package var name: Name {
    switch self {
    case .cursor: .cursor
    case .token: .token
    case .offset: .offset
    case .page: .page
    case .linkHeader: .linkHeader
    case .nextURL: .nextURL
    }
  }
}
