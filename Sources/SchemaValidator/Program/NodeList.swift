/// The schemas of a growing graph, in blocks.
///
/// Each batch of programs keeps the graph as it was when its code was made. A copy shares all
/// blocks, and a schema that is added later copies no more than the last one.
struct NodeList: Sendable, RandomAccessCollection, MutableCollection {
  private var blocks: [[SchemaNode]] = []
  private(set) var count = 0

  private static let blockSize = 256

  var startIndex: Int { 0 }
  var endIndex: Int { count }

  subscript(index: Int) -> SchemaNode {
    _read { yield blocks[index / Self.blockSize][index % Self.blockSize] }
    _modify { yield &blocks[index / Self.blockSize][index % Self.blockSize] }
  }

  mutating func append(_ node: SchemaNode) {
    if count % Self.blockSize == 0 { blocks.append([]) }
    blocks[blocks.count - 1].append(node)
    count += 1
  }
}
