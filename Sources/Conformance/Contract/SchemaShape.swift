internal import Diagnostics
package import SchemaValidator

/// What a schema says about the types of a value and of what lies in it.
///
/// Text has no types, so that reading a value out of text needs the schema's help. Only what
/// decides about types is looked at, and only when it is asked for: `type`, `nullable`, `enum`,
/// `const`, `$ref`, `allOf`, `anyOf`, `oneOf`, and the members that describe
/// elements and members. Whether the value satisfies the schema is for its program to say.
package struct SchemaShape: Sendable {
  /// The types a value can have; an integer is a number without a fraction.
  struct Types: OptionSet, Sendable, Hashable {
    let rawValue: UInt8

    static let null = Types(rawValue: 1)
    static let boolean = Types(rawValue: 2)
    static let integer = Types(rawValue: 4)
    static let fraction = Types(rawValue: 8)
    static let string = Types(rawValue: 16)
    static let array = Types(rawValue: 32)
    static let object = Types(rawValue: 64)
    static let number: Types = [.integer, .fraction]
    static let scalars: Types = [.null, .boolean, .number, .string]

    /// The types as a sentence names them.
    var title: String {
      let titles: [(Types, String)] = [
        (.object, "a mapping"), (.array, "a list"), (.string, "a text"), (.number, "a number"),
        (.integer, "an integer"), (.boolean, "true or false"), (.null, "null"),
      ]
      return titles.filter { type, _ in
        isSuperset(of: type) && (type != .integer || !isSuperset(of: .number))
      }.map(\.1).alternatives
    }
  }

  /// How schemas that speak of one value belong together.
  private indirect enum Form: Sendable {
    /// Nothing is said.
    case anything
    case schema(ContractNode)
    /// All of them hold.
    case all([Form])
    /// At least one of them holds.
    case any([Form])
  }

  private let form: Form
  private let documents: ContractDocuments?
  /// What a branch that names no types is taken for where it is asked for a child.
  private let unnamed: UnnamedTypes

  /// A value of which nothing is said.
  package static let anything = SchemaShape(form: .anything, documents: nil)

  private init(
    form: Form, documents: ContractDocuments?, unnamed: UnnamedTypes = .implied
  ) {
    self.form = form
    self.documents = documents
    self.unnamed = unnamed
  }

  /// What the schema at a node says.
  init(_ schema: ContractNode, _ documents: ContractDocuments) {
    self.init(form: .schema(schema), documents: documents)
  }

  /// The shape that says of elements and members only what is sure: what a branch without a type
  /// may have been meant for is no reason to pass it over.
  var withoutGuesses: SchemaShape {
    SchemaShape(form: form, documents: documents, unnamed: .open)
  }

  /// Whether there is a schema at all, however little it says.
  var isDescribed: Bool { if case .anything = form { false } else { true } }

  /// How far references and applicators are followed: schemas can lead back to themselves.
  private static let reach = 32
  /// How many schemas are looked at for one answer.
  ///
  /// Two branches that both lead to the next two double at every step. Past this nothing is said,
  /// as if the rest were not there.
  private static let patience = 10_000
}

// MARK: - Types

extension SchemaShape {
  /// The types the value can have; nil when the schema leaves them open.
  ///
  /// Where it names none, it is the one that its other keywords speak of.
  var types: Types? {
    var patience = Self.patience
    return types(of: form, unnamed: .implied, Self.reach, &patience)
  }

  /// The types that the schema names; nil when it names none, so that the value can have any.
  var statedTypes: Types? {
    var patience = Self.patience
    return types(of: form, unnamed: .open, Self.reach, &patience)
  }

  /// Whether a type is among those the schema names; false when it names none.
  func names(_ type: Types) -> Bool { types.map { !$0.isDisjoint(with: type) } ?? false }

  /// What is taken for the types of a value where a schema names none.
  private enum UnnamedTypes {
    /// Any.
    case open
    /// The one that its other keywords speak of, if they speak of one.
    case implied
  }

