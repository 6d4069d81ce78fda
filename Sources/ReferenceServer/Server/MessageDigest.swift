import Crypto

/// SHA-256 digests: fingerprints of bodies, state digests and the seals on cursors.
enum MessageDigest {
  /// The 32 bytes of the digest of a message.
  static func sha256(_ message: [UInt8]) -> [UInt8] {
    Array(SHA256.hash(data: message))
  }

  /// The keyed digest of a message (HMAC with SHA-256).
  static func authenticationCode(for message: [UInt8], key: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
  }
}
