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
      property: property, key: Array(property.utf8), choices: [], fallback: nil,
      isAsserted: builder.options.discriminators == .assert)
    if let mapping = tape.member(value, named: Array("mapping".utf8)) {
      for member in tape.memberNames(mapping) {
        if let branch = branch(meantBy: member + 1, among: named, &builder) {
          discriminator.add(tape.string(member), branch)
        }
      }
    }
    // A name of a schema means that schema, whether or not a mapping names it too.
    for branch in named { discriminator.add(branch.name, branch.node) }
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

  /// The branches that are references; inline schemas have no name to be chosen by.
  private mutating func namedBranches(
    _ branches: Int, _ builder: inout GraphBuilder
  ) -> [NamedBranch] {
    var named: [NamedBranch] = []
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
    meantBy value: Int, among named: [NamedBranch], _ builder: inout GraphBuilder
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
    if let byName = named.first(where: { $0.name == meaning || $0.reference == meaning }) {
      return byName.node
    }
    if let target = try? builder.store.resolve(meaning, from: place),
      let byTarget = named.first(where: { $0.target == target })
    {
      return byTarget.node
    }
    let nearest = EditDistance.nearest(to: meaning, in: named.map(\.name))
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