  private func types(
    of form: Form, unnamed: UnnamedTypes, _ reach: Int, _ patience: inout Int
  ) -> Types? {
    guard reach > 0, patience > 0 else { return nil }
    patience -= 1
    func types(ofPart part: Form) -> Types? {
      self.types(of: part, unnamed: unnamed, reach - 1, &patience)
    }
    switch form {
    case .anything: return nil
    case .all(let forms):
      let said = forms.compactMap { types(ofPart: $0) }
      return said.isEmpty ? nil : said.reduce(said[0]) { $0.intersection($1) }
    case .any(let forms):
      var union: Types = []
      for form in forms {
        guard let said = types(ofPart: form) else { return nil }
        union.formUnion(said)
      }
      return forms.isEmpty ? nil : union
    case .schema(let node):
      if let flag = node.value.boolValue { return flag ? nil : [] }
      let parts = parts(of: node).compactMap { types(ofPart: $0) }
      let own = countedKeywords(of: node).map { schema in
        [Self.writtenTypes(schema), Self.types(ofChoices: schema)].compactMap { $0 }
      }
      let said = (own ?? []) + parts
      guard let first = said.first else {
        return unnamed == .implied ? countedKeywords(of: node).flatMap(Self.hint) : nil
      }
      return said.reduce(first) { $0.intersection($1) }
    }
  }

  /// The schema with its own keywords; nil where they stand beside a reference that hides them.
  private func countedKeywords(of node: ContractNode) -> JSONValue? {
    documents?.ignoresSiblings(of: node) == true ? nil : node.value
  }

  /// What `$ref`, `allOf`, `anyOf` and `oneOf` of a schema add to it: as far as they count, or also
  /// where a reference hides them.
  private func parts(of node: ContractNode, withHidden takesHidden: Bool = false) -> [Form] {
    guard node.value.kind == .object else { return [] }
    var parts: [Form] = []
    if let text = node["$ref"]?.value.stringValue {
      let target = documents?.target(of: text, from: node)
      parts.append(target.map { .schema($0) } ?? .anything)
    }
    guard takesHidden || countedKeywords(of: node) != nil else { return parts }
    if let all = node["allOf"] { parts.append(.all(all.elements.map { .schema($0) })) }
    for name in ["anyOf", "oneOf"] {
      if let any = node[name] { parts.append(.any(any.elements.map { .schema($0) })) }
    }
    return parts
  }

  /// What `type` says, in 3.0 together with `nullable`.
  private static func writtenTypes(_ schema: JSONValue) -> Types? {
    guard let type = schema["type"] else { return nil }
    let names = type.stringValue.map { [$0] } ?? type.elements.compactMap(\.stringValue)
    var types: Types = schema["nullable"]?.boolValue == true ? .null : []
    for name in names {
      switch name {
      case "null": types.insert(.null)
      case "boolean": types.insert(.boolean)
      case "integer": types.insert(.integer)
      case "number": types.insert(.number)
      case "string": types.insert(.string)
      case "array": types.insert(.array)
      case "object": types.insert(.object)
      default: return nil
      }
    }
    return types
  }

  /// The types of the values that `enum` and `const` list.
  private static func types(ofChoices schema: JSONValue) -> Types? {
    if let constant = schema["const"] { return types(of: constant) }
    guard let choices = schema["enum"], choices.kind == .array else { return nil }
    return choices.elements.reduce(into: Types()) { $0.formUnion(types(of: $1)) }
  }

