/// Style deepObject: names with brackets, such as `color[R]`.
///
/// OpenAPI defines it for objects of single values. What servers with this notation make of
/// deeper names is read as well: `a[b][c]` is a member of a member, `a[0]` and `a[]` are elements
/// where the schema describes an array.
extension ParameterReader {
  /// The value in the pairs whose names start with the parameter's; nil when there is none.
  func deepDraft(_ pairs: [TextPair]) throws(UnreadableText) -> DraftValue? {
    var tree = BracketTree()
    for pair in pairs where claims(pair) {
      let text = try decoding.text(pair.name)
      let path = try Self.path(text, after: name)
      tree.add(try decoding.text(pair.value ?? []), at: path[...])
    }
    return tree.isEmpty ? nil : try Self.draft(tree, shape, name)
  }

  /// How deep names are followed.
  private static let deepest = 64

  /// The names in the brackets after a name.
  private static func path(_ text: String, after name: String) throws(UnreadableText) -> [String] {
    var rest = Array(text.utf8)[name.utf8.count...]
    var path: [String] = []
    while rest.first == UInt8(ascii: "["), path.count < deepest,
      let close = rest.firstIndex(of: UInt8(ascii: "]"))
    {
      path.append(String(decoding: rest[(rest.startIndex + 1)..<close], as: UTF8.self))
      rest = rest[(close + 1)...]
    }
    guard rest.isEmpty else {
      throw UnreadableText(
        text: text.utf8, expected: "names in brackets, at most \(deepest) after one another")
    }
    return path
  }

  private static func draft(
    _ tree: BracketTree, _ shape: SchemaShape, _ name: String
  ) throws(UnreadableText) -> DraftValue {
    guard !tree.children.isEmpty else {
      if tree.values.count == 1 {
        do { return try DraftValue(scalar: tree.values[0], shape) } catch { throw error.of(name) }
      }
      guard shape.types == nil || shape.names(.array) else {
        throw UnreadableText(found: "\(tree.values.count) times \"\(name)\"", expected: "it once")
      }
      return try array(tree.values.map { BracketTree(value: $0) }, shape, name)
    }
    guard tree.values.isEmpty else {
      throw UnreadableText(
        found: "\"\(name)\" with a value and with members", expected: "one of the two")
    }
    if shape.names(.array), let elements = tree.elements {
      return try array(elements, shape, name)
    }
    guard shape.types?.contains(.object) != false else {
      throw UnreadableText(
        found: "members of \"\(name)\"", expected: shape.types?.phrase ?? "an object")
    }
    var members: [(name: String, value: DraftValue)] = []
    for (member, child) in tree.children {
      members.append((member, try draft(child, shape.member(member), "\(name)[\(member)]")))
    }
    return .object(members)
  }

  private static func array(
    _ elements: [BracketTree], _ shape: SchemaShape, _ name: String
  ) throws(UnreadableText) -> DraftValue {
    var drafts: [DraftValue] = []
    for (position, element) in elements.enumerated() {
      drafts.append(try draft(element, shape.element(position), "\(name)[\(position)]"))
    }
    return .array(drafts)
  }
}

/// What stands under one name with brackets.
private struct BracketTree {
  var values: [String] = []
  private(set) var children: [(name: String, tree: BracketTree)] = []
  private var numbers: [[UInt8]: Int] = [:]

  init() {}

  init(value: String) {
    values = [value]
  }

  var isEmpty: Bool { values.isEmpty && children.isEmpty }

  mutating func add(_ value: String, at path: ArraySlice<String>) {
    guard let name = path.first else {
      values.append(value)
      return
    }
    if numbers[Array(name.utf8)] == nil {
      numbers[Array(name.utf8)] = children.count
      children.append((name, BracketTree()))
    }
    if let index = numbers[Array(name.utf8)] {
      children[index].tree.add(value, at: path.dropFirst())
    }
  }

  /// The elements of an array in order; nil when the names are neither empty nor numbers.
  var elements: [BracketTree]? {
    if children.count == 1, children[0].name.utf8.isEmpty {
      let only = children[0].tree
      return only.children.isEmpty ? only.values.map { BracketTree(value: $0) } : [only]
    }
    var numbered: [(position: Int, tree: BracketTree)] = []
    for (name, tree) in children {
      guard let position = Int(name), position >= 0, String(position).isSameText(as: name) else {
        return nil
      }
      numbered.append((position, tree))
    }
    return numbered.sorted { $0.position < $1.position }.map(\.tree)
  }
}
