/// The formats that can be asserted.
package enum SchemaFormat {
  /// Whether a value of `format` is one that is tested, for strings or for numbers.
  package static func isKnown(_ name: String) -> Bool {
    StringFormat.named(name) != nil || NumberFormat.named(name) != nil
  }
}
