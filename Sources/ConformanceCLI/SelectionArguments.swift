import ArgumentParser
import Conformance
import Diagnostics

/// Which cases are meant.
struct SelectionArguments: ParsableArguments {
  @Option(
    help: "Take only cases with this id, title, tag, requirement or operation; may be repeated.")
  var only: [String] = []

  @Option(
    help: "Leave out cases with this id, title, tag, requirement or operation; may be repeated.")
  var skip: [String] = []

  @Option(
    help: ArgumentHelp(
      "Take one part of the cases, such as 2/3; `report merge` makes one report of all parts.",
      valueName: "i/n"))
  var shard: Shard?

  @Option(help: "The results.json of an earlier run, for shards that take equally long.")
  var shardTimings: String?

  func validate() throws {
    if shardTimings != nil && shard == nil {
      throw ValidationError("--shard-timings means nothing without --shard")
    }
  }

  /// The cases that the command line asks for; of some, where their ids are given.
  /// - Throws: ``Diagnostics`` for results that cannot be read.
  func cases(of ids: Set<String>? = nil) throws(Diagnostics) -> CaseSelection {
    var selection = CaseSelection(only: only, skip: skip, ids: ids)
    selection.shard = shard
    if let file = shardTimings {
      let cases = try RunResult(readingFile: file).cases
      selection.durations = Dictionary(
        cases.map { ($0.id, $0.duration) }, uniquingKeysWith: { first, _ in first })
    }
    return selection
  }
}

extension CaseSelection {
  /// Says which of the words select no case of a workspace: most likely they are misspelt.
  func tellStrangers(to workspace: Workspace) {
    for (word, nearest) in strangers(in: workspace.suites) {
      StandardError.write(
        "warning: \"\(word)\" selects no case"
          + (nearest.map { "; did you mean \"\($0)\"?" } ?? "") + "\n")
    }
  }
}

extension Shard: ExpressibleByArgument {
  /// Reads a part such as `2/3`.
  public init?(argument: String) { self.init(argument) }
}
