internal import Glibc

/// Columns of text, and numbers as they stand in them.
enum Table {
  /// A line: the first cell to the left, the others to the right of their columns.
  static func row(_ cells: [String]) -> String {
    cells.enumerated().map { index, cell in
      let width = index == 0 ? 26 : 11
      let space = String(repeating: " ", count: max(1, width - cell.count))
      return index == 0 ? cell + space : space + cell
    }.joined()
  }

  /// A number with two digits after the point.
  static func fixed(_ number: Double) -> String {
    let hundredths = Int((number * 100).rounded())
    let fraction = hundredths % 100
    return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
  }

  /// The mean that treats twice and half alike.
  static func geometricMean(_ ratios: [Double]) -> Double {
    exp(ratios.map { log($0) }.reduce(0, +) / Double(max(1, ratios.count)))
  }
}
