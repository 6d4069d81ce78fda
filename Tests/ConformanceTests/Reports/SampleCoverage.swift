import Conformance

/// Coverage made up for the tests of the reports: every way in which something can be met or missed.
enum SampleCoverage {
  /// The coverage of ``SampleDay``.
  static let day: Coverage = {
    let both: Coverage.Marks = [.valid, .judged]
    var items = OperationCoverage(
      operation: "GET /parcels/{id}", marks: both,
      items: [
        CoverageItem(kind: .statuses, name: "200", marks: both),
        CoverageItem(kind: .statuses, name: "404", marks: .valid),
        CoverageItem(kind: .statuses, name: "409"),
        CoverageItem(
          kind: .statuses, name: "500", outOfReach: "no request makes the server fail"),
        CoverageItem(kind: .responseMediaTypes, name: "409 application/json"),
        CoverageItem(kind: .responseMembers, name: "/data/id", marks: both),
        CoverageItem(kind: .responseMembers, name: "/data/note"),
        CoverageItem(kind: .responseBranches, name: "/data anyOf/1", title: "Letter"),
        CoverageItem(kind: .parameters, name: "query expand", marks: .faulty),
      ])
    items.undocumentedStatuses = [418]
    items.isCut = true
    var gone = OperationCoverage(
      operation: "DELETE /account", marks: [],
      items: [CoverageItem(kind: .statuses, name: "204", outOfReach: "it would end the run")])
    gone.outOfReach = "it would end the run"
    return Coverage(
      operations: [
        OperationCoverage(
          operation: "GET /parcels", marks: both,
          items: [CoverageItem(kind: .statuses, name: "200", marks: both)]),
        items,
        OperationCoverage(
          operation: "PUT /parcels/{id}", marks: .faulty,
          items: [CoverageItem(kind: .statuses, name: "4XX", marks: [.faulty, .judged])]),
        OperationCoverage(
          operation: "POST /labels", marks: [],
          items: [CoverageItem(kind: .statuses, name: "default")]),
        gone,
      ],
      requirements: [
        RequirementCoverage(
          id: "RSP-02", title: "The body fits its schema", isAsked: true, isJudged: true),
        RequirementCoverage(id: "IDM-09", title: "Keys expire", isAsked: false, isJudged: false),
        RequirementCoverage(
          id: "IDM-10", title: "Keys are long", isAsked: false, isJudged: false,
          outOfReach: "the provider sets them"),
      ])
  }()

  /// Coverage of one operation for each text, with the text in every place.
  static func hostile(_ texts: [String]) -> Coverage {
    Coverage(
      operations: texts.enumerated().map { number, text in
        var operation = OperationCoverage(
          operation: "\(number)\(text)", marks: .valid,
          items: Coverage.Kind.allCases.flatMap { kind in
            [nil, text].map { reason in
              CoverageItem(kind: kind, name: text, title: text, outOfReach: reason)
            }
          })
        operation.outOfReach = number.isMultiple(of: 2) ? text : nil
        return operation
      },
      requirements: texts.enumerated().map { number, text in
        RequirementCoverage(
          id: RequirementID("X-\(number)\(text)"), title: text, isAsked: false, isJudged: false,
          outOfReach: text)
      })
  }

  /// Coverage of so many operations, each with everything that a page shows of one.
  static func large(_ count: Int) -> Coverage {
    Coverage(
      operations: (0..<count).map { number in
        var operation = day.operations[1]
        operation.operation = "GET /things/\(number)/{id}"
        operation.items += (0..<30).map {
          CoverageItem(kind: .requestMembers, name: "/member_\($0)")
        }
        return operation
      }, requirements: day.requirements)
  }
}
