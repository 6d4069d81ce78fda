import Diagnostics
import SchemaValidator

/// All that the contract says about the body of an answer or a request, or about a value in it:
/// each of the shapes it may have.
struct AnswerDescription {
  /// The shapes that the value may have; none where nothing is said about it.
  let shapes: [SchemaShape]
  private let vocabulary: Vocabulary

  /// Creates the description from the shapes.
  init(_ shapes: [SchemaShape]) {
    self.shapes = shapes
    vocabulary = Vocabulary(shapes)
  }

  /// The names that the shapes have words for, found when they are first asked for: a schema may
  /// have many, and most descriptions are never asked.
  private final class Vocabulary {
    private let shapes: [SchemaShape]
    /// The names of each shape; nil for one that leaves its members open.
    private(set) lazy var described = shapes.map {
      $0.describedNames.map { Set($0.map(ExactText.init)) }
    }
    /// All names in the order of the shapes, each once.
    private(set) lazy var names: [String] = {
      var known: Set<ExactText> = []
      return shapes.flatMap { $0.describedNames ?? [] }
        .filter { known.insert(ExactText($0)).inserted }
    }()

    init(_ shapes: [SchemaShape]) {
      self.shapes = shapes
    }
  }

  /// A mapping around a value, and the member of it that holds the value.
  typealias Surroundings = (name: String, description: AnswerDescription)

  /// A place of which no shape has words.
  struct Undescribed: Error {
    /// What the contract has instead.
    let message: String
    /// What to write, or to do.
    let fix: String
    /// Where the contract says so.
    let notes: [Diagnostic.Note]
  }

  /// The names of all members that it describes, each once.
  private var names: [String] { vocabulary.names }

  /// Whether a member is described by its name; schemas that leave all members open do not.
  func names(_ name: String) -> Bool {
    vocabulary.described.contains { $0?.contains(ExactText(name)) ?? false }
  }

  /// What is said about the element or member that a token of a pointer names; empty where no
  /// shape has words for it.
  private func child(_ token: String, any: String?) -> AnswerDescription {
    AnswerDescription(shapes.flatMap { $0.children(named: token, any: any) })
  }

  /// Where the contract says so.
  var clauses: [Diagnostic.Note] {
    shapes.lazy.compactMap { $0.node(describing: .root) }.first.map { [.clause($0)] } ?? []
  }

  // MARK: Pointers

  /// What is said about the value a pointer leads to, in which a token may stand for any element.
  /// - Throws: ``Undescribed`` where it leads to nothing that is described.
  func following(
    _ pointer: JSONPointer, any: String? = nil
  ) throws(Undescribed) -> [SchemaShape] {
    var levels = [self]
    for (depth, token) in pointer.tokens.enumerated() {
      let next = levels[depth].child(token, any: any)
      guard !next.shapes.isEmpty else {
        let meant = Self.meant(by: pointer.tokens, at: depth, of: levels, any: any)
        throw levels[depth].lacking(token, meant: meant.map { "\"\(JSONPointer($0))\"" })
      }
      levels.append(next)
    }
    return levels[levels.count - 1].shapes
  }

  /// The pointers that may be meant by one of which a token names nothing: to the same name a level
  /// deeper, to the nearest name there is, to the same name further out, to one of a similar name.
  private static func meant(
    by tokens: [String], at depth: Int, of levels: [AnswerDescription], any: String?
  ) -> [[String]] {
    let (name, here) = (tokens[depth], levels[depth])
    let (before, after) = (Array(tokens[..<depth]), Array(tokens[(depth + 1)...]))
    let deeper = here.ways(to: name, element: any ?? "0")
    if !deeper.isEmpty { return deeper.map { before + $0 + after } }
    if let near = EditDistance.nearest(to: name, in: here.names) {
      return [before + [near] + after]
    }
    for outer in levels.indices.dropLast().reversed() where levels[outer].names(name) {
      return [tokens[..<outer] + [name] + after]
    }
    return here.similar(to: name).map { [before + [$0] + after] } ?? []
  }

  /// The ways to members of a name that lie one level deeper, through the elements of lists.
  private func ways(to name: String, element: String) -> [[String]] {
    var ways: [[String]] = []
    let elements = elements
    func look(into inner: AnswerDescription, _ way: [String]) {
      if inner.names(name) { return ways.append(way + [name]) }
      let elements = inner.elements
      if elements.names(name) { ways.append(way + [element, name]) }
    }
    if elements.names(name) { ways.append([element, name]) }
    for member in names { look(into: AnswerDescription(members(member)), [member]) }
    return ways
  }

  /// What is said about the members of a name that are described.
  private func members(_ name: String) -> [SchemaShape] {
    zip(shapes, vocabulary.described)
      .filter { $0.1?.contains(ExactText(name)) ?? false }.map { $0.0.member(name) }
  }

  /// What is said about the elements of what is a list, or null in its place.
  private var elements: AnswerDescription {
    AnswerDescription(
      shapes.filter { $0.statedTypes?.subtracting(.null) == .array }.map(\.elements))
  }

