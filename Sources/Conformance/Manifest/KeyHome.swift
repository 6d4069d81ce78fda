import SchemaValidator

/// Another level of a file, to which a key belongs that was met where it does not.
struct KeyHome {
  /// The keys that belong there.
  let keys: [String]
  /// What leads there from where the key was met; nil where that does not lie below.
  let member: String?
  /// What to do about a key.
  let fix: @Sendable (_ key: String) -> String

  /// What lies under a key of the same mapping.
  static func under(_ member: String, _ keys: [String]) -> KeyHome {
    KeyHome(keys: keys, member: member) {
      "write it under \"\(member):\", as in \"\(member): { \($0): … }\""
    }
  }

  /// Another place, as the end of a sentence names it: `the case, beside "steps:"`.
  static func elsewhere(_ place: String, _ keys: [String]) -> KeyHome {
    KeyHome(keys: keys, member: nil) { _ in "write it in \(place)" }
  }
}

extension [KeyHome] {
  /// What to do about a key, where one of the homes has it: one whose own key is written there
  /// already, else the first.
  func fix(for key: String, in node: ManifestNode) -> String? {
    let homes = filter { home in home.keys.contains { $0.isSameText(as: key) } }
    let home = homes.first { home in home.member.map { node.value[$0] != nil } ?? false }
    return (home ?? homes.first)?.fix(key)
  }
}
