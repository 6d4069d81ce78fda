import Diagnostics

/// A text for a test in which `«` and `»` mark places; the marks are taken out before it is read.
struct MarkedText {
  let text: SourceText
  /// The marked ranges of bytes in the order of their ends.
  let places: [Range<Int>]

  init(_ marked: String, name: String = "t.yaml") {
    var bytes: [UInt8] = []
    var starts: [Int] = []
    var places: [Range<Int>] = []
    for scalar in marked.unicodeScalars {
      switch scalar {
      case "«": starts.append(bytes.count)
      case "»": places.append((starts.popLast() ?? 0)..<bytes.count)
      default: bytes += Array(String(scalar).utf8)
      }
    }
    self.text = SourceText(bytes, name: name)
    self.places = places
  }
}
