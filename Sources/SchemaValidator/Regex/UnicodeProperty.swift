/// A Unicode property whose members PCRE2 knows, by the name PCRE2 has for it.
///
/// The members are those of the Unicode version PCRE2 was built with (14.0 for PCRE2 10.42).
struct UnicodeProperty: Sendable, Hashable {
  /// What stands between the braces of `\p{…}` in PCRE2's own syntax.
  let engineName: String
  let isNegated: Bool

  /// The property of exactly the other scalars.
  var negated: UnicodeProperty {
    UnicodeProperty(engineName: engineName, isNegated: !isNegated)
  }

  /// The set a `\p{…}` stands for, or nil where ECMA-262 defines no such property.
  ///
  /// Names and values are matched exactly, as ECMA-262 22.2.1.7 and 22.2.1.8 ask: no loose
  /// matching of case, spaces or low lines.
  static func set(name: String, value: String?) -> ScalarSet? {
    guard let value else {
      return generalCategory(name) ?? binary(name)
    }
    switch name {
    case "General_Category", "gc": return generalCategory(value)
    case "Script", "sc": return script(value, withExtensions: false)
    case "Script_Extensions", "scx": return script(value, withExtensions: true)
    default: return nil
    }
  }

  private static func generalCategory(_ value: String) -> ScalarSet? {
    for entry in UnicodePropertyNames.generalCategories where entry.names.contains(value) {
      return ScalarSet(property: UnicodeProperty(engineName: entry.engineName, isNegated: false))
    }
    return nil
  }

  private static func binary(_ name: String) -> ScalarSet? {
    switch name {
    case "Any": return ScalarSet(0...ScalarSet.maximum)
    case "ASCII": return ScalarSet(0...0x7F)
    case "Assigned":
      return ScalarSet(property: UnicodeProperty(engineName: "Cn", isNegated: true))
    case "Changes_When_NFKC_Casefolded", "CWKCF":
      // The one binary property PCRE2 does not carry; the standard library does.
      let members = (0...ScalarSet.maximum).lazy.filter {
        Unicode.Scalar($0)?.properties.changesWhenNFKCCaseFolded ?? false
      }
      return ScalarSet(ranges: members.map { $0...$0 })
    default:
      guard UnicodePropertyNames.binary.contains(name) else { return nil }
      return ScalarSet(property: UnicodeProperty(engineName: name, isNegated: false))
    }
  }

  private static func script(_ value: String, withExtensions: Bool) -> ScalarSet? {
    if UnicodePropertyNames.scripts.contains(value) {
      let prefix = withExtensions ? "scx:" : "sc:"
      return ScalarSet(
        property: UnicodeProperty(engineName: prefix + value, isNegated: false))
    }
    for entry in UnicodePropertyNames.recentScripts where entry.names.contains(value) {
      return ScalarSet(ranges: withExtensions ? entry.scripts + entry.extensions : entry.scripts)
    }
    return nil
  }
}
