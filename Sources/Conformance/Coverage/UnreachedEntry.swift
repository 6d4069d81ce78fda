package import Diagnostics

/// What an API's profile says that no run can meet, and why.
///
/// It takes nothing away from what is judged: what is met after all is told. Things are named as
/// coverage names them; a member stands for all that lies in it.
package struct UnreachedEntry: Sendable, Hashable {
  /// Why nothing gets there.
  package var reason: String
  /// The operations it speaks of, such as `GET /labels`; nil for all.
  package var operations: [String]?
  /// The names of things, by what they are called in the file; none where whole operations are
  /// meant.
  package var names: [Group: [String]]
  /// Where it stands.
  package var location: SourceLocation

  /// The groups of things that have names.
  package enum Group: String, Sendable, Hashable, CaseIterable {
    /// Statuses, such as `404`, with everything that comes with them.
    case statuses
    /// Media types of requests and answers, such as `200 text/plain`.
    case mediaTypes = "media_types"
    /// Parameters and their values, such as `query sort = asc`.
    case parameters
    /// Members, values and branches of request bodies.
    case request
    /// Members, values and branches of the bodies of successes.
    case response
    /// Requirements.
    case requirements

    /// The kinds of things in the group.
    var kinds: [Coverage.Kind] {
      switch self {
      case .statuses: [.statuses, .responseMediaTypes]
      case .mediaTypes: [.requestMediaTypes, .responseMediaTypes]
      case .parameters: [.parameters, .parameterValues]
      case .request: [.requestMembers, .requestValues, .requestBranches]
      case .response: [.responseMembers, .responseValues, .responseBranches]
      case .requirements: [.requirements]
      }
    }
  }

  /// Creates an entry from its parts.
  package init(
    reason: String, operations: [String]?, names: [Group: [String]], location: SourceLocation
  ) {
    self.reason = reason
    self.operations = operations
    self.names = names
    self.location = location
  }

  /// Writes the reason down wherever it applies; of several entries the first counts.
  func apply(to coverage: inout Coverage) {
    for number in coverage.operations.indices
    where operations?.contains(coverage.operations[number].operation) ?? true {
      apply(to: &coverage.operations[number])
    }
    for number in coverage.requirements.indices
    where names[.requirements]?.contains(coverage.requirements[number].id.text) == true {
      coverage.requirements[number].outOfReach =
        coverage.requirements[number].outOfReach ?? reason
    }
  }

  private func apply(to operation: inout OperationCoverage) {
    if names.isEmpty { operation.outOfReach = operation.outOfReach ?? reason }
    for number in operation.items.indices where speaks(of: operation.items[number]) {
      operation.items[number].outOfReach = operation.items[number].outOfReach ?? reason
    }
  }

  private func speaks(of item: CoverageItem) -> Bool {
    names.isEmpty
      || names.contains { group, names in
        group.kinds.contains(item.kind) && names.contains { Self.name($0, covers: item.name) }
      }
  }

  /// Whether a name is another one's, or that of something it lies in.
  private static func name(_ name: String, covers other: String) -> Bool {
    // A value is meant as it is: another may begin with it.
    guard !name.contains(" = ") else { return name.isSameText(as: other) }
    guard other.hasPrefix(name) else { return false }
    guard let next = other.dropFirst(name.count).first else { return true }
    return next == "/" || next == " "
  }

  /// The names that nothing has in a contract, each with its group; operations are not looked at.
  func unknownNames(
    in coverage: Coverage
  ) -> [(group: Group, name: String, nearest: String?)] {
    let items = coverage.operations.filter { operations?.contains($0.operation) ?? true }
      .flatMap(\.items)
    return Group.allCases.flatMap { group in
      let known =
        group == .requirements
        ? coverage.requirements.map(\.id.text)
        : items.filter { group.kinds.contains($0.kind) }.map(\.name)
      return names[group, default: []]
        .filter { name in !known.contains { Self.name(name, covers: $0) } }
        .map { (group, $0, EditDistance.nearest(to: $0, in: known)) }
    }
  }
}
