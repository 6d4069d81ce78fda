import Diagnostics

/// Which cases of the suites are meant.
package struct CaseSelection: Sendable {
  /// Words of which a case has to match one; empty selects all.
  package var only: [String]
  /// Words of which a case must not match any.
  package var skip: [String]
  /// The ids of which a case has to have one; nil for any.
  package var ids: Set<String>?
  /// The part of the selected cases that this run takes; nil for all of them.
  package var shard: Shard?
  /// How long cases took before, by their ids, so that shards take equally long.
  package var durations: [String: Duration] = [:]

  /// Creates a selection.
  package init(only: [String] = [], skip: [String] = [], ids: Set<String>? = nil) {
    self.only = only
    self.skip = skip
    self.ids = ids
  }

  /// How much of the suites is meant.
  var extent: Plan.Extent {
    guard only.isEmpty, skip.isEmpty, ids == nil else { return .part }
    return shard == nil ? .whole : .shard
  }

  /// The cases of suites that are meant, suite by suite, in their order.
  func select(from suites: [Suite]) -> [(suite: Suite, cases: [Suite.Case])] {
    let takesAll = extent != .part
    var chosen = suites.map { suite in
      (suite: suite, cases: takesAll ? suite.cases : suite.cases.filter(selects))
    }
    if let shard {
      let share = shard.share(of: chosen.flatMap { $0.cases.map(\.id) }, durations: durations)
      chosen = chosen.map { ($0.suite, $0.cases.filter { share.contains($0.id) }) }
    }
    return chosen.filter { !$0.cases.isEmpty }
  }

  /// Whether a case is meant, whatever shard it is in.
  package func selects(_ testCase: Suite.Case) -> Bool {
    (only.isEmpty || only.contains { Self.matches($0, testCase) })
      && !skip.contains { Self.matches($0, testCase) }
      // A fixture that is to run again does so with the cases that use it.
      && ids.map { ids in ([testCase.id] + testCase.fixtures).contains(where: ids.contains) }
        != false
  }

  /// The words that no case matches, each with the one that was most likely meant, if any.
  package func strangers(in suites: [Suite]) -> [(word: String, nearest: String?)] {
    let cases = suites.flatMap(\.cases)
    return (only + skip).filter { word in !cases.contains { Self.matches(word, $0) } }.map { word in
      let known = Set(
        cases.flatMap { testCase in
          [testCase.id, testCase.title] + testCase.tags
            + testCase.proves.flatMap { [$0.text, $0.family] }
            + testCase.operations.map(\.description)
        } + suites.map(\.id))
      return (word, EditDistance.nearest(to: word, in: known.sorted()))
    }
  }

  /// Whether a word is the case's id or the beginning of it, its title, a tag, a requirement or its
  /// family, or an operation.
  private static func matches(_ word: String, _ testCase: Suite.Case) -> Bool {
    testCase.id == word || testCase.id.hasPrefix(word + "/") || testCase.title == word
      || testCase.tags.contains(word)
      || testCase.proves.contains { $0.text == word || $0.family == word }
      || testCase.operations.contains { $0.description == word }
  }
}

/// One of several runs that share the cases of a plan between them.
package struct Shard: Sendable, Hashable, CustomStringConvertible {
  /// Which one, from 1.
  package let number: Int
  /// How many there are.
  package let count: Int

  /// Reads a shard as `2/3`; nil for anything that names none.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard
      parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]),
      1...10_000 ~= count, 1...count ~= number
    else { return nil }
    self.number = number
    self.count = count
  }

  /// The shard as it is written on a command line.
  package var description: String { "\(number)/\(count)" }

  /// The ids that this shard takes.
  ///
  /// The longest case goes first, each to the shard that has the least to do so far. That depends
  /// on ids and durations alone, so that all shards of one set come to the same division.
  /// A case that nobody has timed is taken to be an ordinary one.
  func share(of ids: [String], durations: [String: Duration]) -> Set<String> {
    let known = ids.compactMap { durations[$0] }.sorted()
    let ordinary = known.isEmpty ? .seconds(1) : known[known.count / 2]
    let ordered = ids.map { (id: $0, duration: durations[$0] ?? ordinary) }
      .sorted { ($1.duration, $0.id) < ($0.duration, $1.id) }
    var loads = Array(repeating: Duration.zero, count: count)
    var share: Set<String> = []
    for (id, duration) in ordered {
      let least = loads.indices.min { loads[$0] < loads[$1] } ?? 0
      // A case of no length still is a case.
      loads[least] += max(duration, .milliseconds(1))
      if least == number - 1 { share.insert(id) }
    }
    return share
  }
}
