/// How much of its contract a run has met, and how much of that it has judged.
///
/// Made up of marks that are only ever added, so that the coverage of parts of a run, put together
/// in any order, is the coverage of the whole.
package struct Coverage: Sendable, Hashable {
  /// One entry per operation, in the order of the contract.
  package var operations: [OperationCoverage]
  /// One entry per requirement of the catalogue, in its order.
  package var requirements: [RequirementCoverage]

  /// Creates coverage from its parts.
  package init(operations: [OperationCoverage], requirements: [RequirementCoverage]) {
    self.operations = operations
    self.requirements = requirements
  }

  /// How something was met.
  package struct Marks: OptionSet, Sendable, Hashable {
    /// The bits.
    package let rawValue: UInt8

    /// Creates marks from their bits.
    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// By a request that keeps the contract, or by the answer to one.
    package static let valid = Marks(rawValue: 1)
    /// By a request made to be refused, or by the answer to one.
    package static let faulty = Marks(rawValue: 2)
    /// What is told of it was held against the contract: of an answer its own content, of a
    /// request that it was accepted.
    package static let judged = Marks(rawValue: 4)
  }

  /// The kinds of things that are counted, as results and `--min-coverage` spell them.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Operations.
    case operations
    /// The documented statuses of each operation.
    case statuses
    /// The media types of request bodies.
    case requestMediaTypes = "request-media-types"
    /// The media types of documented answers.
    case responseMediaTypes = "response-media-types"
    /// Parameters that were given at all.
    case parameters
    /// The values that parameters are limited to.
    case parameterValues = "parameter-values"
    /// The described members of request bodies.
    case requestMembers = "request-members"
    /// The values that members of request bodies are limited to.
    case requestValues = "request-values"
    /// The branches of `anyOf` and `oneOf` in request bodies.
    case requestBranches = "request-branches"
    /// The described members of the bodies of successes.
    case responseMembers = "response-members"
    /// The values that members of the bodies of successes are limited to.
    case responseValues = "response-values"
    /// The branches of `anyOf` and `oneOf` in the bodies of successes.
    case responseBranches = "response-branches"
    /// The requirements of the catalogue.
    case requirements

    /// Whether a request has it, so that only one that keeps the contract covers it.
    ///
    /// An answer covers what it shows whatever was asked: a refusal is documented as well.
    var isOfRequest: Bool {
      switch self {
      case .operations, .requestMediaTypes, .parameters, .parameterValues, .requestMembers,
        .requestValues, .requestBranches:
        true
      case .statuses, .responseMediaTypes, .responseMembers, .responseValues, .responseBranches,
        .requirements:
        false
      }
    }

    /// Whether marks cover something of this kind.
    func isCovered(by marks: Marks) -> Bool {
      isOfRequest ? marks.contains(.valid) : !marks.isEmpty
    }

    /// The kind as a report heads it.
    package var title: String {
      rawValue.split(separator: "-").joined(separator: " ")
    }
  }

  /// How much there is of a kind, and how much of it was met.
  package struct Total: Sendable, Hashable {
    /// The kind.
    package var kind: Kind
    /// How many there are, without those out of reach.
    package var count = 0
    /// How many of them were met.
    package var covered = 0
    /// How many of them were judged.
    package var judged = 0
    /// How many more there are, not met, which are said to be out of reach.
    package var outOfReach = 0

    /// The share that was met, from 0 to 100; of nothing it is all.
    package var percentage: Double {
      count == 0 ? 100 : Double(covered) * 100 / Double(count)
    }

    fileprivate mutating func add(isCovered: Bool, isJudged: Bool, isOutOfReach: Bool) {
      guard isCovered || !isOutOfReach else {
        outOfReach += 1
        return
      }
      count += 1
      covered += isCovered ? 1 : 0
      judged += isCovered && isJudged ? 1 : 0
    }
  }

  /// The totals of all kinds, in their fixed order.
  package var totals: [Total] {
    var totals = Dictionary(uniqueKeysWithValues: Kind.allCases.map { ($0, Total(kind: $0)) })
    for operation in operations {
      totals[.operations]?.add(
        isCovered: operation.isCovered, isJudged: operation.marks.contains(.judged),
        isOutOfReach: operation.outOfReach != nil)
      for item in operation.items {
        totals[item.kind]?.add(
          isCovered: item.isCovered, isJudged: item.marks.contains(.judged),
          isOutOfReach: item.outOfReach != nil)
      }
    }
    for requirement in requirements {
      totals[.requirements]?.add(
        isCovered: requirement.isJudged, isJudged: requirement.isJudged,
        isOutOfReach: requirement.outOfReach != nil)
    }
    return Kind.allCases.compactMap { totals[$0] }
  }

  /// The total of one kind.
  package func total(of kind: Kind) -> Total {
    totals.first { $0.kind == kind } ?? Total(kind: kind)
  }

  /// What is said to be out of reach and was met after all, as lines.
  package var reachedAfterAll: [String] {
    var lines: [String] = []
    for operation in operations {
      if operation.outOfReach != nil, operation.isCovered { lines.append(operation.operation) }
      lines += operation.items.filter { item in
        item.outOfReach != nil && item.isCovered && operation.status(of: item)?.outOfReach == nil
      }.map { "\(operation.operation): \($0.kind.title) \($0.name)" }
    }
    return lines
      + requirements.filter { $0.outOfReach != nil && $0.isJudged }.map(\.id.text)
  }
}

