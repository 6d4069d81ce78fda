/// Builds JSON texts of values that satisfy schemas.
///
/// A value is built by a shape and not found by chance; only what shapes cannot express is left to
/// trying. Whatever could not be built says why.
///
/// Copies share what they have worked out, by the numbers of their demands: a copy is to be used
/// instead of what it was made from, not beside it.
struct ValueBuilder {
  let model: GenerationModel
  var random: SeededRandom
  /// The text built so far.
  var out: [UInt8] = []
  /// Whether everything is to be as small as it can be.
  var isSmallest = true
  /// Whether the whole value is to be of the kind that the schemas speak of most.
  var isFullest = false
  /// Whether numbers may be far from their bounds, and arrays longer than they have to be.
  var reachesFar = false
  /// In how many of a hundred cases a member is put in that need not be.
  var density = 0
  /// Deeper values are made as small as they can be.
  var depthLimit = 4
  /// Longer texts are ended as soon as they can be.
  var lengthLimit = 4_096
  /// Where the value stands that is being built.
  var path: [[UInt8]] = []

  private var demands: [[SchemaGraph.NodeID]] = []
  private var numbers: [[SchemaGraph.NodeID]: Int] = [:]
  private var trees: [ShapeTree?] = []
  private var smallest: [[UInt8]?] = []
  private var failures: [Failure?] = []
  private var isOpen: [Bool] = []
  private var turns: [Turn: Int] = [:]
  var texts: [String: PatternText] = [:]
  /// How much may still be tried for the value that is being built.
  private var steps = 0

  /// A choice that is made differently from time to time.
  private struct Turn: Hashable {
    enum Subject: Hashable {
      case fork(Int)
      case lastResort
      case kind
      case listed
      case number
      case length
      case count
    }
    let demand: Int
    let subject: Subject
  }

  /// Why there is no value.
  struct Failure {
    let reason: String
    let path: [[UInt8]]
    /// Whether it is shown that there is none.
    let isContradiction: Bool
  }

  private static let stepLimit = 20_000
  private static let depthOfStack = 48
  private static let waysTried = 200

  init(_ model: GenerationModel, seed: UInt64) {
    self.model = model
    random = SeededRandom(seed: seed)
  }

  /// Starts a text anew.
  mutating func restart() {
    out.removeAll(keepingCapacity: true)
    path.removeAll()
    steps = Self.stepLimit
  }

  // MARK: Demands

  /// The number of what some schemas ask for together.
  mutating func demand(_ schemas: [SchemaGraph.NodeID]) -> Int {
    if let known = numbers[schemas] { return known }
    let sorted = Array(Set(schemas)).sorted()
    let number = numbers[sorted] ?? demands.count
    numbers[sorted] = number
    numbers[schemas] = number
    if number == demands.count {
      demands.append(sorted)
      trees.append(nil)
      smallest.append(nil)
      failures.append(nil)
      isOpen.append(false)
    }
    return number
  }

  /// The schemas of a demand.
  func schemas(_ demand: Int) -> [SchemaGraph.NodeID] { demands[demand] }

  mutating func tree(_ demand: Int) -> ShapeTree {
    if let known = trees[demand] { return known }
    let tree = ShapeTree(demands[demand], model)
    trees[demand] = tree
    return tree
  }

  mutating func textChoice(_ shape: Shape) -> TextChoice { TextChoice(shape.text, &texts) }

  mutating func textChoice(by pattern: ECMAPattern) -> TextChoice {
    TextChoice(TextDemand(patterns: [pattern]), &texts)
  }

  func failure(_ reason: String, isContradiction: Bool = false) -> Failure {
    Failure(reason: reason, path: path, isContradiction: isContradiction)
  }

  // MARK: Values

  /// Appends a value that satisfies a demand; on failure the text is as it was.
  mutating func append(_ demand: Int, depth: Int) -> Failure? {
    if let known = failures[demand] { return known }
    let isSmall = isSmallest || depth >= depthLimit || out.count > lengthLimit
    if isSmall {
      if let known = smallest[demand] {
        out += known
        return nil
      }
      return appendSmallest(demand, depth: depth)
    }
    steps -= 1
    let start = out.count
    let pathLength = path.count
    for attempt in 0..<3 where steps > 0 {
      if let shape = pickShape(demand, resorts: attempt == 2) {
        if append(shape, demand, depth: depth) == nil, isAllowed(shape, demand, from: start) {
          return nil
        }
      }
      out.removeSubrange(start...)
      path.removeSubrange(pathLength...)
    }
    return appendSmall(demand, depth: depth)
  }

  /// Appends the smallest value, whatever else is wished for.
  private mutating func appendSmall(_ demand: Int, depth: Int) -> Failure? {
    let wasSmallest = isSmallest
    isSmallest = true
    defer { isSmallest = wasSmallest }
    return append(demand, depth: depth)
  }

