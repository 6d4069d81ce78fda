// Objects and arrays.
extension ValueBuilder {
  /// Members that are added although nothing names them: so many at most.
  private static let extraLimit = 3
  /// More members or elements than this are not made.
  private static let countLimit = 2_000

  /// The members a shape knows by name, those that are required first.
  mutating func members(_ shape: Shape) -> [Shape.Member] {
    if let known = shape.members { return known }
    let object = shape.object
    var seen: Set<[UInt8]> = []
    var members: [Shape.Member] = []
    func label(_ key: [UInt8]) -> [UInt8] {
      var label: [UInt8] = []
      label.appendJSON(String(decoding: key, as: UTF8.self))
      return label + [UInt8(ascii: ":")]
    }
    let required = Set(object.required)
    for key in object.required where seen.insert(key).inserted {
      let demand = demand(object.schemas(forName: key))
      members.append(Shape.Member(key: key, label: label(key), isRequired: true, demand: demand))
    }
    for schema in object.groups.flatMap(\.named) where seen.insert(schema.key).inserted {
      guard !required.contains(schema.key), !object.forbidden.contains(schema.key),
        isName(schema.key, object)
      else { continue }
      let demand = demand(object.schemas(forName: schema.key))
      members.append(
        Shape.Member(key: schema.key, label: label(schema.key), isRequired: false, demand: demand))
    }
    shape.members = members
    return members
  }

  /// Whether nothing that is asked of names is known to rule a name out.
  private func isName(_ key: [UInt8], _ object: ObjectDemand) -> Bool {
    guard !object.names.isEmpty else { return true }
    var text: [UInt8] = []
    text.appendJSON(String(decoding: key, as: UTF8.self))
    guard let document = try? JSONDocument(parsing: text) else { return false }
    return object.names.allSatisfy { model.verdict($0, document.root) != false }
  }

  mutating func appendObject(_ shape: Shape, _ demand: Int, depth: Int) -> Failure? {
    let object = shape.object
    let members = members(shape)
    if let problem = objectContradiction(shape, members) { return problem }
    var writing = ObjectWriting(start: out.count)
    out.append(UInt8(ascii: "{"))
    let most = object.maximum ?? .max
    var wanted = Set(members.filter(\.isRequired).map(\.key))
    if !isSmallest {
      let room = most - wanted.count
      var optional = members.filter { !$0.isRequired && random.chance(density) }
      if optional.count > room {
        optional = Array(optional.shuffled(using: &random).prefix(max(0, room)))
      }
      wanted.formUnion(optional.map(\.key))
    }
    addDependent(&wanted, object)
    for member in members where wanted.contains(member.key) {
      if let problem = append(member, &writing, depth: depth) {
        if member.isRequired || !isSmallest && object.dependencies.isEmpty == false {
          return problem
        }
      }
    }
    // Required only because another member is there.
    for key in wanted.subtracting(writing.keys).sorted(by: { $0.lexicographicallyPrecedes($1) })
    where !members.contains(where: { $0.key == key }) {
      if let problem = append(key, object, &writing, depth: depth) { return problem }
    }
    if writing.keys.count < object.minimum {
      if let problem = fill(members, object, &writing, depth: depth) { return problem }
    }
    if !isSmallest, density > 0, writing.keys.count < most {
      addExtra(object, &writing, depth: depth)
    }
    out.append(UInt8(ascii: "}"))
    if writing.keys.count > most {
      return failure("the members that are needed are more than maxProperties allows")
    }
    return nil
  }

  private struct ObjectWriting {
    let start: Int
    var keys: Set<[UInt8]> = []
  }

  /// What shows that there is no object.
  private func objectContradiction(_ shape: Shape, _ members: [Shape.Member]) -> Failure? {
    let object = shape.object
    if let maximum = object.maximum {
      if object.minimum > maximum {
        return failure("minProperties is larger than maxProperties", isContradiction: true)
      }
      if members.lazy.filter(\.isRequired).count > maximum {
        return failure("more members are required than maxProperties allows", isContradiction: true)
      }
    }
    if let key = object.required.first(where: { object.forbidden.contains($0) }) {
      return failure(
        "the member \(Phrase.name(String(decoding: key, as: UTF8.self))) is required and not allowed",
        isContradiction: true)
    }
    if let key = object.required.first(where: { !isName($0, object) }) {
      return failure(
        "the name of the required member \(Phrase.name(String(decoding: key, as: UTF8.self))) is not allowed",
        isContradiction: true)
    }
    if object.minimum > Self.countLimit { return failure("objects of such a size are not made") }
    return nil
  }

