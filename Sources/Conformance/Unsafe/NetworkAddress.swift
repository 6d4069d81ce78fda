import Glibc

/// Addresses of the internet protocol, in their text form.
enum NetworkAddress {
  /// Whether a text is an IPv4 address of four decimal numbers, or an IPv6 address without a zone.
  static func isAddress(_ text: String) -> Bool {
    // Room for either: an IPv6 address has 16 bytes.
    var address = in6_addr()
    return unsafe inet_pton(AF_INET, text, &address) == 1
      || inet_pton(AF_INET6, text, &address) == 1
  }
}
