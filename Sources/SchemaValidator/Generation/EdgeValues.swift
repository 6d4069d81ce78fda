package import Diagnostics

/// A valid value that stands right at a bound, or takes one of several alternatives.
package struct EdgeValue: Sendable {
  /// What is at the edge, in words: `/name: the longest text, of characters outside the BMP`.
  package let name: String
  /// The keyword that draws the edge.
  package let keyword: String
  /// The place in the value.
  package let pointer: JSONPointer
  /// The keyword in the document it stands in.
  package let schemaPointer: JSONPointer
  /// The whole value.
  package let value: JSONValue
  /// Whether it takes another branch of an `anyOf` or `oneOf`: then violations inside that branch
  /// can be made from it.
  package let isAlternative: Bool
}

extension SchemaGenerator {
  /// Valid values at the edges of what is allowed, made from a valid one by changing one place each.
  ///
  /// Alternatives that the value does not take are looked into as well.
  package func edges(from base: JSONValue, seed: UInt64, limit: Int = .max) -> [EdgeValue] {
    var finder = EdgeFinder(self, seed: seed, limit: limit)
    return finder.find(from: base)
  }
}

/// Finds the edges around one value.
private struct EdgeFinder {
  private let generator: SchemaGenerator
  private var builder: ValueBuilder
  private let limit: Int
  private var found: [EdgeValue] = []
  /// The alternatives that were looked into, each once wherever it stands.
  private var opened: Set<Alternative> = []
  /// The alternatives there are at each place.
  private var shown: [[String]: Set<Alternative>] = [:]
  /// What was changed already.
  private var changes: Set<Change> = []

  private struct Alternative: Hashable {
    let schema: SchemaGraph.NodeID
    let keyword: Int
    let option: Int
  }

  private struct Change: Hashable {
    let tokens: [String]
    let schema: SchemaGraph.NodeID
    let keyword: Int
    let text: [UInt8]
  }

  init(_ generator: SchemaGenerator, seed: UInt64, limit: Int) {
    self.generator = generator
    self.limit = limit
    builder = ValueBuilder(generator.model, seed: seed)
  }

  mutating func find(from base: JSONValue) -> [EdgeValue] {
    let root = builder.demand([generator.program.root])
    guard let document = try? JSONDocument(parsing: base.description) else { return [] }
    var pending = [(document, builder.places(of: document.root, root))]
    while !pending.isEmpty, found.count < limit {
      let (document, places) = pending.removeFirst()
      for place in places where found.count < limit {
        edges(place, document)
        pending += alternatives(place, document)
      }
    }
    return found
  }

  private mutating func add(
    _ words: String, _ schema: SchemaGraph.NodeID, _ keyword: Int, _ place: ValuePlace,
    _ text: [UInt8], _ document: JSONDocument
  ) -> JSONDocument? {
    let change = Change(tokens: place.tokens, schema: schema, keyword: keyword, text: text)
    guard found.count < limit, changes.insert(change).inserted,
      let changed = place.replacing(text, in: document),
      generator.program.isValid(changed.root)
    else { return nil }
    let written = builder.model.graph.nodes[schema].keywords[keyword]
    let isAlternative =
      switch written.rule {
      case .anyOf, .oneOf: true
      default: false
      }
    found.append(
      EdgeValue(
        name: place.tokens.isEmpty ? words : "\(place.pointer): \(words)",
        keyword: written.spelling, pointer: place.pointer,
        schemaPointer: builder.model.graph.pointer(schema, keyword), value: changed.root,
        isAlternative: isAlternative))
    return changed
  }

  private mutating func edges(_ place: ValuePlace, _ document: JSONDocument) {
    for schema in place.shape.schemas {
      for (position, keyword) in builder.model.graph.nodes[schema].keywords.enumerated() {
        for (words, text) in texts(keyword.rule, place) {
          _ = add(words, schema, position, place, text, document)
        }
      }
    }
  }

