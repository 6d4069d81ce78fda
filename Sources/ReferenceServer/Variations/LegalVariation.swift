/// A liberty that the contract leaves to a server: unusual to look at, and right.
package struct LegalVariation: Sendable {
  /// The name it is chosen by, in kebab case.
  package let id: String
  /// What the server does differently, as a sentence without its full stop.
  package let title: String
  /// Whether it shows only on a server that limits how many requests may come.
  package let concernsLimits: Bool

  let alteration: Alteration

  init(_ id: String, _ title: String, concernsLimits: Bool = false, _ alteration: Alteration) {
    self.id = id
    self.title = title
    self.concernsLimits = concernsLimits
    self.alteration = alteration
  }

  /// All variations there are.
  package static let all: [LegalVariation] =
    JSONVariations.all + HTTPVariations.all + BehaviorVariations.all + LimitVariations.all

  /// The variation of an id, or nil.
  package static func named(_ id: String) -> LegalVariation? {
    all.first { $0.id == id }
  }
}
