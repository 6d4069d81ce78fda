/// One value of a JSON text on the tape: 16 bytes, in document order.
///
/// A container is followed by its content: for an array the elements, for an object each
/// member's name (a string node) and value. `next` leads past the whole subtree.
struct TapeNode {
  /// The kind in bits 0 to 2, flags in bits 3 to 7, the element or member count in bits 8 to 31.
  var head: UInt32
  /// Where the value starts: for a string, its first byte after the quotation mark.
  var start: UInt32
  /// Bytes of the value's text: for a string, without the quotation marks.
  var length: UInt32
  /// The index of the first node after this value.
  var next: UInt32

  /// The count field is full from here on; the true count is found by walking.
  static let countLimit: UInt32 = 0xFF_FFFF
}

/// What a tape node holds.
///
/// The raw value is also the number of its bit in a type mask.
enum TapeKind: UInt8 {
  case null
  case `false`
  case `true`
  /// A number written without fraction and exponent.
  case integer
  /// A number with a fraction or an exponent; it may still be an integer, such as 1.0.
  case decimal
  case string
  case array
  case object
}

/// Flags of string nodes.
enum StringFlag {
  /// The text holds at least one backslash escape.
  static let escaped: UInt32 = 1 << 3
  /// The text holds at least one byte outside ASCII.
  static let nonASCII: UInt32 = 1 << 4
  /// An escape names half of a surrogate pair.
  static let loneSurrogate: UInt32 = 1 << 5
}

/// The values of one JSON text together with its bytes, borrowed for reading.
///
/// Invariants: the owner of both keeps them alive and unchanged; node indices come from the tape
/// itself, so they are in range.
@safe
struct TapeView: @unchecked Sendable {
  let bytes: ByteView
  private let nodes: UnsafePointer<TapeNode>

  @inline(__always)
  init(bytes: ByteView, nodes: UnsafePointer<TapeNode>) {
    self.bytes = bytes
    unsafe self.nodes = nodes
  }

  @inline(__always)
  subscript(index: Int) -> TapeNode {
    unsafe nodes[index]
  }

  @inline(__always)
  func kind(_ index: Int) -> TapeKind {
    unsafe TapeKind(rawValueInRange: nodes[index].head)
  }

  @inline(__always)
  func next(_ index: Int) -> Int {
    unsafe Int(nodes[index].next)
  }
}

extension TapeKind {
  /// The kind in the low three bits of a node's head; all eight patterns are kinds.
  @inline(__always)
  init(rawValueInRange head: UInt32) {
    self = unsafe unsafeBitCast(UInt8(truncatingIfNeeded: head & 7), to: TapeKind.self)
  }

  /// The bit of this kind in a type mask.
  @inline(__always)
  var bit: UInt8 { 1 << rawValue }
}

/// The growing memory of a tape, used again from text to text.
///
/// Invariants: the first `count` nodes are initialised; `count <= capacity`. Freed once.
@safe
struct TapeStorage: ~Copyable, @unchecked Sendable {
  private var base: UnsafeMutablePointer<TapeNode>
  private var capacity: Int
  private(set) var count = 0

  init(reserving size: Int) {
    capacity = max(16, size)
    unsafe base = .allocate(capacity: capacity)
  }

  deinit {
    unsafe base.deallocate()
  }

  /// The nodes with the bytes they point into.
  @inline(__always)
  func view(over bytes: ByteView) -> TapeView {
    unsafe TapeView(bytes: bytes, nodes: UnsafePointer(base))
  }

  /// Forgets all nodes and keeps the memory.
  @inline(__always)
  mutating func removeAll() {
    count = 0
  }

  /// Adds a node and returns its index.
  @inline(__always)
  mutating func append(_ node: TapeNode) {
    if count == capacity { grow() }
    unsafe (base + count).initialize(to: node)
    count &+= 1
  }

  @inline(__always)
  subscript(index: Int) -> TapeNode {
    get { unsafe base[index] }
    set { unsafe base[index] = newValue }
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<TapeNode>.allocate(capacity: 2 * capacity)
    unsafe larger.moveInitialize(from: base, count: count)
    unsafe base.deallocate()
    unsafe base = larger
    capacity *= 2
  }

  /// Gives back the memory beyond the nodes in use, once the tape is finished.
  mutating func trim() {
    guard capacity > 64, count < capacity / 2 else { return }
    let smaller = UnsafeMutablePointer<TapeNode>.allocate(capacity: max(1, count))
    unsafe smaller.moveInitialize(from: base, count: count)
    unsafe base.deallocate()
    unsafe base = smaller
    capacity = max(1, count)
  }
}
