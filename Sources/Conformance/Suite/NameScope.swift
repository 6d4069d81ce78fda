/// The names that templates at one place may use, and which of them were.
struct NameScope {
  private let profileNames: [String]
  /// Names that are there without having been declared here, and need not be used.
  private var offered: [String] = []
  private var declared: [(name: String, range: Range<Int>)] = []
  private var used: Set<String> = []
  private var needed: Set<String> = []
  /// What stands for names as other languages write their places for values.
  var foreignPlaces: [String: String] = [:]

  /// Creates a scope with the names of a profile.
  init(profile: [String] = []) {
    profileNames = profile
  }

  /// All names that can be used.
  var names: [String] { profileNames + offered + declared.map(\.name) }

  /// The profile's names without which the case cannot do.
  var neededProfileNames: [String] { profileNames.filter(needed.contains) }

  /// The names declared here that nothing used.
  var unused: [(name: String, range: Range<Int>)] {
    declared.filter { !used.contains($0.name) }
  }

  /// Notes a use; false when the name is unknown.
  mutating func use(_ name: String, isNeeded: Bool) -> Bool {
    guard names.contains(where: { $0.isSameText(as: name) }) else { return false }
    used.insert(name)
    if isNeeded, !isHidden(name) { needed.insert(name) }
    return true
  }

  /// Notes that the case cannot do without a name of the profile, whatever it means here.
  mutating func need(_ name: String) {
    needed.insert(name)
  }

  /// Makes a name known that has to be used, from here on or, where it is kept from one trial to the
  /// next, before.
  mutating func declare(_ name: String, range: Range<Int>, isKept: Bool = false) {
    // What was used so far is the name of the profile, or what was offered under it.
    if !isKept, !declared.contains(where: { $0.name == name }) { used.remove(name) }
    declared.append((name, range))
  }

  /// Makes a name known that need not be used.
  mutating func offer(_ name: String) {
    offered.append(name)
  }

  /// Takes back a name that was only offered.
  mutating func withdraw(_ name: String) {
    if let last = offered.lastIndex(of: name) { offered.remove(at: last) }
    used.remove(name)
  }

  /// Whether a name of the profile means something else here.
  private func isHidden(_ name: String) -> Bool {
    offered.contains(name) || declared.contains { $0.name == name }
  }
}
