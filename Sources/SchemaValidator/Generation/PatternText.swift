/// Writes texts that a pattern is found in, by walking the pattern.
///
/// Assertions and look-arounds write nothing themselves, or a text that may satisfy them: what
/// comes out is a candidate and has to be searched for the pattern.
final class PatternText: Sendable {
  /// A node of the pattern with the lengths it can have.
  private indirect enum Piece: Sendable {
    case nothing
    case scalar(ScalarPool)
    case sequence([Piece], Lengths)
    case alternation([Piece], Lengths)
    case repetition(Piece, minimum: Int, maximum: Int?, Lengths)
    case capture(Piece, Int)
    case backreference(Int)
    case ahead(Piece)
    case behind(Piece)

    var lengths: Lengths {
      switch self {
      case .nothing, .ahead, .behind: Lengths(minimum: 0, maximum: 0)
      case .scalar: Lengths(minimum: 1, maximum: 1)
      case .sequence(_, let lengths), .alternation(_, let lengths),
        .repetition(_, _, _, let lengths):
        lengths
      case .capture(let body, _): body.lengths
      case .backreference: Lengths(minimum: 0, maximum: nil)
      }
    }
  }

  /// Bounds on a text's length in scalars.
  struct Lengths: Sendable {
    var minimum: Int
    var maximum: Int?

    func contains(_ length: Int) -> Bool { length >= minimum && length <= maximum ?? .max }

    fileprivate static func sum(_ a: Int, _ b: Int) -> Int {
      a.addingReportingOverflow(b).overflow ? .max : a + b
    }
    fileprivate static func product(_ a: Int, _ b: Int) -> Int {
      let (product, overflows) = a.multipliedReportingOverflow(by: b)
      return overflows ? .max : product
    }
  }

  /// What a positive look-around writes.
  enum LookAround {
    case nothing
    /// A look-ahead its own text over what follows, a look-behind nothing.
    case over
    /// Its own text before what follows.
    case before
  }

  private let root: Piece

  /// The lengths of the texts written.
  var lengths: Lengths { root.lengths }
  /// Whether texts depend on how look-arounds are treated.
  let looksAround: Bool

  init(_ node: PatternNode) {
    root = Self.piece(node)
    looksAround = node.contains {
      if case .look(_, _, isNegated: false) = $0 { true } else { false }
    }
  }

  private static func piece(_ node: PatternNode) -> Piece {
    switch node {
    case .empty, .startAssertion, .endAssertion, .wordBoundary: return .nothing
    case .set(let set): return .scalar(ScalarPool(set))
    case .sequence(let nodes):
      let pieces = nodes.map(piece)
      return .sequence(
        pieces,
        pieces.reduce(into: Lengths(minimum: 0, maximum: 0)) { total, piece in
          let lengths = piece.lengths
          total.minimum = Lengths.sum(total.minimum, lengths.minimum)
          total.maximum = total.maximum.flatMap { sum in
            lengths.maximum.map { Lengths.sum(sum, $0) }
          }
        })
    case .alternation(let nodes):
      let pieces = nodes.map(piece)
      let maxima = pieces.map(\.lengths.maximum)
      return .alternation(
        pieces,
        Lengths(
          minimum: pieces.map(\.lengths.minimum).min() ?? 0,
          maximum: maxima.contains { $0 == nil } ? nil : maxima.compactMap { $0 }.max()))
    case .group(let body, let capture):
      let piece = piece(body)
      return capture.map { .capture(piece, $0) } ?? piece
    case .repetition(let body, let minimum, let maximum, _):
      let piece = piece(body)
      let one = piece.lengths
      let most = maximum.flatMap { count in one.maximum.map { Lengths.product(count, $0) } }
      return .repetition(
        piece, minimum: minimum, maximum: maximum,
        Lengths(
          minimum: Lengths.product(minimum, one.minimum),
          maximum: one.maximum == 0 ? 0 : most))
    case .look(let body, let isAhead, isNegated: false):
      return isAhead ? .ahead(piece(body)) : .behind(piece(body))
    case .look: return .nothing
    case .backreference(let number): return .backreference(number)
    }
  }

