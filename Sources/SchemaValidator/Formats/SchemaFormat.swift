/// The formats that can be asserted.
package enum SchemaFormat {
  /// Whether a value of `format` is one that is tested, for strings or for numbers.
  package static func isKnown(_ name: String) -> Bool {
    StringFormat.named(name) != nil || NumberFormat.named(name) != nil
  }

  /// The formats that are tested, in alphabetical order.
  package static let names: [String] =
    (Array(StringFormat.all.keys) + NumberFormat.allCases.map(\.rawValue)).sorted()

  /// Whether a format is one of numbers rather than of strings.
  package static func isForNumbers(_ name: String) -> Bool { NumberFormat.named(name) != nil }
}
