/// A remark that a CI service shows at a line of a file, or beside the build as a whole.
package struct LogAnnotation: Sendable, Hashable {
  /// How much it weighs.
  enum Kind: String {
    case notice
    case warning
    case error
  }

  let kind: Kind
  /// What annotations of one cause have in common.
  var code = ""
  /// The file, as the repository has it; nil for the build as a whole.
  var file: String?
  var line: Int?
  var column: Int?
  var title: String?
  let message: String
}

extension [LogAnnotation] {
  /// So many of them, one of each cause first, and in place of all others a last one that says how
  /// many there are and where.
  func limited(to limit: Int, elsewhere: String) -> [LogAnnotation] {
    guard count > limit, let kind = first?.kind else { return self }
    // Ten times the same would hide the others.
    var chosen: Set<Int> = []
    var codes: Set<String> = []
    for (index, annotation) in enumerated() where chosen.count < limit - 1 {
      if codes.insert(annotation.code).inserted { chosen.insert(index) }
    }
    for index in indices where chosen.count < limit - 1 { chosen.insert(index) }
    let rest = LogAnnotation(
      kind: kind, message: "and \(count - chosen.count) more; \(elsewhere)")
    return chosen.sorted().map { self[$0] } + [rest]
  }
}