  /// The texts of the values that stand at a keyword's edges.
  private mutating func texts(_ rule: Rule, _ place: ValuePlace) -> [(String, [UInt8])] {
    let shape = place.shape
    switch rule {
    case .minLength(let length) where shape.kinds.contains(.string) && shape.fixed == nil:
      return strings(length, shape, "the shortest text")
    case .maxLength(let length) where shape.kinds.contains(.string) && shape.fixed == nil:
      return strings(length, shape, "the longest text")
    case .minimum, .maximum:
      guard !shape.kinds.isDisjoint(with: .number), shape.fixed == nil else { return [] }
      let kind: ValueKinds = shape.kinds.contains(.integer) ? .integer : .fraction
      let choice = NumberChoice(shape.number, kind)
      guard !choice.isEmpty else { return [] }
      if case .minimum = rule {
        return choice.bounds.minimum.map { [("the smallest number, \($0)", Array($0.utf8))] } ?? []
      }
      return choice.bounds.maximum.map { [("the largest number, \($0)", Array($0.utf8))] } ?? []
    case .enumeration(let values):
      return values.all.map { value in
        let text = value.description
        return ("the listed value \(Phrase.cut(text, to: 100))", Array(text.utf8))
      }
    case .minItems(let count): return array(count, shape, place, "the fewest items")
    case .maxItems(let count): return array(count, shape, place, "the most items")
    case .type(let types):
      return ValueKinds(types).contains(.null) ? [("null", Array("null".utf8))] : []
    default: return []
    }
  }

  private mutating func strings(
    _ length: Int, _ shape: Shape, _ words: String
  ) -> [(String, [UInt8])] {
    let choice = builder.textChoice(shape)
    var found: [(String, [UInt8])] = []
    let counted = Phrase.plural(length, "character")
    if let text = choice.text(length: length, &builder.random) {
      found.append(("\(words), \(counted)", text.jsonText))
    }
    if length > 0, let text = choice.text(length: length, astral: true, &builder.random) {
      found.append(("\(words), \(counted) of four bytes each", text.jsonText))
    }
    return found
  }

  private mutating func array(
    _ count: Int, _ shape: Shape, _ place: ValuePlace, _ words: String
  ) -> [(String, [UInt8])] {
    guard shape.kinds.contains(.array), shape.fixed == nil, count <= 2_000 else { return [] }
    builder.restart()
    builder.isSmallest = true
    guard builder.appendArray(of: count, atLeast: count, shape, depth: 0) == nil else { return [] }
    return [("\(words), \(count)", builder.out)]
  }

  /// Takes each alternative that was not taken yet; the new places are to be looked at as well.
  private mutating func alternatives(
    _ place: ValuePlace, _ document: JSONDocument
  ) -> [(JSONDocument, [ValuePlace])] {
    var found: [(JSONDocument, [ValuePlace])] = []
    let graph = builder.model.graph
    for schema in place.shape.schemas {
      for (position, keyword) in graph.nodes[schema].keywords.enumerated() {
        let branches: [SchemaGraph.NodeID]
        switch keyword.rule {
        case .anyOf(let ids), .oneOf(let ids): branches = ids
        default: continue
        }
        for (option, branch) in branches.enumerated() {
          let alternative = Alternative(schema: schema, keyword: position, option: option)
          guard shown[place.tokens, default: []].insert(alternative).inserted else { continue }
          let demand = builder.demand(builder.schemas(place.demand) + [branch])
          builder.restart()
          builder.isSmallest = false
          builder.density = 100
          builder.depthLimit = 2
          builder.random = SeededRandom(seed: UInt64(option))
          guard builder.append(demand, depth: 0) == nil else { continue }
          let name = graph.branchName(branch, position: option)
          let wasTaken = place.shape.choices.contains {
            $0.schema == schema && $0.keyword == position && $0.option == option
          }
          guard
            let changed = add(
              "the alternative \(name)", schema, position, place, builder.out, document), !wasTaken,
            opened.insert(alternative).inserted, let value = changed.root.value(at: place.pointer)
          else { continue }
          found.append((changed, builder.places(of: value, place.demand, at: place.tokens)))
        }
      }
    }
    return found
  }
}

extension SchemaGraph {
  /// A keyword's place in the document it stands in.
  func pointer(_ schema: NodeID, _ keyword: Int) -> JSONPointer {
    let node = nodes[schema]
    return documents[node.place.document].document.pointer(toNode: node.keywords[keyword].value)
  }
}

extension String {
  /// The string as JSON.
  var jsonText: [UInt8] {
    var text: [UInt8] = []
    text.appendJSON(self)
    return text
  }
}
