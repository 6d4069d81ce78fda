// Arrays and objects.
extension ProgramEmitter {
  /// One array plan for the keywords that count and walk the elements.
  mutating func emitElements(_ node: SchemaNode, _ sequence: inout Sequence) {
    var plan = ArrayPlan()
    var isNeeded = false
    for keyword in node.keywords {
      switch keyword.rule {
      case .minItems(let limit):
        plan.minimum = Int32(Self.clamped(limit))
        isNeeded = isNeeded || limit > 0
      case .maxItems(let limit):
        guard limit < Int(Int32.max) else { break }
        plan.bound(to: Int32(limit))
        isNeeded = true
      case .prefixItems(let ids):
        plan.firstPrefix = Int32(addList(ids.map { UInt32(reach($0)) }))
        plan.prefixCount = Int32(ids.count)
        isNeeded = isNeeded || !ids.isEmpty
      case .items(let id, let first):
        if graph.nodes[id].constant == true { break }
        if graph.nodes[id].constant == false {
          plan.bound(to: Int32(first))
        } else {
          plan.items = Int32(reach(id))
          plan.itemsFrom = Int32(first)
        }
        isNeeded = true
      default: break
      }
    }
    guard isNeeded else { return }
    let number = withTables { tables in
      tables.arrays.append(plan)
      return tables.arrays.count - 1
    }
    sequence.add(Instruction(.array, a: number))
  }

  mutating func emitArray(_ rule: Rule, _ node: SchemaNode, _ sequence: inout Sequence) {
    switch rule {
    case .uniqueItems: sequence.add(Instruction(.uniqueItems))
    case .contains(let id, let minimum, let maximum, _):
      if minimum == 0, maximum == nil { return }
      sequence.add(
        Instruction(
          .contains, a: reach(id), b: Self.clamped(minimum), c: maximum.map(Self.clamped) ?? -1))
    case .unevaluatedItems(let id):
      emitUnevaluated(id, node, .array, &sequence)
    default: break
    }
  }

  /// One object plan for the keywords that count and walk the members.
  mutating func emitMembers(_ node: SchemaNode, _ sequence: inout Sequence) {
    var builder = ObjectPlanBuilder()
    for keyword in node.keywords { builder.read(keyword.rule) }
    guard builder.isNeeded else { return }
    var plan = builder.plan
    if let additional = builder.additional {
      switch graph.nodes[additional].constant {
      case true: break
      case false: plan.isClosed = true
      case nil:
        plan.additional = Int32(reach(additional))
      }
    }
    if let propertyNames = builder.propertyNames, graph.nodes[propertyNames].constant != true {
      plan.propertyNames = Int32(reach(propertyNames))
    }
    addSlots(builder, &plan, &sequence)
    let isSettled = plan.additional < 0 && !plan.isClosed
    if isSettled { builder.patterns.removeAll { graph.nodes[$0.node].constant == true } }
    plan.firstPattern = Int32(tables.patternSlots.count)
    plan.patternCount = Int32(builder.patterns.count)
    for schema in builder.patterns {
      let pattern = add(schema.pattern)
      let isFree = graph.nodes[schema.node].constant == true
      let node = isFree ? -1 : Int32(reach(schema.node))
      withTables { tables in
        tables.patternSlots.append(PatternSlot(pattern: Int32(pattern), node: node))
      }
    }
    let isIdle =
      plan.table < 0 && plan.patternCount == 0 && plan.propertyNames < 0 && plan.additional < 0
      && !plan.isClosed && plan.minimum == 0 && plan.maximum < 0
    if isIdle { return }
    let isByTable = plan.patternCount == 0 && plan.propertyNames < 0 && plan.additional < 0
    let number = withTables { tables in
      tables.objects.append(plan)
      return tables.objects.count - 1
    }
    sequence.add(Instruction(isByTable ? .objectByTable : .object, a: number))
  }

