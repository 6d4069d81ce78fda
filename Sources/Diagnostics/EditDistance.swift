/// Finds the nearest known spelling of a mistyped word.
public enum EditDistance {
  /// The longest word that is compared, in bytes.
  private static let maximumLength = 200

  /// The candidate that was most likely meant, or nil when none is near.
  ///
  /// Near means at most a third of the word's length in edits, and at least one edit allowed.
  /// Letter case and the choice of `-` or `_` are not counted as edits. Words longer than anyone
  /// mistypes are near to nothing, which keeps the search short.
  public static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
    guard word.utf8.count <= maximumLength else { return nil }
    let folded = fold(word)
    let limit = max(1, folded.count / 3)
    var best: (candidate: String, distance: Int)?
    for candidate in candidates where candidate.utf8.count <= maximumLength {
      let other = fold(candidate)
      guard abs(other.count - folded.count) <= limit else { continue }
      let distance = between(folded, other)
      guard distance <= limit, distance < best?.distance ?? .max else { continue }
      best = (candidate, distance)
    }
    return best?.candidate
  }

  /// How many insertions, deletions, replacements and swaps of neighbours turn one into the other.
  ///
  /// The optimal string alignment distance; time and memory are proportional to the product
  /// of the lengths.
  static func between(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for i in 1...left.count {
      var current = [i]
      for j in 1...right.count {
        let replacement = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1)
        var cost = min(previous[j] + 1, current[j - 1] + 1, replacement)
        if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
          cost = min(cost, beforePrevious[j - 2] + 1)
        }
        current.append(cost)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[right.count]
  }

  private static func fold(_ word: String) -> [Unicode.Scalar] {
    word.lowercased().unicodeScalars.map { $0 == "_" ? "-" : $0 }
  }
}
