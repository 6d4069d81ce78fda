/// What one keyword, or one whole schema, said about one value: a node of the exhaustive result.
struct EvaluationUnit: Sendable {
  /// The schema it stands in.
  let node: SchemaGraph.NodeID
  /// The keyword among the schema's keywords; nil for the schema as a whole.
  let keyword: Int?
  /// The way to it through the schema, references included.
  let keywordPath: [PathToken]
  /// The way to the value through the instance.
  let instancePath: [PathToken]
  /// The value on the instance's tape.
  let instance: Int
  var isValid = true
  var fault: Fault?
  var children: [EvaluationUnit] = []
  /// The keyword's result for annotations, when they are collected.
  var annotation: Annotation?
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