  static func types(of value: JSONValue) -> Types {
    switch value.kind {
    case .null: .null
    case .boolean: .boolean
    case .number: value.numberValue?.isInteger == true ? .integer : .fraction
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }

  /// The type an author had in mind who left it out: the one that the other keywords speak of.
  private static func hint(_ schema: JSONValue) -> Types? {
    let families: [(Types, [String])] = [
      (.object, ["properties", "additionalProperties", "required", "patternProperties"]),
      (.array, ["items", "prefixItems", "minItems", "maxItems", "uniqueItems"]),
      (.number, ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
      (.string, ["pattern", "minLength", "maxLength", "format"]),
    ]
    let met = families.filter { _, names in names.contains { schema[$0] != nil } }
    return met.count == 1 ? met[0].0 : nil
  }
}

// MARK: - Elements and members

extension SchemaShape {
  /// What is said about the element at a position from 0.
  func element(_ position: Int) -> SchemaShape {
    guard position >= 0 else { return .anything }
    return child(of: .array) { schema in
      if let first = schema["prefixItems"]?.elements, position < first.count {
        return first[position]
      }
      guard let items = schema["items"], items.value.kind == .array else { return schema["items"] }
      return position < items.value.count
        ? items.elements[position] : schema["additionalItems"]
    }
  }

  /// What is said about the member with a name.
  func member(_ name: String) -> SchemaShape {
    child(of: .object) { schema in
      if let property = schema["properties"]?[name] { return property }
      // Which patterns a name fits is not asked; then nothing is known about the member.
      return schema["patternProperties"] == nil ? schema["additionalProperties"] : nil
    }
  }

  private func child(
    of container: Types, _ find: (ContractNode) -> ContractNode?
  ) -> SchemaShape {
    var patience = Self.patience
    let found = child(of: container, in: form, Self.reach, &patience, find)
    return SchemaShape(form: found ?? .anything, documents: documents, unnamed: unnamed)
  }

  /// What a form says about a child; nil when that is nothing.
  private func child(
    of container: Types, in form: Form, _ reach: Int, _ patience: inout Int,
    _ find: (ContractNode) -> ContractNode?
  ) -> Form? {
    guard reach > 0, patience > 0 else { return nil }
    patience -= 1
    switch form {
    case .anything: return nil
    case .all(let forms):
      let said = forms.compactMap { child(of: container, in: $0, reach - 1, &patience, find) }
      return said.isEmpty ? nil : said.count == 1 ? said[0] : .all(said)
    case .any(let forms):
      // A branch that allows no such container says nothing about what would lie in it.
      let branches = forms.filter {
        types(of: $0, unnamed: unnamed, reach - 1, &patience)?.isDisjoint(with: container) != true
      }
      let said = branches.compactMap { child(of: container, in: $0, reach - 1, &patience, find) }
      if said.count < branches.count { return nil }
      return said.isEmpty ? nil : said.count == 1 ? said[0] : .any(said)
    case .schema(let node):
      guard node.value.kind == .object else { return nil }
      let own = countedKeywords(of: node) == nil ? nil : find(node)
      var said = own.map { [Form.schema($0)] } ?? []
      said += parts(of: node).compactMap {
        child(of: container, in: $0, reach - 1, &patience, find)
      }
      return said.isEmpty ? nil : said.count == 1 ? said[0] : .all(said)
    }
  }

  /// Where the schema stands that describes the value at a path from here, or the innermost value
  /// around it that is described; nil where nothing is said at all.
  func node(describing path: JSONPointer) -> ContractNode? {
    var shape = self
    var node = Self.firstNode(of: form)
    for token in path.tokens {
      let element = Self.position(token).map { shape.element($0) }
      let next = element.flatMap { $0.isDescribed ? $0 : nil } ?? shape.member(token)
      guard let described = Self.firstNode(of: next.form) else { break }
      node = described
      shape = next
    }
    return node
  }

  /// The position of an element that a token names; nil for one that can only name a member.
  ///
  /// Positions have neither a sign nor leading zeros (RFC 6901, section 4).
  static func position(_ token: String) -> Int? {
    Int(token).flatMap { $0 >= 0 && String($0).isSameText(as: token) ? $0 : nil }
  }

  private static func firstNode(of form: Form) -> ContractNode? {
    switch form {
    case .anything: nil
    case .schema(let node): node
    case .all(let forms), .any(let forms): forms.lazy.compactMap(firstNode).first
    }
  }

  /// The names that `properties` describes, here and in every part of the schema.
  var memberNames: [String] { memberNames(withHidden: true) }

  private func memberNames(withHidden takesHidden: Bool) -> [String] {
    var names: [String] = []
    var known: Set<ExactText> = []
    walk(withHidden: takesHidden) { schema in
      for member in schema["properties"]?.members.map({ $0 }) ?? []
      where known.insert(ExactText(member.name)).inserted {
        names.append(member.name)
      }
      return false
    }
    return names
  }

  /// What is said about any element; nothing where elements differ by their positions.
  var elements: SchemaShape {
    let isTuple = keyword("prefixItems") != nil || keyword("items")?.kind == .array
    return isTuple ? .anything : element(0)
  }

  /// The names of all members that the schema describes, in every branch that allows an object; nil
  /// where it may describe others, or leaves the value open.
  ///
  /// Schemas are open by nature: a value with other members is valid. What is listed here is all
  /// that the schema has words for.
  var describedNames: [String]? {
    // A schema that only says what has to be there has no words for members.
    if memberNames(withHidden: false).isEmpty { return nil }
    var patience = Self.patience
    return describedNames(of: form, Self.reach, &patience)
  }

  /// Keywords by which a schema describes members that nothing here looks at.
  private static let furtherMembers = [
    "patternProperties", "if", "then", "else", "dependentSchemas", "dependencies", "$dynamicRef",
    "$recursiveRef",
  ]

  private static let applicators = ["allOf", "anyOf", "oneOf"]

  private func describedNames(
    of form: Form, _ reach: Int, _ patience: inout Int
  ) -> [String]? {
    guard reach > 0, patience > 0 else { return nil }
    patience -= 1
    switch form {
    case .anything: return nil
    case .all(let forms): return describedNames(inAll: forms, reach, &patience)
    case .any(let forms):
      var names: [String] = []
      for form in forms {
        let allowed = types(of: form, unnamed: unnamed, reach - 1, &patience)
        if allowed?.isDisjoint(with: .object) == true { continue }
        // A branch that describes no member leaves all of them open.
        let branch = SchemaShape(form: form, documents: documents)
        guard !branch.memberNames(withHidden: false).isEmpty,
          let said = describedNames(of: form, reach - 1, &patience)
        else { return nil }
        names += said
      }
      return names
    case .schema(let node):
      let schema = node.value
      guard schema.kind == .object else { return schema.boolValue == nil ? nil : [] }
      if Self.furtherMembers.contains(where: { schema[$0] != nil }) { return nil }
      // What a reference hides was meant all the same.
      if countedKeywords(of: node) == nil,
        Self.applicators.contains(where: { schema[$0] != nil })
      {
        return nil
      }
      // What refers to a base schema from elsewhere has members of its own.
      if schema["discriminator"] != nil, schema["oneOf"] == nil, schema["anyOf"] == nil {
        return nil
      }
      for name in ["additionalProperties", "unevaluatedProperties"] {
        if let others = schema[name], others.boolValue != false { return nil }
      }
      // What has to be there is known, though nothing may be said of it.
      let own =
        (schema["properties"]?.members.map(\.name) ?? [])
        + (schema["required"]?.elements.compactMap(\.stringValue) ?? [])
      return describedNames(inAll: parts(of: node), reach, &patience).map { own + $0 }
    }
  }

  private func describedNames(
    inAll forms: [Form], _ reach: Int, _ patience: inout Int
  ) -> [String]? {
    var names: [String] = []
    for form in forms {
      guard let said = describedNames(of: form, reach - 1, &patience) else { return nil }
      names += said
    }
    return names
  }

  /// Whether every object that the schema allows has a member; false where that is not sure.
  func requires(_ name: String) -> Bool {
    var patience = Self.patience
    return settles(form, Self.reach, &patience, countingOnly: .object) { schema in
      schema["required"]?.elements.contains { $0.stringValue?.isSameText(as: name) == true } == true
    }
  }

  /// Whether `type`, `enum` or `const` rule a value out; members and elements are not looked at.
  func excludes(_ value: JSONValue) -> Bool {
    var patience = Self.patience
    return settles(form, Self.reach, &patience) { Self.writes($0, out: value) }
  }

  /// Whether a schema settles something for every value that a form allows: one of those that all
  /// have to fit, or each of the alternatives.
  ///
  /// Where only values of some types count, alternatives that name none of these types need not
  /// settle it; where no types are given, every alternative has to.
  private func settles(
    _ form: Form, _ reach: Int, _ patience: inout Int, countingOnly counted: Types? = nil,
    by isSettled: (JSONValue) -> Bool
  ) -> Bool {
    guard reach > 0, patience > 0 else { return false }
    patience -= 1
    func settles(_ part: Form) -> Bool {
      self.settles(part, reach - 1, &patience, countingOnly: counted, by: isSettled)
    }
    switch form {
    case .anything: return false
    case .all(let parts): return parts.contains(where: settles)
    case .any(let alternatives):
      let left = alternatives.filter { alternative in
        guard let counted else { return true }
        // What an alternative without a type may have been meant for is a guess.
        let said = types(of: alternative, unnamed: .open, reach - 1, &patience)
        return said?.isDisjoint(with: counted) != true
      }
      return !left.isEmpty && left.allSatisfy(settles)
    case .schema(let node):
      if let schema = countedKeywords(of: node), isSettled(schema) { return true }
      return parts(of: node).contains(where: settles)
    }
  }

  private static func writes(_ schema: JSONValue, out value: JSONValue) -> Bool {
    if writtenTypes(schema)?.isDisjoint(with: types(of: value)) == true { return true }
    if value.isNull, schema["nullable"]?.boolValue == true { return false }
    if let constant = schema["const"], constant != value { return true }
    guard let choices = schema["enum"], choices.kind == .array else { return false }
    return !choices.elements.contains(value)
  }

  /// The values that `enum` and `const` list, here and in every part of the schema.
  var listedValues: [JSONValue] {
    var values: [JSONValue] = []
    walk { schema in
      values += schema["enum"].map { Array($0.elements) } ?? []
      values += schema["const"].map { [$0] } ?? []
      return false
    }
    return values
  }

  /// Whether the schema asks for members of any name, by saying what they are or by naming none that
  /// counts.
  var invitesOtherMembers: Bool {
    if memberNames(withHidden: false).isEmpty { return true }
    return walk(withHidden: true) { schema in
      ["additionalProperties", "unevaluatedProperties"].contains { name in
        schema[name].map { $0.boolValue != false } ?? false
      } || schema["patternProperties"] != nil
    }
  }

  /// The first value of a keyword in the schema and its parts.
  func keyword(_ name: String, withHidden takesHidden: Bool = false) -> JSONValue? {
    var found: JSONValue?
    walk(withHidden: takesHidden) { schema in
      found = schema[name]
      return found != nil
    }
    return found
  }

  /// The examples that the schema itself gives: `examples`, else `example`.
  package var examples: [JSONValue] {
    keyword("examples", withHidden: true).map { Array($0.elements) }
      ?? keyword("example", withHidden: true).map { [$0] } ?? []
  }

  /// Visits the schema and its parts until a visit says that it has found what it looked for.
  ///
  /// What stands beside a reference that hides it does not count, in what a schema allows. Who
  /// wrote it meant it all the same: names, examples and hints are taken from there as well.
  @discardableResult
  private func walk(
    withHidden takesHidden: Bool = false, _ visit: (JSONValue) -> Bool
  ) -> Bool {
    var pending: [(form: Form, reach: Int)] = [(form, Self.reach)]
    var seen: Set<ContractNode.Identity> = []
    while let (form, reach) = pending.popLast() {
      guard reach > 0 else { continue }
      switch form {
      case .anything: break
      case .all(let forms), .any(let forms):
        pending += forms.reversed().map { ($0, reach - 1) }
      case .schema(let node):
        guard node.value.kind == .object, seen.insert(node.identity).inserted else { continue }
        let said = takesHidden ? node.value : countedKeywords(of: node)
        if let said, visit(said) { return true }
        pending += parts(of: node, withHidden: takesHidden).reversed().map { ($0, reach - 1) }
      }
    }
    return false
  }
}