  /// Adds the members that others need beside them.
  private func addDependent(_ wanted: inout Set<[UInt8]>, _ object: ObjectDemand) {
    guard !object.dependencies.isEmpty else { return }
    var grows = true
    while grows {
      grows = false
      for rule in object.dependencies where wanted.contains(Array(rule.name.utf8)) {
        for need in rule.needs where wanted.insert(Array(need.utf8)).inserted { grows = true }
      }
    }
  }

  /// Appends a member; on failure the text is as it was.
  private mutating func append(
    _ member: Shape.Member, _ writing: inout ObjectWriting, depth: Int
  ) -> Failure? {
    append(key: member.key, label: member.label, member.demand, &writing, depth: depth)
  }

  private mutating func append(
    key: [UInt8], label: [UInt8], _ demand: Int, _ writing: inout ObjectWriting, depth: Int
  ) -> Failure? {
    let before = out.count
    if before > writing.start + 1 { out.append(UInt8(ascii: ",")) }
    out += label
    path.append(key)
    if let problem = append(demand, depth: depth + 1) {
      out.removeSubrange(before...)
      path.removeLast()
      return problem
    }
    path.removeLast()
    writing.keys.insert(key)
    return nil
  }

  private mutating func append(
    _ key: [UInt8], _ object: ObjectDemand, _ writing: inout ObjectWriting, depth: Int
  ) -> Failure? {
    var label: [UInt8] = []
    label.appendJSON(String(decoding: key, as: UTF8.self))
    label.append(UInt8(ascii: ":"))
    return append(
      key: key, label: label, demand(object.schemas(forName: key)), &writing, depth: depth)
  }

  /// Adds members until there are enough.
  private mutating func fill(
    _ members: [Shape.Member], _ object: ObjectDemand, _ writing: inout ObjectWriting, depth: Int
  ) -> Failure? {
    var isShown = true
    for member in members where writing.keys.count < object.minimum {
      guard !writing.keys.contains(member.key) else { continue }
      var needed: Set<[UInt8]> = [member.key]
      addDependent(&needed, object)
      // What it needs beside it would have to come as well.
      if needed.count > 1, !needed.subtracting([member.key]).isSubset(of: writing.keys) {
        isShown = false
        continue
      }
      if let problem = append(member, &writing, depth: depth), !problem.isContradiction {
        isShown = false
      }
    }
    var attempt = 0
    while writing.keys.count < object.minimum {
      guard attempt < object.minimum + 40, let key = extraName(object, attempt) else {
        let isClosed = object.groups.contains {
          $0.patterns.isEmpty
            && $0.additional.map { model.depths.least($0) == MinimalDepths.impossible } ?? false
        }
        return failure(
          "fewer members are allowed than minProperties asks for",
          isContradiction: isClosed && isShown && isSmallest)
      }
      attempt += 1
      if writing.keys.contains(key) || object.forbidden.contains(key) { continue }
      _ = append(key, object, &writing, depth: depth)
    }
    return nil
  }

  /// Adds members that no schema names, where one says what they are.
  private mutating func addExtra(
    _ object: ObjectDemand, _ writing: inout ObjectWriting, depth: Int
  ) {
    let isMap = object.groups.contains { group in
      !group.patterns.isEmpty
        || group.additional.map { model.graph.nodes[$0].constant == nil || group.named.isEmpty }
          ?? false
    }
    let isMapOfOthers = object.unevaluated.contains { model.graph.nodes[$0].constant == nil }
    guard isMap || isMapOfOthers else { return }
    let room = (object.maximum ?? .max) - writing.keys.count
    for attempt in 0..<min(room, random.below(Self.extraLimit + 1)) {
      guard let key = extraName(object, attempt), !writing.keys.contains(key),
        !object.forbidden.contains(key),
        !object.dependencies.contains(where: { Array($0.name.utf8) == key })
      else { continue }
      _ = append(key, object, &writing, depth: depth)
    }
  }

  /// A name for a member that no schema names; nil when none was found.
  mutating func extraName(_ object: ObjectDemand, _ attempt: Int) -> [UInt8]? {
    var text = TextDemand()
    var isFree = true
    let patterns = object.groups.flatMap(\.patterns)
    let closed = object.groups.contains { group in
      group.additional.map { model.depths.least($0) == MinimalDepths.impossible } ?? false
    }
    if !patterns.isEmpty, closed || attempt % 2 == 1 {
      text.patterns = [patterns[attempt / 2 % patterns.count].pattern]
      isFree = false
    } else if closed {
      return nil
    }
    if !object.names.isEmpty {
      return restrictedName(object, isFree ? nil : text.patterns[0], attempt)
    }
    if isFree { return Array("key\(attempt + 1)".utf8) }
    let choice = TextChoice(text, &texts)
    let found = attempt == 0 ? choice.shortest(&random) : choice.any(&random)
    return found.map { Array($0.utf8) }
  }

