internal import Diagnostics

/// What one keyword, or one whole schema, said about one value: a node of the exhaustive result.
struct EvaluationUnit: Sendable {
  /// The schema it stands in.
  let node: SchemaGraph.NodeID
  /// The keyword among the schema's keywords; nil for the schema as a whole.
  let keyword: Int?
  /// The way to it through the schema, references included.
  let keywordPath: Path
  /// The way to the value through the instance.
  let instancePath: Path
  /// The value on the instance's tape.
  let instance: Int
  var isValid = true
  /// Whether it is not known to be valid, though nothing is known to be wrong.
  ///
  /// A unit that is known to be invalid is so whatever it leaves open.
  var isOpen = false
  var fault: Fault?
  var children: [EvaluationUnit] = []
  /// The keyword's result for annotations, when they are collected.
  var annotation: Annotation?

  /// Calls it invalid.
  mutating func fail(_ fault: Fault) {
    isValid = false
    self.fault = fault
  }
}

extension EvaluationUnit {
  /// The unit of a whole value that nothing is said about yet.
  init(root: SchemaGraph.NodeID, _ value: JSONValue) {
    self.init(
      node: root, keyword: nil, keywordPath: Path(), instancePath: Path(), instance: value.index)
  }
}

/// The way to a place, which shares its beginning with the ways to other places below the same
/// ones: at any depth, keeping it costs no more than its last step.
struct Path: Sendable {
  private final class Step: Sendable {
    let token: PathToken
    let above: Step?

    init(_ token: PathToken, above: Step?) {
      self.token = token
      self.above = above
    }
  }

  private var step: Step?
  private(set) var count = 0

  var last: PathToken? { step?.token }

  mutating func append(_ token: PathToken) {
    step = Step(token, above: step)
    count += 1
  }

  /// Goes one step back.
  mutating func removeLast() {
    step = step?.above
    count -= 1
  }

  var pointer: JSONPointer {
    var tokens: [String] = []
    tokens.reserveCapacity(count)
    var step = self.step
    while let current = step {
      tokens.append(current.token.text)
      step = current.above
    }
    return JSONPointer(tokens.reversed())
  }
}

/// One token of a path, made into text only when asked for.
enum PathToken: Sendable {
  case name(String)
  case index(Int)

  var text: String {
    switch self {
    case .name(let name): name
    case .index(let index): String(index)
    }
  }
}

/// What was found against what was wanted.
struct Fault: Sendable {
  let got: String
  let want: String

  /// What is said where the reasons were left out.
  static func unlisted(_ tape: TapeView, _ instance: Int) -> Fault {
    Fault(
      got: Phrase.value(tape, instance), want: "a value that matches, by reasons too many to list")
  }
}

/// What a keyword says about a value that is valid.
enum Annotation: Sendable {
  /// The keyword's own value in the schema.
  case keywordValue
  case names([String])
  case indices([Int])
  case index(Int)
  case flag(Bool)
}

/// The members and elements of one value that some subschema has looked at.
struct EvaluatedChildren {
  /// Name nodes of members.
  var names: Set<Int> = []
  /// Element nodes.
  var elements: Set<Int> = []
  /// Whether it is not known which: then none is called unevaluated.
  var isUnknown = false

  mutating func formUnion(_ other: EvaluatedChildren) {
    isUnknown = isUnknown || other.isUnknown
    names.formUnion(other.names)
    elements.formUnion(other.elements)
  }
}
