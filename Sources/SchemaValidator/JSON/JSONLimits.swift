/// Bounds on what a JSON text may ask of the reader, so that hostile input ends in an error.
public struct JSONLimits: Sendable, Hashable {
  /// How many arrays and objects may be open at once; at most ``deepest``.
  public var maximumDepth: Int {
    didSet { maximumDepth = min(maximumDepth, Self.deepest) }
  }
  /// How many bytes the text may have; at most 4 GiB less one.
  public var maximumBytes: Int {
    didSet { maximumBytes = min(maximumBytes, Self.largest) }
  }
  /// How many values, member names included, the text may hold.
  public var maximumValues: Int

  /// The greatest depth that can be asked for: what compares values follows their nesting on
  /// the call stack.
  public static let deepest = 10_000
  /// The largest text that can be asked for: offsets on the tape have 32 bits.
  static let largest = Int(UInt32.max) - 1

  /// Creates limits; the defaults suit documents of any honest size.
  public init(
    maximumDepth: Int = 1_000, maximumBytes: Int = 1 << 30, maximumValues: Int = 1 << 28
  ) {
    self.maximumDepth = min(maximumDepth, Self.deepest)
    self.maximumBytes = min(maximumBytes, Self.largest)
    self.maximumValues = maximumValues
  }
}