  /// A text of about so many scalars; nil where it would be far too long, or a class is empty.
  func text(_ target: Int, _ around: LookAround, isPlain: Bool, _ random: inout SeededRandom)
    -> [UInt32]?
  {
    var writer = Writer(around: around, isPlain: isPlain, random: random)
    writer.write(root, max(target, 0))
    random = writer.random
    return writer.isStuck ? nil : writer.out
  }

  private struct Writer {
    let around: LookAround
    let isPlain: Bool
    var random: SeededRandom
    var out: [UInt32] = []
    var isStuck = false
    private var captures: [Int: [UInt32]] = [:]

    init(around: LookAround, isPlain: Bool, random: SeededRandom) {
      self.around = around
      self.isPlain = isPlain
      self.random = random
    }

    mutating func write(_ piece: Piece, _ target: Int) {
      if out.count > TextChoice.lengthLimit { isStuck = true }
      if isStuck { return }
      switch piece {
      case .nothing, .ahead: break
      case .behind(let body): if around == .before { write(body, body.lengths.minimum) }
      case .scalar(let pool):
        guard let scalar = pool.scalar(isPlain: isPlain, &random) else {
          isStuck = true
          return
        }
        out.append(scalar)
      case .sequence(let pieces, let lengths): write(pieces, lengths, target)
      case .alternation(let pieces, _): write(choose(pieces, target), target)
      case .repetition(let body, let minimum, let maximum, _):
        repeats(body, minimum, maximum, target)
      case .capture(let body, let number):
        let start = out.count
        write(body, target)
        if start <= out.count { captures[number] = Array(out[start...]) }
      case .backreference(let number): out += captures[number] ?? []
      }
    }

    private mutating func choose(_ pieces: [Piece], _ target: Int) -> Piece {
      let fitting = pieces.filter { $0.lengths.contains(target) }
      if !fitting.isEmpty { return isPlain ? fitting[0] : random.pick(fitting) }
      func distance(_ piece: Piece) -> Int {
        let lengths = piece.lengths
        return lengths.minimum > target
          ? lengths.minimum - target : target - (lengths.maximum ?? target)
      }
      return pieces.min { distance($0) < distance($1) } ?? .nothing
    }

    /// Shares what is left of the target out among those that can take more.
    private mutating func write(_ pieces: [Piece], _ lengths: Lengths, _ target: Int) {
      var targets = pieces.map(\.lengths.minimum)
      var rest = target - lengths.minimum
      var growing = pieces.indices.filter { pieces[$0].lengths.maximum != targets[$0] }
      if !isPlain { growing.shuffle(using: &random) }
      for (position, index) in growing.enumerated() where rest > 0 {
        let room = pieces[index].lengths.maximum.map { $0 - targets[index] } ?? .max
        let isLast = position == growing.count - 1
        let wanted = isPlain || isLast ? rest : random.below(rest + 1)
        let taken = min(room, wanted)
        targets[index] += taken
        rest -= taken
      }
      // What a limit or chance has left over goes to whoever can still take it.
      for index in growing where rest > 0 {
        let taken = min(pieces[index].lengths.maximum.map { $0 - targets[index] } ?? .max, rest)
        targets[index] += taken
        rest -= taken
      }
      var snippets: [UInt32] = []
      var snippetStart = 0
      for (piece, target) in zip(pieces, targets) {
        if case .ahead(let body) = piece, around != .nothing {
          var writer = Writer(around: .nothing, isPlain: isPlain, random: random)
          writer.write(body, body.lengths.minimum)
          random = writer.random
          if writer.isStuck { isStuck = true }
          if around == .before { out += writer.out }
          if snippets.isEmpty { snippetStart = out.count }
          snippets += writer.out
        } else {
          write(piece, target)
        }
      }
      if around == .over, !isStuck {
        for (offset, scalar) in snippets.enumerated() where snippetStart + offset < out.count {
          out[snippetStart + offset] = scalar
        }
      }
    }