  /// Tries all ways through the alternatives, those with the smallest values first.
  private mutating func appendSmallest(_ demand: Int, depth: Int) -> Failure? {
    guard depth < Self.depthOfStack else { return failure("the value would be nested too deeply") }
    // A smallest value does not hold another one for the same schemas.
    if isOpen[demand] { return failure("the schema needs itself") }
    isOpen[demand] = true
    let wasSmallest = isSmallest
    isSmallest = true
    defer {
      isOpen[demand] = false
      isSmallest = wasSmallest
    }
    let start = out.count
    let pathLength = path.count
    var odometer = ChoiceOdometer()
    var first: Failure?
    var isShown = true
    var ways = 0
    repeat {
      ways += 1
      steps -= 1
      guard steps > 0 else { return failure("there are too many alternatives to try") }
      let problem: Failure?
      switch walk(demand, &odometer) {
      case .failure(let found): problem = found.failure
      case .success(let shape):
        problem = appendSmallest(shape, demand, depth: depth, &odometer)
        if problem == nil {
          smallest[demand] = Array(out[start...])
          return nil
        }
      }
      out.removeSubrange(start...)
      path.removeSubrange(pathLength...)
      if let problem {
        first = first ?? problem
        if !problem.isContradiction { isShown = false }
      }
      if ways >= Self.waysTried {
        isShown = false
        break
      }
    } while odometer.advance()
    let reason = first?.reason ?? "nothing is allowed"
    let result = Failure(
      reason: reason, path: first?.path ?? path, isContradiction: isShown)
    if isShown || steps > 0 && !isOpenAbove(demand) { failures[demand] = result }
    return result
  }

  /// Whether the schemas around the value are being worked on, which may be why it failed.
  private func isOpenAbove(_ demand: Int) -> Bool {
    isOpen.indices.contains { $0 != demand && isOpen[$0] }
  }

  private struct Obstacle: Error {
    let failure: Failure
  }

  /// Goes to a shape by the odometer.
  private mutating func walk(
    _ demand: Int, _ odometer: inout ChoiceOdometer
  ) -> Result<Shape, Obstacle> {
    var tree = tree(demand)
    while true {
      switch tree.content {
      case .shape(let shape): return .success(shape)
      case .contradiction(let reason):
        return .failure(Obstacle(failure: failure(reason, isContradiction: true)))
      case .fork:
        tree = tree.branch(tree.order[odometer.next(of: tree.order.count)], model)
      }
    }
  }

  private mutating func appendSmallest(
    _ shape: Shape, _ demand: Int, depth: Int, _ odometer: inout ChoiceOdometer
  ) -> Failure? {
    let start = out.count
    if let fixed = shape.fixed {
      let choice = odometer.next(of: min(fixed.count, 20))
      append(fixed[choice])
      return isAllowed(shape, demand, from: start)
        ? nil : failure("none of the listed values was allowed")
    }
    let kinds = Self.order(shape)
    let kind = kinds[odometer.next(of: kinds.count)]
    let problem = append(kind, shape, demand, depth: depth)
    if let problem {
      return shape.isSpeculative && problem.isContradiction
        ? Failure(reason: problem.reason, path: problem.path, isContradiction: false) : problem
    }
    if isAllowed(shape, demand, from: start) { return nil }
    // A smallest value may be just what is not allowed: others are tried.
    for round in 0..<12 where steps > 0 {
      out.removeSubrange(start...)
      isSmallest = false
      let (density, depthLimit) = (self.density, self.depthLimit)
      self.density = [100, 50, 0][round % 3]
      self.depthLimit = max(depthLimit, depth + 2)
      let problem = append(kind, shape, demand, depth: depth)
      (self.density, self.depthLimit) = (density, depthLimit)
      isSmallest = true
      if problem == nil, isAllowed(shape, demand, from: start) { return nil }
    }
    return failure("every value that was tried violates another schema here")
  }

  /// The kinds of a shape's values, the best first.
  private static func order(_ shape: Shape) -> [ValueKinds] {
    let all = ValueKinds.inOrder.filter { shape.kinds.contains($0) }
    let spoken = shape.mentioned.intersection(shape.kinds)
    return all.enumerated().sorted { left, right in
      func rank(_ entry: (offset: Int, element: ValueKinds)) -> (Int, Int, Int) {
        (
          spoken.isEmpty || spoken.contains(entry.element) ? 0 : 1,
          Int(shape.depths[entry.element.position]), entry.offset
        )
      }
      return rank(left) < rank(right)
    }.map(\.element)
  }

