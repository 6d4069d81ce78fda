/// The shapes of one demand as a tree: a fork for each choice, made as far as it is asked for.
final class ShapeTree {
  enum Content {
    case shape(Shape)
    case fork(ShapeDraft.Fork)
    case contradiction(String)
  }

  let content: Content
  /// The draft before the choice is made.
  private let draft: ShapeDraft
  private var branches: [ShapeTree?] = []
  /// The alternatives from the one with the smallest value on.
  private(set) var order: [Int] = []

  /// The tree for the schemas that one value has to satisfy.
  convenience init(_ schemas: [SchemaGraph.NodeID], _ model: GenerationModel) {
    var draft = ShapeDraft()
    draft.take(schemas, model)
    self.init(draft, model)
  }

  private init(_ draft: ShapeDraft, _ model: GenerationModel) {
    var draft = draft
    let fork = draft.nextFork(model)
    self.draft = draft
    if let contradiction = draft.contradiction {
      content = .contradiction(contradiction)
    } else if let fork {
      content = .fork(fork)
      branches = Array(repeating: nil, count: fork.options.count)
      let depths = fork.options.map { option in
        option.applies.reduce(into: draft.depths) { $0 = pointwiseMax($0, model.depths[$1]) }.min()
      }
      order = depths.indices.sorted {
        depths[$0] == depths[$1] ? $0 < $1 : depths[$0] < depths[$1]
      }
    } else if draft.lists.isEmpty {
      content = .shape(Shape(draft, fixed: nil))
    } else {
      content = Self.fixed(draft, model)
    }
  }

  /// The shape of a schema that lists its values: those that all the others allow.
  private static func fixed(_ draft: ShapeDraft, _ model: GenerationModel) -> Content {
    let shortest = draft.lists.min { $0.count < $1.count } ?? []
    var allowed: [JSONValue] = []
    for value in shortest.flatMap({ spellings(of: $0, model) })
    where draft.schemas.allSatisfy({ model.verdict($0, value) != false }) {
      if !allowed.contains(value) { allowed.append(value) }
    }
    return allowed.isEmpty
      ? .contradiction("none of the listed values satisfies the schemas beside the list")
      : .shape(Shape(draft, fixed: allowed))
  }

  /// A listed value as it is written, and where that may matter a whole number with and without a
  /// point as well.
  private static func spellings(of value: JSONValue, _ model: GenerationModel) -> [JSONValue] {
    guard model.tellsIntegersBySpelling, value.numberValue?.isInteger == true else {
      return [value]
    }
    let spelled = [value.intValue.map { "\($0)" }, value.intValue.map { "\($0).0" }, "\(value).0"]
    let others = spelled.compactMap(\.self).compactMap {
      try? JSONDocument(parsing: Array($0.utf8)).root
    }
    return [value] + others.filter { "\($0)" != "\(value)" }
  }

  /// What comes of an alternative.
  func branch(_ position: Int, _ model: GenerationModel) -> ShapeTree {
    guard case .fork(let fork) = content else { preconditionFailure("only a fork has branches") }
    if let known = branches[position] { return known }
    var draft = self.draft
    draft.choose(fork.options[position], of: fork, model)
    let branch = ShapeTree(draft, model)
    branches[position] = branch
    return branch
  }
}

/// Goes through all ways of making a series of choices, the first of each choice first.
struct ChoiceOdometer {
  private var digits: [(digit: Int, count: Int)] = []
  private var position = 0

  /// The alternative to take at the next choice.
  mutating func next(of count: Int) -> Int {
    defer { position += 1 }
    if position == digits.count { digits.append((0, count)) }
    return digits[position].digit
  }

  /// Moves on to the next way; false when there is none.
  mutating func advance() -> Bool {
    digits.removeSubrange(position...)
    position = 0
    while let last = digits.popLast() {
      if last.digit + 1 < last.count {
        digits.append((last.digit + 1, last.count))
        return true
      }
    }
    return false
  }
}