/// What a run has met of one operation.
package struct OperationCoverage: Sendable, Hashable {
  /// The operation, such as `GET /labels/{id}`.
  package var operation: String
  /// How it was called; ``Coverage/Marks/judged`` when a success of it was held against the
  /// contract.
  package var marks: Coverage.Marks
  /// Why it is said to be out of reach; nil where nobody says so.
  package var outOfReach: String?
  /// What can be met of it, kind by kind, in the order of the contract.
  package var items: [CoverageItem]
  /// Statuses it answered with that the contract does not document, sorted.
  package var undocumentedStatuses: [Int]
  /// Whether its bodies have more to be met than is counted.
  package var isCut: Bool

  /// Creates coverage from its parts.
  package init(
    operation: String, marks: Coverage.Marks, items: [CoverageItem],
    undocumentedStatuses: [Int] = [], isCut: Bool = false
  ) {
    self.operation = operation
    self.marks = marks
    self.items = items
    self.undocumentedStatuses = undocumentedStatuses
    self.isCut = isCut
  }

  /// The status that a media type of an answer comes with; nil for everything else.
  func status(of item: CoverageItem) -> CoverageItem? {
    guard item.kind == .responseMediaTypes else { return nil }
    return items.first { $0.kind == .statuses && item.name.hasPrefix("\($0.name) ") }
  }

  /// Whether a request that keeps the contract was answered.
  package var isCovered: Bool { Coverage.Kind.operations.isCovered(by: marks) }
}

/// One thing of an operation that can be met.
package struct CoverageItem: Sendable, Hashable {
  /// What it is.
  package var kind: Coverage.Kind
  /// What it is called: `404`, `200 application/json`, `query limit`, `query sort = asc`,
  /// `/text/body`, `/items/*/color = teal`, `/email anyOf/1`.
  ///
  /// A `*` stands for any element, and for any member that is not named.
  package var name: String
  /// What a branch calls itself; nil where it does not, and for other kinds.
  package var title: String?
  /// How it was met.
  package var marks: Coverage.Marks
  /// Why it is said to be out of reach; nil where nobody says so.
  package var outOfReach: String?

  /// Creates an item from its parts.
  package init(
    kind: Coverage.Kind, name: String, title: String? = nil, marks: Coverage.Marks = [],
    outOfReach: String? = nil
  ) {
    self.kind = kind
    self.name = name
    self.title = title
    self.marks = marks
    self.outOfReach = outOfReach
  }

  /// Whether it was met in a way that counts for its kind.
  package var isCovered: Bool { kind.isCovered(by: marks) }
}

/// What became of one requirement.
package struct RequirementCoverage: Sendable, Hashable {
  /// The requirement.
  package var id: RequirementID
  /// The claim in a few words.
  package var title: String
  /// Whether a case ran that asks about it, or an exchange was held to it.
  package var isAsked: Bool
  /// Whether there was an answer, whatever it was.
  package var isJudged: Bool
  /// Why it is said to be out of reach; nil where nobody says so.
  package var outOfReach: String?

  /// Creates coverage from its parts.
  package init(
    id: RequirementID, title: String, isAsked: Bool, isJudged: Bool, outOfReach: String? = nil
  ) {
    self.id = id
    self.title = title
    self.isAsked = isAsked
    self.isJudged = isJudged
    self.outOfReach = outOfReach
  }
}

// MARK: - Putting together

extension Coverage {
  /// The coverage of two parts of one run.
  package func merging(_ other: Coverage) -> Coverage {
    Coverage(
      operations: Self.merged(
        operations, other.operations, by: \.operation
      ) { $0.merge($1) },
      requirements: Self.merged(requirements, other.requirements, by: \.id) {
        $0.isAsked = $0.isAsked || $1.isAsked
        $0.isJudged = $0.isJudged || $1.isJudged
      })
  }

  /// The entries of two lists, those with one key put together; the order is the first list's.
  fileprivate static func merged<Entry, Key: Hashable>(
    _ first: [Entry], _ second: [Entry], by key: (Entry) -> Key,
    _ merge: (inout Entry, Entry) -> Void
  ) -> [Entry] {
    var merged = first
    var places = Dictionary(
      first.enumerated().map { (key($1), $0) }, uniquingKeysWith: { first, _ in first })
    for entry in second {
      if let place = places[key(entry)] {
        merge(&merged[place], entry)
      } else {
        places[key(entry)] = merged.count
        merged.append(entry)
      }
    }
    return merged
  }
}

extension OperationCoverage {
  /// Adds what another part of the run has met.
  fileprivate mutating func merge(_ other: OperationCoverage) {
    marks.formUnion(other.marks)
    items = Coverage.merged(items, other.items, by: { ItemKey(kind: $0.kind, name: $0.name) }) {
      $0.marks.formUnion($1.marks)
    }
    undocumentedStatuses = Set(undocumentedStatuses + other.undocumentedStatuses).sorted()
    isCut = isCut || other.isCut
  }

  private struct ItemKey: Hashable {
    let kind: Coverage.Kind
    let name: String
  }
}
