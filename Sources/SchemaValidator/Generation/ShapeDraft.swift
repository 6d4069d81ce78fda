/// A shape in the making: schemas are taken in until one leaves a choice.
struct ShapeDraft {
  private(set) var schemas: [SchemaGraph.NodeID] = []
  private(set) var choices: [Shape.Choice] = []
  private(set) var kinds = ValueKinds.all
  private(set) var depths = MinimalDepths.Row(repeating: 0)
  private(set) var mentioned: ValueKinds = []
  private(set) var number = NumberDemand()
  private(set) var text = TextDemand()
  private(set) var array = ArrayDemand()
  private(set) var object = ObjectDemand()
  private(set) var needsCheck = false
  private(set) var isSpeculative = false
  /// The lists of allowed values, all of which count.
  private(set) var lists: [[JSONValue]] = []
  /// Why nothing can satisfy the schemas, once that is known.
  private(set) var contradiction: String?

  private var seen: Set<SchemaGraph.NodeID> = []
  private var forks: [Fork] = []
  private var excluded: Set<SchemaGraph.NodeID> = []
  /// Schemas that must not hold, for which no plain demand stands.
  private var unsettled: [SchemaGraph.NodeID] = []
  private var dependents: [(schema: SchemaGraph.NodeID, keyword: Int, NamedSchema)] = []

  /// A choice that is still to be made.
  struct Fork {
    let schema: SchemaGraph.NodeID
    let keyword: Int
    var options: [Option]
    /// Whether all but the first option are for values that nothing else leads to: the first asks
    /// for nothing, and most values by it violate the excluded schemas of themselves.
    var isLastResort = false
  }

  /// What one alternative of a choice asks for.
  struct Option {
    /// Its position among those that are written.
    let position: Int
    var applies: [SchemaGraph.NodeID] = []
    /// Schemas that must not hold.
    var excludes: [SchemaGraph.NodeID] = []
    var requires: [UInt8]?
    var forbids: [UInt8]?
    var kinds = ValueKinds.all
    /// A schema that the required member must not satisfy.
    var wrong: SchemaGraph.NodeID?
  }

  /// The most ways to violate excluded schemas that are told apart.
  private static let wayLimit = 60
  /// The name of a member that hardly any schema names.
  static let unnamed = "unexpected"

  /// Takes schemas in, and all that they apply to the same value; those of a demand may be
  /// ``SchemaGraph/excluding(_:)``.
  mutating func take(_ ids: [SchemaGraph.NodeID], _ model: GenerationModel) {
    var pending = Array(ids.reversed())
    while let id = pending.popLast() {
      guard seen.insert(id).inserted else { continue }
      if let schema = SchemaGraph.excluded(id) {
        var targets: [SchemaGraph.NodeID] = []
        needsCheck = true
        exclude(schema, model, &targets)
        pending += targets.reversed()
        continue
      }
      schemas.append(id)
      depths = pointwiseMax(depths, model.depths[id])
      let node = model.graph.nodes[id]
      if node.constant == false {
        contradiction = contradiction ?? "a schema that is false allows no value"
      }
      let members = MemberGroup(node)
      if !members.isEmpty { object.groups.append(members) }
      let elements = ElementGroup(node)
      if !elements.isEmpty { array.groups.append(elements) }
      var targets: [SchemaGraph.NodeID] = []
      for (position, keyword) in node.keywords.enumerated() {
        mention(keyword.rule)
        take(keyword.rule, of: id, position, &targets, model)
      }
      pending += targets.reversed()
    }
    kinds.formIntersection(MinimalDepths.kinds(depths))
    look()
  }

  /// Notes which kinds of values a keyword is about.
  private mutating func mention(_ rule: Rule) {
    switch rule {
    case .properties, .patternProperties, .additionalProperties, .propertyNames, .required,
      .minProperties, .maxProperties, .dependentRequired, .dependentSchemas, .unevaluatedProperties:
      mentioned.insert(.object)
    case .prefixItems, .items, .contains, .minItems, .maxItems, .uniqueItems, .unevaluatedItems:
      mentioned.insert(.array)
    case .minimum, .maximum, .multipleOf, .numberFormat: mentioned.formUnion(.number)
    case .minLength, .maxLength, .pattern, .stringFormat, .content: mentioned.insert(.string)
    default: break
    }
  }

