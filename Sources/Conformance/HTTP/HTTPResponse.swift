/// One response as it was received.
package struct HTTPResponse: Sendable, Hashable {
  /// A response sent ahead of the final one: a status from 100 to 199, except 101.
  package struct Interim: Sendable, Hashable {
    /// The status code.
    package var status: Int
    /// The words after the status code; often empty.
    package var reason: String
    /// The header fields in the order received, duplicates and letter case kept.
    package var fields: [HTTPField]

    /// Creates an interim response from its parts.
    package init(status: Int, reason: String = "", fields: [HTTPField] = []) {
      self.status = status
      self.reason = reason
      self.fields = fields
    }
  }

  /// The status code.
  package var status: Int
  /// The protocol version as written in the status line, such as `1.1` or `2`.
  package var version: String
  /// The words after the status code; often empty.
  package var reason: String
  /// The header fields in the order received, duplicates and letter case kept.
  package var fields: [HTTPField]
  /// The fields after a chunked body, in the order received.
  package var trailers: [HTTPField]
  /// The status line and header lines, byte for byte with their line ends.
  package var head: [UInt8]
  /// The body without chunk framing, decoded only when the request asked for that.
  package var body: [UInt8]
  /// How many bytes of body were received, without chunk framing and before content decoding.
  package var wireBodyLength: Int
  /// What came before the final response, in the order received.
  package var interim: [Interim]
  /// When things happened.
  package var timings: Timings

  /// Creates a response from its parts.
  package init(
    status: Int, version: String = "1.1", reason: String = "", fields: [HTTPField] = [],
    trailers: [HTTPField] = [], head: [UInt8] = [], body: [UInt8] = [],
    wireBodyLength: Int? = nil, interim: [Interim] = [], timings: Timings = Timings()
  ) {
    self.status = status
    self.version = version
    self.reason = reason
    self.fields = fields
    self.trailers = trailers
    self.head = head
    self.body = body
    self.wireBodyLength = wireBodyLength ?? body.count
    self.interim = interim
    self.timings = timings
  }
}
