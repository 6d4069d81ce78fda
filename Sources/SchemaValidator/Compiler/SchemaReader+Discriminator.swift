internal import Diagnostics

// The `discriminator` of OpenAPI: which branch of `anyOf` or `oneOf` a member's text means.
//
// Source: [OpenAPI 3.1.1, Discriminator Object](https://spec.openapis.org/oas/v3.1.1.html#discriminator-object)
extension SchemaReader {
  /// Reads the keyword; one that cannot be used is a warning and only an annotation.
  mutating func readDiscriminator(_ value: Int, _ builder: inout GraphBuilder) {
    guard let branches = self.value(.oneOf) ?? self.value(.anyOf), tape.kind(branches) == .array
    else {
      // Without branches beside it, it speaks of schemas that extend this one: nothing to choose.
      add(.discriminator, value, .annotation)
      return
    }
    guard let property = text(of: "propertyName", in: value) else {
      builder.report(
        place, value, .warning, code: "schema.discriminator",
        "found a discriminator without propertyName; expected the name of the member to choose by",
        fix: "add propertyName, or remove the discriminator")
      add(.discriminator, value, .annotation)
      return
    }
    let named = namedBranches(branches, &builder)
    var discriminator = Discriminator(
      property: property, key: Array(property.utf8),
      isAsserted: builder.options.discriminators == .assert)
    if let mapping = tape.member(value, named: Array("mapping".utf8)) {
      for member in tape.memberNames(mapping) {
        if let branch = branch(meantBy: member + 1, among: named, &builder) {
          discriminator.add(tape.string(member), branch)
        }
      }
    }
    // A name of a schema means that schema, whether or not a mapping names it too.
    for branch in named.all { discriminator.add(branch.name, branch.node) }
    if let fallback = tape.member(value, named: Array("defaultMapping".utf8)) {
      discriminator.fallback = branch(meantBy: fallback, among: named, &builder)
    }
    add(.discriminator, value, .discriminator(discriminator))
  }

  /// A branch that refers to a schema by name.
  private struct NamedBranch {
    let name: String
    let node: SchemaGraph.NodeID
    let reference: String
    let target: SchemaPlace?
  }

  /// Branches by what a mapping may call them; of several the first counts.
  private struct NamedBranches {
    private(set) var all: [NamedBranch] = []
    private var byText: [[UInt8]: NamedBranch] = [:]
    private var byTarget: [SchemaPlace: NamedBranch] = [:]

    mutating func append(_ branch: NamedBranch) {
      all.append(branch)
      for text in [branch.name, branch.reference] where byText[Array(text.utf8)] == nil {
        byText[Array(text.utf8)] = branch
      }
      if let target = branch.target, byTarget[target] == nil { byTarget[target] = branch }
    }

    func branch(called text: String) -> NamedBranch? { byText[Array(text.utf8)] }

    func branch(to target: SchemaPlace) -> NamedBranch? { byTarget[target] }

    /// The name most like a text; looked for only where that takes no time to speak of.
    func nearest(to text: String) -> String? {
      guard text.utf8.count < 100, all.count < 100 else { return nil }
      return EditDistance.nearest(
        to: text, in: all.map(\.name).filter { $0.utf8.count < 100 })
    }
  }

  /// The branches that are references; inline schemas have no name to be chosen by.
  private mutating func namedBranches(
    _ branches: Int, _ builder: inout GraphBuilder
  ) -> NamedBranches {
    var named = NamedBranches()
    for branch in tape.elementNodes(branches) {
      guard let reference = text(of: "$ref", in: branch) else { continue }
      let last = reference.split(separator: "/").last ?? Substring(reference)
      let name = URIReference.percentDecoded(last) ?? String(last)
      named.append(
        NamedBranch(
          name: name, node: child(branch, &builder), reference: reference,
          target: try? builder.store.resolve(reference, from: place)))
    }
    return named
  }

  /// The branch that a name or a reference in a mapping means; nil, and a warning, for none.
  private func branch(
    meantBy value: Int, among named: NamedBranches, _ builder: inout GraphBuilder
  ) -> SchemaGraph.NodeID? {
    guard tape.kind(value) == .string else {
      builder.report(
        place, value, .warning, code: "schema.discriminator",
        "found \(Phrase.value(tape, value)) in a mapping; expected the name of a schema or a "
          + "reference to one", fix: "write a name such as \"Dog\"")
      return nil
    }
    let meaning = tape.string(value)
    // A text that is both is taken as a name.
    if let byName = named.branch(called: meaning) {
      return byName.node
    }
    if let target = try? builder.store.resolve(meaning, from: place),
      let byTarget = named.branch(to: target)
    {
      return byTarget.node
    }
    let nearest = named.nearest(to: meaning)
    builder.report(
      place, value, .warning, code: "schema.discriminator",
      "found a mapping to \(Phrase.name(meaning)); expected a schema that one of the branches refers to",
      fix: nearest.map { "write \"\($0)\"" } ?? "add a branch for it, or remove the entry")
    return nil
  }

  private func text(of name: String, in object: Int) -> String? {
    tape.member(object, named: Array(name.utf8)).flatMap {
      tape.kind($0) == .string ? tape.string($0) : nil
    }
  }
}