  private mutating func take(
    _ rule: Rule, of id: SchemaGraph.NodeID, _ position: Int,
    _ targets: inout [SchemaGraph.NodeID], _ model: GenerationModel
  ) {
    switch rule {
    case .ref(let target): targets.append(target)
    case .allOf(let ids): targets += ids
    case .anyOf(let ids):
      forks.append(
        Fork(
          schema: id, keyword: position,
          options: ids.enumerated().map { Option(position: $0.offset, applies: [$0.element]) }))
    case .oneOf(let ids): forks.append(Self.oneOf(ids, id, position))
    case .condition(let test, let then, let otherwise):
      forks.append(
        Fork(
          schema: id, keyword: position,
          options: [
            Option(position: 0, applies: [test] + (then.map { [$0] } ?? [])),
            Option(position: 1, applies: otherwise.map { [$0] } ?? [], excludes: [test]),
          ]))
    case .dependentSchemas(let schemas):
      for schema in schemas { dependents.append((id, position, schema)) }
    case .not(let target): exclude(target, model, &targets)
    case .discriminator(let discriminator):
      if discriminator.isAsserted { needsCheck = true }
    case .type(let types):
      kinds.formIntersection(ValueKinds(types))
      // In draft-04 integers are known by their spelling.
      if types.kinds & TapeKind.integer.bit != 0, !types.integralDecimals { needsCheck = true }
    case .enumeration(let values): lists.append(values.all)
    case .const(let value): lists.append([value])
    case .multipleOf(let divisor): number.divisors.append(divisor)
    case .minimum(let value, let exclusive): number.raise(to: value, exclusive: exclusive)
    case .maximum(let value, let exclusive): number.lower(to: value, exclusive: exclusive)
    case .numberFormat(let format, _): number.formats.append(format)
    case .minLength(let count): text.minimum = max(text.minimum, count)
    case .maxLength(let count): text.maximum = min(text.maximum ?? .max, count)
    case .pattern(let pattern, _):
      if !text.patterns.contains(where: { $0.source == pattern.source }) {
        text.patterns.append(pattern)
      }
    case .stringFormat(let format, _): text.formats.append(format)
    case .content(let content): text.contents.append(content)
    default: takeContainer(rule)
    }
  }

  private mutating func takeContainer(_ rule: Rule) {
    switch rule {
    case .minItems(let count): array.minimum = max(array.minimum, count)
    case .maxItems(let count): array.maximum = min(array.maximum ?? .max, count)
    case .uniqueItems: array.isUnique = true
    case .contains(let id, let minimum, let maximum, _):
      array.contains.append((id, minimum, maximum))
      needsCheck = true
      isSpeculative = true
    case .unevaluatedItems(let id):
      array.unevaluated.append(id)
      needsCheck = true
      isSpeculative = true
    case .minProperties(let count): object.minimum = max(object.minimum, count)
    case .maxProperties(let count): object.maximum = min(object.maximum ?? .max, count)
    case .required(let names, _): for name in names { object.require(Array(name.utf8)) }
    case .dependentRequired(let rules): object.dependencies += rules
    case .propertyNames(let id): object.names.append(id)
    case .unevaluatedProperties(let id):
      object.unevaluated.append(id)
      needsCheck = true
      isSpeculative = true
    default: break
    }
  }

  /// One branch and not the others, as far as they could hold as well.
  private static func oneOf(
    _ ids: [SchemaGraph.NodeID], _ schema: SchemaGraph.NodeID, _ keyword: Int
  ) -> Fork {
    let options = ids.indices.map { position in
      var others = ids
      others.remove(at: position)
      return Option(position: position, applies: [ids[position]], excludes: others)
    }
    return Fork(schema: schema, keyword: keyword, options: options)
  }

  /// Takes the opposite of a schema in, where there is a plain way to say it.
  private mutating func exclude(
    _ id: SchemaGraph.NodeID, _ model: GenerationModel, _ targets: inout [SchemaGraph.NodeID]
  ) {
    guard excluded.insert(id).inserted else { return }
    let graph = model.graph
    let left = graph.kindsLeft(byNot: id)
    kinds.formIntersection(left)
    if left.isEmpty { contradiction = contradiction ?? "what not allows everything is not allowed" }
    let keywords = graph.decidingKeywords(id)
    guard graph.nodes[id].constant == nil, keywords.count == 1 else {
      if graph.nodes[id].constant == nil { leaveUnsettled(id) }
      return
    }
    switch keywords[0].rule {
    case .not(let inner): targets.append(inner)
    case .ref(let inner): exclude(inner, model, &targets)
    case .anyOf(let ids): for inner in ids { exclude(inner, model, &targets) }
    case .required(let names, _) where names.count == 1:
      // What is no object has all that is required.
      kinds.formIntersection(.object)
      object.forbidden.insert(Array(names[0].utf8))
    case .required(let names, _):
      kinds.formIntersection(.object)
      forks.append(
        Fork(
          schema: id, keyword: 0,
          options: names.enumerated().map {
            Option(position: $0.offset, forbids: Array($0.element.utf8))
          }))
    case .type: if !left.isDisjoint(with: .number) { needsCheck = true }
    default: leaveUnsettled(id)
    }
  }

  private mutating func leaveUnsettled(_ id: SchemaGraph.NodeID) {
    needsCheck = true
    unsettled.append(id)
  }