    private mutating func repeats(_ body: Piece, _ minimum: Int, _ maximum: Int?, _ target: Int) {
      let one = body.lengths
      let least = max(one.minimum, 1)
      var count = minimum
      if one.maximum != 0, target > Lengths.product(minimum, one.minimum) {
        // Few long ones or many short ones.
        let most = min(maximum ?? .max, max(minimum, target / least))
        let few = max(minimum, one.maximum.map { (target + max($0, 1) - 1) / max($0, 1) } ?? 1)
        count = min(most, max(minimum, few))
        if !isPlain, most > count { count += random.below(most - count + 1) }
        if isPlain { count = most }
      }
      guard count <= TextChoice.lengthLimit else {
        isStuck = true
        return
      }
      var rest = target
      for index in 0..<count {
        let left = count - index
        let share = left == 1 ? rest : max(one.minimum, rest / left)
        let before = out.count
        write(body, max(one.minimum, min(share, one.maximum ?? .max)))
        rest -= out.count - before
        if isStuck { return }
      }
    }
  }
}

/// The scalars of a set to pick from: those that read well, and all of them.
struct ScalarPool: Sendable {
  /// Printable ASCII, letters first.
  private let plain: [UInt32]
  private let ranges: [ClosedRange<UInt32>]
  /// How many scalars the ranges have.
  private let count: UInt32

  init(_ set: ScalarSet) {
    if set.isClosed {
      ranges = Self.withoutSurrogates(set.ranges)
      plain = Self.readable.filter { set.rangesContain($0) }
    } else {
      let pattern = ECMAPattern(classOf: set)
      var found = Self.samples.filter { pattern.holds($0) }
      if found.isEmpty, let first = (0..<ScalarSet.maximum).first(where: pattern.holds) {
        found = [first]
      }
      plain = found.filter { $0 < 0x7F }
      ranges = found.map { $0...$0 }
    }
    count = ranges.reduce(0) { $0 + UInt32($1.count) }
  }

  /// One of the scalars; nil when there is none.
  func scalar(isPlain: Bool, _ random: inout SeededRandom) -> UInt32? {
    if isPlain { return plain.first ?? ranges.first?.lowerBound }
    if !plain.isEmpty, !random.chance(8) { return random.pick(plain) }
    guard count > 0 else { return nil }
    var offset = UInt32(random.next() % UInt64(count))
    for range in ranges {
      let size = UInt32(range.count)
      if offset < size { return range.lowerBound + offset }
      offset -= size
    }
    return nil
  }

  private static let readable: [UInt32] =
    Array(0x61...0x7A) + Array(0x41...0x5A) + Array(0x30...0x39) + Array(0x21...0x2F)
    + Array(0x3A...0x40) + Array(0x5B...0x60) + Array(0x7B...0x7E) + [0x20]

  /// Scalars of many scripts and categories.
  private static let samples: [UInt32] =
    readable + [
      0xA0, 0xA7, 0xAA, 0xAB, 0xB2, 0xBB, 0xBD, 0xC0, 0xDF, 0xE9, 0x1C5, 0x2B0, 0x301, 0x3B1, 0x3A9,
      0x416, 0x436,
      0x531, 0x5D0, 0x627, 0x660, 0x905, 0x903, 0x966, 0xE01, 0x10A0, 0x1100, 0x13A0, 0x1F88,
      0x2003,
      0x200B, 0x2028, 0x2029, 0x203F, 0x20AC, 0x20DD, 0x2160, 0x2190, 0x2200, 0x2603, 0x3042,
      0x30A2, 0x4E00,
      0xAC00, 0xE000, 0xFF21, 0x1D400, 0x1F600, 0x1F1E6, 0x1F3FB, 0x10FFFD, 0x00, 0x09, 0xAD, 0x378,
    ]

  private static func withoutSurrogates(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var left: [ClosedRange<UInt32>] = []
    for range in ranges {
      if range.lowerBound < 0xD800 { left.append(range.lowerBound...min(range.upperBound, 0xD7FF)) }
      if range.upperBound > 0xDFFF { left.append(max(range.lowerBound, 0xE000)...range.upperBound) }
    }
    return left
  }
}

extension ECMAPattern {
  /// A pattern that is found in the texts with a scalar of a set.
  fileprivate init(classOf set: ScalarSet) {
    self.init(
      source: "", root: .set(set), isLegacy: false,
      form: .backtracking(BacktrackingProgram(.set(set))))
  }

  /// Whether the pattern is found in the text of one scalar.
  fileprivate func holds(_ scalar: UInt32) -> Bool {
    guard let scalar = Unicode.Scalar(scalar) else { return false }
    return match(Array(String(Character(scalar)).utf8).span) == .matches
  }
}
