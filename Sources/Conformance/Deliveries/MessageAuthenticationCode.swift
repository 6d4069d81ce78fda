/// HMAC with SHA-256 (RFC 2104, FIPS 198-1), for judging what others have signed.
///
/// Its time depends on the key, which would tell a secret to somebody who could measure it: nothing
/// here answers to those who send deliveries.
enum MessageAuthenticationCode {
  private static let blockSize = 64

  /// The code of a message as 64 hexadecimal digits in lower case.
  static func hexadecimal(of message: [UInt8], key: [UInt8]) -> String {
    var block = key.count > blockSize ? SHA256.digest(of: key) : key
    block += [UInt8](repeating: 0, count: blockSize - block.count)
    let inner = SHA256.digest(of: block.map { $0 ^ 0x36 } + message)
    return SHA256.hexadecimal(of: block.map { $0 ^ 0x5c } + inner)
  }
}
