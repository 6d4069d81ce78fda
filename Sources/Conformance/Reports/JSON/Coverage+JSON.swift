import Diagnostics

extension ResultWriter {
  /// The coverage: its totals for readers that only want those, then everything it is made of.
  mutating func write(_ coverage: Coverage) {
    object { json in
      json.member("totals", coverage.totals) { json, total in
        json.line { $0.write(total) }
      }
      json.member("operations", coverage.operations) { $0.write($1) }
      json.member("requirements", coverage.requirements) { json, requirement in
        json.line { json in
          json.object { json in
            json.member("id", requirement.id.text)
            json.member("title", requirement.title)
            json.member("asked", requirement.isAsked)
            json.member("judged", requirement.isJudged)
            json.member("outOfReach", requirement.outOfReach)
          }
        }
      }
    }
  }

  private mutating func write(_ total: Coverage.Total) {
    object { json in
      json.member("kind", total.kind.rawValue)
      json.member("count", total.count)
      json.member("covered", total.covered)
      json.member("judged", total.judged)
      json.member("outOfReach", total.outOfReach)
    }
  }

  private mutating func write(_ operation: OperationCoverage) {
    object { json in
      json.member("operation", operation.operation)
      json.member("met", operation.marks.words)
      json.member("outOfReach", operation.outOfReach)
      if !operation.undocumentedStatuses.isEmpty {
        json.member("undocumentedStatuses", operation.undocumentedStatuses)
      }
      if operation.isCut { json.member("cut", true) }
      json.member("items", operation.items) { json, item in
        json.line { json in
          json.object { json in
            json.member("kind", item.kind.rawValue)
            json.member("name", item.name)
            json.member("title", item.title)
            json.member("met", item.marks.words)
            json.member("outOfReach", item.outOfReach)
          }
        }
      }
    }
  }
}

extension Coverage {
  init(_ json: ResultReader) throws(Diagnostics) {
    self.init(
      operations: try json.list("operations") { reader throws(Diagnostics) in
        try OperationCoverage(reader)
      },
      requirements: try json.list("requirements") { reader throws(Diagnostics) in
        RequirementCoverage(
          id: RequirementID(try reader.string("id")), title: try reader.string("title"),
          isAsked: try reader.boolean("asked"), isJudged: try reader.boolean("judged"),
          outOfReach: try reader.optionalString("outOfReach"))
      })
  }
}

extension OperationCoverage {
  fileprivate init(_ json: ResultReader) throws(Diagnostics) {
    self.init(
      operation: try json.string("operation"), marks: try Coverage.Marks(json),
      items: try json.list("items") { reader throws(Diagnostics) in
        CoverageItem(
          kind: try reader.word("kind", as: Coverage.Kind.self), name: try reader.string("name"),
          title: try reader.optionalString("title"), marks: try Coverage.Marks(reader),
          outOfReach: try reader.optionalString("outOfReach"))
      },
      undocumentedStatuses: try json.optionalList("undocumentedStatuses") {
        reader throws(Diagnostics) in try reader.integer()
      },
      isCut: try json.flag("cut"))
    outOfReach = try json.optionalString("outOfReach")
  }
}

extension Coverage.Marks {
  /// The marks as results spell them.
  private enum Word: String, CaseIterable {
    case valid
    case faulty
    case judged

    var mark: Coverage.Marks {
      switch self {
      case .valid: .valid
      case .faulty: .faulty
      case .judged: .judged
      }
    }
  }

  fileprivate var words: [String] {
    Word.allCases.filter { contains($0.mark) }.map(\.rawValue)
  }

  fileprivate init(_ json: ResultReader) throws(Diagnostics) {
    self = []
    let words = try json.list("met") { reader throws(Diagnostics) in
      try reader.word(as: Word.self)
    }
    for word in words { insert(word.mark) }
  }
}