  /// The ways to violate what is excluded, after that of leaving it to chance.
  ///
  /// One schema at a time is violated on purpose, so that the ways do not multiply.
  private mutating func nextExclusion(_ model: GenerationModel) -> Fork? {
    guard let first = unsettled.first else { return nil }
    var options = [Option(position: 0)]
    for id in unsettled {
      for keyword in model.graph.decidingKeywords(id) {
        options += ways(toViolate: keyword.rule, options.count, model)
      }
    }
    unsettled.removeAll()
    return Fork(
      schema: first, keyword: 0, options: Array(options.prefix(Self.wayLimit)), isLastResort: true)
  }

  /// The ways to violate one keyword that can be said as demands, numbered from a position on.
  private func ways(
    toViolate rule: Rule, _ position: Int, _ model: GenerationModel
  ) -> [Option] {
    switch rule {
    case .ref(let id): return ways(toViolateOneOf: [id], position, model)
    case .allOf(let ids): return ways(toViolateOneOf: ids, position, model)
    case .anyOf(let ids), .oneOf(let ids): return [Option(position: position, excludes: ids)]
    case .not(let id): return [Option(position: position, applies: [id])]
    case .type(let types):
      return [Option(position: position, kinds: ValueKinds.all.subtracting(ValueKinds(types)))]
    case .required(let names, _):
      return names.enumerated().map {
        Option(position: position + $0.offset, forbids: Array($0.element.utf8), kinds: .object)
      }
    case .properties(let schemas, _):
      return schemas.enumerated().map {
        Option(
          position: position + $0.offset, requires: $0.element.key, kinds: .object,
          wrong: $0.element.node)
      }
    case .additionalProperties(let id, _, _), .unevaluatedProperties(let id):
      return [
        Option(
          position: position, requires: Array(Self.unnamed.utf8), kinds: .object, wrong: id)
      ]
    default: return []
    }
  }

  /// Each of some schemas violated, but for those that are known to hold.
  private func ways(
    toViolateOneOf ids: [SchemaGraph.NodeID], _ position: Int, _ model: GenerationModel
  ) -> [Option] {
    ids.filter { !seen.contains(model.graph.target($0)) }.enumerated().map {
      Option(position: position + $0.offset, excludes: [$0.element])
    }
  }

  /// Looks for what shows that nothing is left.
  private mutating func look() {
    if contradiction != nil { return }
    if kinds.isEmpty {
      contradiction = "no type of value is allowed by all schemas here"
    }
    if kinds == .object, let name = object.required.first(where: object.forbidden.contains) {
      contradiction =
        "the member \(Phrase.name(String(decoding: name, as: UTF8.self))) is required and not allowed"
    }
  }

  /// The next choice, with the alternatives that are not ruled out; nil when all is settled.
  mutating func nextFork(_ model: GenerationModel) -> Fork? {
    while contradiction == nil {
      let next = forks.isEmpty ? nextDependent() ?? nextExclusion(model) : forks.removeFirst()
      guard var fork = next else { return nil }
      fork.options.removeAll { option in
        let kinds = kinds.intersection(option.kinds)
        var row = depths
        for id in option.applies { row = pointwiseMax(row, model.depths[id]) }
        return MinimalDepths.kinds(row).isDisjoint(with: kinds)
          || option.requires.map(object.forbidden.contains) ?? false
          || option.forbids.map(object.required.contains) ?? false && kinds == .object
      }
      switch fork.options.count {
      case 0:
        let spelling = model.graph.nodes[fork.schema].keywords[fork.keyword].spelling
        contradiction = "no alternative of \(spelling) allows what the schemas beside it allow"
      case 1: choose(fork.options[0], of: fork, model)
      default: return fork
      }
    }
    return nil
  }

  /// The next subschema that depends on a member.
  private mutating func nextDependent() -> Fork? {
    guard !dependents.isEmpty else { return nil }
    let (schema, keyword, dependent) = dependents.removeFirst()
    return Fork(
      schema: schema, keyword: keyword,
      options: [
        Option(position: 0, forbids: dependent.key),
        Option(position: 1, applies: [dependent.node], requires: dependent.key),
      ])
  }

  /// Takes one alternative in.
  mutating func choose(_ option: Option, of fork: Fork, _ model: GenerationModel) {
    if !fork.isLastResort {
      choices.append(
        Shape.Choice(schema: fork.schema, keyword: fork.keyword, option: option.position))
    }
    kinds.formIntersection(option.kinds)
    if let name = option.requires {
      object.require(name)
      if let wrong = option.wrong { object.wrong.append((name, wrong)) }
    }
    if let name = option.forbids { object.forbidden.insert(name) }
    var applied = option.applies
    var row = depths
    for id in option.applies { row = pointwiseMax(row, model.depths[id]) }
    let own = kinds.intersection(MinimalDepths.kinds(row))
    // A branch that allows none of the kinds that are left needs no further look.
    for id in option.excludes
    where !MinimalDepths.kinds(model.depths[id]).isDisjoint(with: own) {
      exclude(id, model, &applied)
    }
    take(applied, model)
  }
}