  /// Gives every name that means something its slot in the plan's key table.
  private mutating func addSlots(
    _ builder: ObjectPlanBuilder, _ plan: inout ObjectPlan, _ sequence: inout Sequence
  ) {
    var keys: [[UInt8]] = []
    var slots: [MemberSlot] = []
    var positions: [[UInt8]: Int] = [:]
    let keepsFree = plan.additional >= 0 || plan.isClosed
    for property in builder.properties {
      let isFree = graph.nodes[property.node].constant == true
      // A free property needs a slot only to be told from additional ones, or if required.
      if isFree, !keepsFree { continue }
      positions[property.key] = keys.count
      keys.append(property.key)
      slots.append(MemberSlot(node: isFree ? -2 : Int32(reach(property.node))))
    }
    var surplus: [[UInt8]] = []
    for (number, name) in builder.required.enumerated() {
      guard number < 64 else {
        surplus.append(name)
        continue
      }
      let bit: UInt64 = 1 << UInt64(number)
      plan.required |= bit
      if let position = positions[name] {
        slots[position].bit |= bit
      } else {
        positions[name] = keys.count
        keys.append(name)
        slots.append(MemberSlot(node: -1, bit: bit))
      }
    }
    if !surplus.isEmpty {
      var names = NumberedNames()
      for name in surplus { _ = names.number(of: name) }
      sequence.add(
        Instruction(.requireNames, a: add(KeyTable(names.all)), b: names.all.count))
    }
    guard !keys.isEmpty else { return }
    plan.table = Int32(add(KeyTable(keys)))
    plan.firstSlot = Int32(tables.slots.count)
    withTables { $0.slots += slots }
  }

  mutating func emitObject(_ rule: Rule, _ node: SchemaNode, _ sequence: inout Sequence) {
    switch rule {
    case .dependentRequired(let rules):
      var names = NumberedNames()
      let dependents = rules.map { rule in
        DependentSlots(
          name: names.number(of: Array(rule.name.utf8)),
          needs: rule.needs.map { names.number(of: Array($0.utf8)) })
      }
      let number = withTables { tables in
        tables.dependents.append(dependents)
        return tables.dependents.count - 1
      }
      sequence.add(
        Instruction(
          .dependentRequired, a: number, b: add(KeyTable(names.all)), c: names.all.count))
    case .dependentSchemas(let schemas):
      let entries = schemas.map { entry($0.node, .object) }
      if entries.allSatisfy({ $0 == Entry.accept }) { return }
      let table = add(KeyTable(schemas.map(\.key)))
      sequence.add(Instruction(.dependentSchemas, a: table, b: addList(entries)))
    case .discriminator(let discriminator):
      if discriminator.isAsserted { emitDiscriminator(discriminator, &sequence) }
    case .unevaluatedProperties(let id):
      emitUnevaluated(id, node, .object, &sequence)
    default: break
    }
  }

  /// Adds numbers to the list table; returns where they start.
  mutating func addList(_ numbers: [UInt32]) -> Int {
    withTables { tables in
      tables.lists += numbers
      return tables.lists.count - numbers.count
    }
  }
}

/// Different names, numbered as they come.
private struct NumberedNames {
  private(set) var all: [[UInt8]] = []
  private var numbers: [[UInt8]: Int] = [:]

  mutating func number(of name: [UInt8]) -> Int {
    if let known = numbers[name] { return known }
    numbers[name] = all.count
    all.append(name)
    return all.count - 1
  }
}

/// The keywords of one schema that end up in its object plan.
struct ObjectPlanBuilder {
  private(set) var plan = ObjectPlan()
  private(set) var properties: [NamedSchema] = []
  var patterns: [PatternSchema] = []
  private(set) var required: [[UInt8]] = []
  private(set) var additional: Int?
  private(set) var propertyNames: Int?
  private(set) var isNeeded = false

  mutating func read(_ rule: Rule) {
    switch rule {
    case .properties(let schemas, _): properties = schemas
    case .patternProperties(let schemas): patterns = schemas
    case .additionalProperties(let id, _, _): additional = id
    case .propertyNames(let id): propertyNames = id
    case .required(let names, _): required = names.map { Array($0.utf8) }
    case .minProperties(let limit): plan.minimum = Int32(ProgramEmitter.clamped(limit))
    case .maxProperties(let limit):
      if limit < Int(Int32.max) { plan.maximum = Int32(limit) }
    default: return
    }
    isNeeded = true
  }
}
