/// How many requests a requirement costs at most, as its catalogue says it: `2 walks + 20`.
///
/// A figure is that of one case, and so of the one list, resource or operation that it asks about.
/// It counts what is sent to decide the requirement: each request once, however many are needed to
/// get an answer to it, and a page of a walk as one. Not counted are
///
/// - what has to be there before the question can be asked: things to ask about, the plain answer
///   that others are compared with, the state that the question is about;
/// - what is sent once more because the target asked to wait, a connection broke, an effect shows
///   late, requests did not overlap, or others wrote meanwhile;
/// - what is removed in the end.
///
/// Requests that decide several requirements are counted once: together those have as many as their
/// figures add up to. So the walks of a list that PAG-04, PAG-05 and PAG-06 look at may come to five
/// walks, and PAG-07, which only compares them, adds none.
package struct RequestFigure: Sendable, Hashable, CustomStringConvertible {
  /// What a figure multiplies.
  package enum Unit: String, Sendable, Hashable, CaseIterable {
    /// The pages of a list that is read from its beginning to its end, in the smallest pages that
    /// the case asks for.
    case walk
    /// A parameter in the path of an operation of the contract.
    case pathParameter = "path parameter"
    /// A member that a schema of the request's body requires.
    case requiredMember = "required member"
    /// A keyword with which a schema of the request's body refuses values.
    case keyword
    /// A type in a schema of the request's body that leaves out null.
    case typeWithoutNull = "type without null"
    /// A filter of the list.
    case filter
    /// A parameter in the query of an operation of the contract.
    case queryParameter = "query parameter"
    /// An operation of the contract that asks for a credential.
    case securedOperation = "secured operation"
    /// A change that the case makes.
    case member
    /// Everything that the suite lets the case send.
    case allowance
  }

  /// One summand: a number of something, or of requests where it names nothing.
  private struct Part: Sendable, Hashable {
    var number: Int
    var units: [Unit]
  }

  /// The text as written.
  package let description: String
  /// Sums, of which the largest counts.
  private let sums: [[Part]]

  /// Whether the requirement is judged on the exchanges of others alone.
  package var isPassive: Bool { description == "0" }

  /// Reads a figure; nil for a text that is none.
  ///
  /// A sum is written with `+` or a comma, a product with `×`. After `, up to` stands what it may come
  /// to at most, after `, or` another sum that will do as well.
  package init?(_ text: String) {
    description = text
    let most = text.firstRange(of: ", up to ").map { String(text[$0.upperBound...]) } ?? text
    let sums = Self.pieces(of: most, at: ", or ").map { sum in
      Self.pieces(of: sum.replacing(", ", with: " + "), at: " + ").map(Self.part)
    }
    guard sums.allSatisfy({ !$0.contains(nil) }) else { return nil }
    self.sums = sums.map { $0.compactMap(\.self) }
  }

  private static func pieces(of text: String, at separator: String) -> [String] {
    var pieces: [String] = []
    var rest = text[...]
    while let place = rest.firstRange(of: separator) {
      pieces.append(String(rest[..<place.lowerBound]))
      rest = rest[place.upperBound...]
    }
    return pieces + [String(rest)]
  }

  /// No requirement takes more requests.
  private static let largest = 1_000_000_000

  private static func part(_ text: String) -> Part? {
    if text == "up to the limit" { return Part(number: 1, units: [.allowance]) }
    let words = text.split(separator: " ").drop { $0 == "up" || $0 == "to" }
    guard let first = words.first else { return nil }
    let factors = first.drop { $0 == "≈" }.split(separator: "×").map { UInt32($0).map(Int.init) }
    guard !factors.isEmpty, !factors.contains(nil) else { return nil }
    let number = factors.compactMap(\.self).reduce(1) { $0.saturatingProduct(with: $1) }
    guard number <= Self.largest else { return nil }
    // `walk per filter`, `walks`, `per path parameter`, `more`
    let things = pieces(of: words.dropFirst().joined(separator: " "), at: "per ")
      .map { $0.filter { $0 != "," }.split(separator: " ").joined(separator: " ") }
      .filter { !$0.isEmpty && $0 != "more" }
    let units = things.map { Unit(rawValue: $0 == "walks" ? "walk" : $0) }
    guard !units.contains(nil) else { return nil }
    return Part(number: number, units: units.compactMap(\.self))
  }

  /// What the figure comes to, as a number of requests, where there are so many of each unit.
  package func limit(_ counts: [Unit: Int]) -> Int {
    let totals = sums.map { sum in
      sum.reduce(0) { total, part in
        let number = part.units.reduce(part.number) {
          $0.saturatingProduct(with: counts[$1, default: 0])
        }
        let (sum, overflows) = total.addingReportingOverflow(number)
        return overflows ? .max : sum
      }
    }
    return totals.max() ?? 0
  }
}

extension Int {
  /// The product of two numbers that are not negative, or the largest number where it has no room.
  fileprivate func saturatingProduct(with other: Int) -> Int {
    let (product, overflows) = multipliedReportingOverflow(by: other)
    return overflows ? .max : product
  }
}
