import ArgumentParser
import Diagnostics
import SchemaValidator

/// What dialects are called on the command line.
enum DialectName {
  /// The names that help and messages use, the newest first.
  static let all: [(name: String, dialect: SchemaDialect)] = [
    ("2020-12", .draft202012), ("2019-09", .draft201909), ("draft-07", .draft7),
    ("draft-06", .draft6), ("draft-04", .draft4), ("openapi-3.2", .openAPI32),
    ("openapi-3.1", .openAPI31), ("openapi-3.0", .openAPI30),
  ]

  /// The names in one line.
  static var list: String { all.map(\.name).joined(separator: ", ") }

  /// The dialect a person means by a word, or by the URI of its meta-schema.
  ///
  /// - Throws: an error of the command line that names the nearest spelling.
  static func dialect(_ word: String) throws -> SchemaDialect {
    if let published = SchemaDialect(metaSchemaURI: word) ?? others[key(of: word)] {
      return published
    }
    let nearest = EditDistance.nearest(to: word, in: all.map(\.name))
    throw ValidationError(
      "expected one of \(list)" + (nearest.map { "; did you mean \($0)?" } ?? ""))
  }

  /// How a word is looked up: letters and digits alone, "draft" and leading zeros left out.
  private static func key(of word: String) -> String {
    let letters = String(word.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) })
    let bare = letters.hasPrefix("draft") ? letters.dropFirst("draft".count) : letters[...]
    return String(bare.drop { $0 == "0" })
  }

  private static let others: [String: SchemaDialect] = [
    "202012": .draft202012, "2020": .draft202012, "201909": .draft201909, "2019": .draft201909,
    "7": .draft7, "6": .draft6, "4": .draft4,
    "openapi32": .openAPI32, "openapi31": .openAPI31, "openapi30": .openAPI30,
    "oas32": .openAPI32, "oas31": .openAPI31, "oas30": .openAPI30,
  ]
}
