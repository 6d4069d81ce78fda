/// The schemas of a growing graph, in blocks.
///
/// Each batch of programs keeps the graph as it was when its code was made. A copy shares all
/// blocks, and a schema that is added later copies no more than the last one.
struct NodeList: Sendable, RandomAccessCollection, MutableCollection {
  private var blocks: [[SchemaNode]] = []
  private(set) var count = 0

  /// Blocks hold two to this power.
  private static let shift = 8

  var startIndex: Int { 0 }
  var endIndex: Int { count }

  subscript(index: Int) -> SchemaNode {
    _read { yield blocks[index >> Self.shift][index & (1 << Self.shift - 1)] }
    _modify { yield &blocks[index >> Self.shift][index & (1 << Self.shift - 1)] }
  }

  mutating func append(_ node: SchemaNode) {
    if count & (1 << Self.shift - 1) == 0 { blocks.append([]) }
    blocks[blocks.count - 1].append(node)
    count += 1
  }
}