  /// A name that satisfies `propertyNames`.
  private mutating func restrictedName(
    _ object: ObjectDemand, _ pattern: ECMAPattern?, _ attempt: Int
  ) -> [UInt8]? {
    let start = out.count
    let wasSmallest = isSmallest
    isSmallest = false
    defer {
      out.removeSubrange(start...)
      isSmallest = wasSmallest
    }
    let demand = demand(object.names)
    for _ in 0..<20 {
      out.removeSubrange(start...)
      guard append(demand, depth: 0) == nil,
        let value = try? JSONDocument(parsing: Array(out[start...])).root,
        let text = value.stringValue
      else { continue }
      let key = Array(text.utf8)
      if pattern?.match(key.span) ?? .matches == .matches { return key }
    }
    return nil
  }

  // MARK: Arrays

  mutating func appendArray(_ shape: Shape, _ demand: Int, depth: Int) -> Failure? {
    let array = shape.array
    let most = array.maximum ?? .max
    if array.minimum > most {
      return failure("minItems is larger than maxItems", isContradiction: true)
    }
    var least = max(array.minimum, array.contains.map(\.minimum).max() ?? 0)
    if least > Self.countLimit { return failure("arrays of such a size are not made") }
    let contained = array.contains.map(\.minimum).reduce(0, +)
    if array.contains.count > 1 { least = min(max(least, contained), most) }
    var count = least
    if !isSmallest {
      let listed = array.groups.map(\.prefix.count).max() ?? 0
      var counts = [least, least + 1, max(least, listed), least + 2]
      if most <= max(20, least + 1) { counts.append(most) }
      if reachesFar { counts.append(least + 3 + random.below(6)) }
      count = pickCount(demand, counts.map { min($0, most) })
    }
    return appendArray(of: count, atLeast: least, shape, depth: depth)
  }

  /// Appends an array of so many elements, or of fewer where no more are found.
  mutating func appendArray(
    of count: Int, atLeast least: Int, _ shape: Shape, depth: Int
  ) -> Failure? {
    let start = out.count
    out.append(UInt8(ascii: "["))
    var seen: Set<[UInt8]> = []
    for index in 0..<count {
      let before = out.count
      if index > 0 { out.append(UInt8(ascii: ",")) }
      path.append(Array(String(index).utf8))
      let problem = appendElement(index, of: count, shape, &seen, depth: depth)
      path.removeLast()
      if let problem {
        out.removeSubrange(before...)
        if index >= least { break }
        out.removeSubrange(start...)
        return problem
      }
    }
    out.append(UInt8(ascii: "]"))
    return nil
  }

  mutating func appendElement(
    _ index: Int, of count: Int, _ shape: Shape, _ seen: inout Set<[UInt8]>, depth: Int
  ) -> Failure? {
    let element = elementDemand(index, of: count, shape)
    let start = out.count
    guard shape.array.isUnique else { return append(element, depth: depth + 1) }
    let wasSmallest = isSmallest
    let (density, limit) = (self.density, depthLimit)
    defer {
      isSmallest = wasSmallest
      (self.density, depthLimit) = (density, limit)
    }
    for attempt in 0..<40 {
      if let problem = append(element, depth: depth + 1) {
        return attempt == 0 ? problem : failure("too few different items were found")
      }
      if seen.insert(Array(out[start...])).inserted { return nil }
      out.removeSubrange(start...)
      // The smallest one is there already.
      isSmallest = false
      self.density = 50
      depthLimit = max(limit, depth + 3)
    }
    return failure("too few different items were found")
  }

  /// What is asked of the element at a position.
  private mutating func elementDemand(_ index: Int, of count: Int, _ shape: Shape) -> Int {
    if shape.array.contains.isEmpty, let known = shape.elements[index] { return known }
    var schemas = shape.array.groups.compactMap { $0.schema(at: index) }
    if schemas.isEmpty { schemas = shape.array.unevaluated }
    // Those that have to be contained stand at the end, where items are least often listed.
    var end = count
    for rule in shape.array.contains {
      if index >= end - rule.minimum, index < end { schemas.append(rule.node) }
      if shape.array.contains.count > 1 { end = max(0, end - rule.minimum) }
    }
    let number = demand(schemas)
    if shape.array.contains.isEmpty { shape.elements[index] = number }
    return number
  }
}