  /// The one name that begins or ends with the words of another: `id` for `idNumber` and `toy_id`.
  private func similar(to name: String) -> String? {
    let found = names.filter { known in
      let (short, long) = known.utf8.count < name.utf8.count ? (known, name) : (name, known)
      return short.utf8.count > 1 && (long.begins(withWords: short) || long.hasSuffix("_\(short)"))
    }
    return found.count == 1 ? found[0] : nil
  }

  // MARK: Members

  /// What to say of a member that no shape describes, in a mapping that is itself a member of the
  /// one around it.
  func lacking(_ name: String, around: Surroundings?) -> Undescribed {
    lacking(name, meant: spellings(meantBy: name, around: around))
  }

  /// What may be meant by a member that no shape describes.
  ///
  /// In this order: the same a level deeper, one of the nearest name, the same in the mapping around
  /// this one, one of a similar name. What the object has already that it stands in is not meant.
  func spellings(
    meantBy name: String, in object: JSONValue? = nil, around: Surroundings? = nil
  ) -> [String] {
    let deeper = holders(of: name).filter { object?[$0] == nil }
    if !deeper.isEmpty { return deeper.map { "\"\($0): { \(name): … }\"" } }
    let free = names.filter { object?[$0] == nil }
    if let near = EditDistance.nearest(to: name, in: free) { return ["\"\(near)\""] }
    if let around, around.description.names(name) {
      return ["\"\(name)\" beside \"\(around.name)\""]
    }
    let similar = similar(to: name).flatMap { object?[$0] == nil ? $0 : nil }
    return similar.map { ["\"\($0)\""] } ?? []
  }

  /// The members that are described to have a member of a name.
  private func holders(of name: String) -> [String] {
    names.filter { self.member($0, names: name) }
  }

  /// Whether a member is described to have a member of a name.
  func member(_ member: String, names name: String) -> Bool {
    AnswerDescription(members(member)).names(name)
  }

  private func lacking(_ name: String, meant: [String]) -> Undescribed {
    let known = names
    let has =
      known.isEmpty
      ? "it has \(shapes.compactMap(\.types).first?.title ?? "a value") there"
      : "it has \(Self.listed(known))"
    return Undescribed(
      message: "the contract describes no \"\(name)\" in this answer; \(has)",
      fix: meant.isEmpty
        ? "name what the contract has, or have the contract describe it"
        : "write \(Array(meant.prefix(3)).alternatives)",
      notes: clauses)
  }

  /// Some names in a sentence: the first of them where there are many.
  static func listed(_ names: [String]) -> String {
    let limit = 8
    if names.count <= limit { return names.conjunction }
    return names.prefix(limit).joined(separator: ", ") + " and \(names.count - limit) more"
  }
}

extension MistakeList {
  /// Warns of a place in a hand-written file that leads to what the contract has no words for.
  mutating func add(
    _ undescribed: AnswerDescription.Undescribed, in document: SourceDocument, bytes: Range<Int>
  ) {
    add(
      .warning, code: "suite.undescribed-member", undescribed.message, in: document, bytes: bytes,
      fix: undescribed.fix, notes: undescribed.notes)
  }
}

extension String {
  /// Whether a name begins with another, after which a new word begins.
  fileprivate func begins(withWords other: String) -> Bool {
    guard hasPrefix(other), let next = dropFirst(other.count).first else { return false }
    return next == "_" || next == "-" || next.isUppercase
  }
}

extension SchemaShape {
  /// What is said about the element or member that a token of a pointer names; empty where the
  /// schema has no words for it.
  ///
  /// A token may stand for any element.
  fileprivate func children(named token: String, any: String?) -> [SchemaShape] {
    var children: [SchemaShape] = []
    let isAny = any?.isSameText(as: token) ?? false
    if statedTypes?.isDisjoint(with: .array) != true {
      if isAny {
        children.append(elements)
      } else if let position = Self.position(token) {
        children.append(element(position))
      }
    }
    if !isAny, statedTypes?.isDisjoint(with: .object) != true,
      describedNames?.contains(where: { $0.isSameText(as: token) }) ?? true
    {
      children.append(member(token))
    }
    return children
  }
}

extension Operation {
  /// The documented responses of answers that have one of the statuses.
  func responses(to statuses: [Expectation.StatusExpectation]) -> [Response] {
    responses.all.filter { response in
      response.status.codes.contains { code in
        statuses.allSatisfy { $0.accepts(code) } && responses.response(for: code) === response
      }
    }
  }

  /// What the contract says about the bodies of answers that have one of the statuses; nil where it
  /// does not say all there is to say.
  func shapes(_ statuses: [Expectation.StatusExpectation]) -> [SchemaShape]? {
    var shapes: [SchemaShape] = []
    for response in responses(to: statuses) {
      guard response.isComplete else { return nil }
      for entry in response.content {
        if entry.range.isJSON, entry.isComplete, entry.shape.isDescribed {
          shapes.append(entry.shape.withoutGuesses)
        } else if entry.range.isJSON || entry.range.isRange {
          return nil
        }
      }
    }
    return shapes
  }
}

extension Response.Status {
  /// The codes it stands for, those included that another response stands for more closely.
  fileprivate var codes: Range<Int> {
    switch self {
    case .code(let code): code..<code + 1
    case .range(let digit): digit * 100..<(digit + 1) * 100
    case .any: 100..<600
    }
  }
}
