internal import FoundationEssentials

/// Base64 as mail and forms carry it.
enum Base64 {
  /// The bytes a text stands for, line ends aside; nil for any other text.
  static func decode(_ text: [UInt8]) -> [UInt8]? {
    let digits = text.filter { $0 != 0x0D && $0 != 0x0A }
    return Data(base64Encoded: Data(digits)).map { Array($0) }
  }
}
