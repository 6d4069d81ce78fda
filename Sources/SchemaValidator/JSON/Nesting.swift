/// How deep containers may be followed inside each other where a comparison stands.
struct Nesting {
  /// So many levels are followed on the stack of a caller.
  private static let depthOnStack = 32

  private let limit: Int
  /// Whether something nests deeper: then what was found so far means nothing.
  private(set) var isExceeded = false

  /// On a deep stack there is room for whatever ``JSONLimits/deepest`` lets in.
  init(onDeepStack: Bool) {
    limit = onDeepStack ? .max : Self.depthOnStack
  }

  /// Whether the children of a container at a depth may be looked at; noted where they may not.
  mutating func allows(_ depth: Int) -> Bool {
    if depth >= limit { isExceeded = true }
    return !isExceeded
  }

  /// Does some work on the stack of the caller, and once more on a deep one where that did not do;
  /// nil where there is none to be had.
  static func follow<Result>(_ body: (inout Nesting) -> Result) -> Result? {
    var nesting = Nesting(onDeepStack: false)
    let result = body(&nesting)
    if !nesting.isExceeded { return result }
    return DeepStack.run {
      var nesting = Nesting(onDeepStack: true)
      return body(&nesting)
    }
  }
}