  /// A shape by turns at first, so that each alternative is seen soon, and by chance later.
  ///
  /// What is excluded is violated on purpose only where chance has failed before.
  private mutating func pickShape(_ demand: Int, resorts: Bool) -> Shape? {
    var tree = tree(demand)
    var number = 0
    while true {
      switch tree.content {
      case .shape(let shape): return shape
      case .contradiction: return nil
      case .fork(let fork) where fork.isLastResort:
        let others = fork.options.count - 1
        tree = tree.branch(
          resorts ? 1 + turn(Turn(demand: demand, subject: .lastResort), others) : 0, model)
      case .fork:
        let count = tree.order.count
        tree = tree.branch(
          tree.order[turn(Turn(demand: demand, subject: .fork(number)), count)], model)
        number += 1
      }
    }
  }

  /// One of some options: each in turn, then any.
  private mutating func turn(_ turn: Turn, _ count: Int) -> Int {
    if count <= 1 { return 0 }
    let next = turns[turn, default: 1]
    turns[turn] = next + 1
    return next <= count ? next % count : random.below(count)
  }

  private mutating func append(_ shape: Shape, _ demand: Int, depth: Int) -> Failure? {
    if let fixed = shape.fixed {
      append(fixed[turn(Turn(demand: demand, subject: .listed), fixed.count)])
      return nil
    }
    let kinds = Self.order(shape)
    let spoken = kinds.filter { shape.mentioned.isEmpty || shape.mentioned.contains($0) }
    let choices = spoken.isEmpty ? kinds : spoken
    // Where everything is allowed, nesting has to end some time.
    let isOpenEnded = shape.kinds == .all && shape.mentioned.isEmpty
    let usable =
      isOpenEnded && depth > 1 ? choices.filter { $0 != .array && $0 != .object } : choices
    let all = shape.kinds.contains(.null) && !usable.contains(.null) ? usable + [.null] : usable
    let position =
      isFullest && depth == 0 ? 0 : turn(Turn(demand: demand, subject: .kind), all.count)
    return append(all[position], shape, demand, depth: depth)
  }

  private mutating func append(_ value: JSONValue) {
    var writer = JSONWriter()
    writer.value(value)
    out += writer.finish()
  }

  private mutating func append(
    _ kind: ValueKinds, _ shape: Shape, _ demand: Int, depth: Int
  ) -> Failure? {
    switch kind {
    case .null: out += "null".utf8
    case .true: out += "true".utf8
    case .false: out += "false".utf8
    case .integer, .fraction: return appendNumber(kind, shape, demand)
    case .string: return appendText(shape, demand)
    case .array: return appendArray(shape, demand, depth: depth)
    default: return appendObject(shape, demand, depth: depth)
    }
    return nil
  }

  private mutating func appendNumber(_ kind: ValueKinds, _ shape: Shape, _ demand: Int) -> Failure?
  {
    let choice = NumberChoice(shape.number, kind)
    if choice.isEmpty {
      return failure("the bounds leave no number", isContradiction: !choice.isRounded)
    }
    let edges = choice.edges
    guard !edges.isEmpty else { return failure("no number was found between the bounds") }
    if isSmallest {
      out += edges[0].utf8
    } else {
      let position = turn(Turn(demand: demand, subject: .number), edges.count + 2)
      out +=
        (position < edges.count ? edges[position] : choice.any(&random, isFar: reachesFar)).utf8
    }
    return nil
  }

  private mutating func appendText(_ shape: Shape, _ demand: Int) -> Failure? {
    let choice = textChoice(shape)
    if choice.isEmpty {
      return failure(
        "minLength is larger than maxLength", isContradiction: true)
    }
    if choice.isTooLong { return failure("texts of such a length are not made") }
    var text: String?
    if isSmallest {
      text = choice.shortest(&random)
    } else {
      let longest = min(choice.demand.maximum ?? 0, 300)
      switch turn(Turn(demand: demand, subject: .length), 5) {
      case 1 where longest > 0: text = choice.text(length: longest, &random)
      case 2 where longest > 0: text = choice.text(length: longest, astral: true, &random)
      default: break
      }
      text = text ?? choice.any(&random)
    }
    guard let text else { return failure("no text was found for the pattern or format") }
    out.appendJSON(text)
    return nil
  }

  /// Whether what was built satisfies the schemas, where that is not certain.
  private func isAllowed(_ shape: Shape, _ demand: Int, from start: Int) -> Bool {
    guard shape.needsCheck else { return true }
    return isAllowed(demands[demand], from: start)
  }

  /// Whether the text from a place on is a value that satisfies schemas.
  func isAllowed(_ schemas: [SchemaGraph.NodeID], from start: Int) -> Bool {
    guard let document = try? JSONDocument(parsing: Array(out[start...])) else { return false }
    return model.holds(schemas, document.root)
  }

  /// How many elements an array is to have, out of some numbers.
  mutating func pickCount(_ demand: Int, _ counts: [Int]) -> Int {
    counts[turn(Turn(demand: demand, subject: .count), counts.count)]
  }
}

extension [UInt8] {
  /// Appends a string with its quotation marks and escapes.
  mutating func appendJSON(_ text: String) {
    var writer = JSONWriter()
    writer.string(text)
    self += writer.finish()
  }
}
