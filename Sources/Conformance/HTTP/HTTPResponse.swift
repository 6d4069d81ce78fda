/// One response as it was received.
///
/// What is handed on is a reference to its parts, which are copied where one of several holders
/// changes them.
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

  private struct Parts: Sendable, Hashable {
    var status: Int
    var version: String
    var reason: String
    var fields: [HTTPField]
    var trailers: [HTTPField]
    var head: [UInt8]
    var body: [UInt8]
    var wireBodyLength: Int
    var interim: [Interim]
    var timings: Timings
  }

  private var parts: CopiedOnWrite<Parts>

  /// The status code.
  package var status: Int {
    get { parts.value.status }
    _modify { yield &parts.value.status }
  }
  /// The protocol version as written in the status line, such as `1.1` or `2`.
  package var version: String {
    get { parts.value.version }
    _modify { yield &parts.value.version }
  }
  /// The words after the status code; often empty.
  package var reason: String {
    get { parts.value.reason }
    _modify { yield &parts.value.reason }
  }
  /// The header fields in the order received, duplicates and letter case kept.
  package var fields: [HTTPField] {
    get { parts.value.fields }
    _modify { yield &parts.value.fields }
  }
  /// The fields after a chunked body, in the order received.
  package var trailers: [HTTPField] {
    get { parts.value.trailers }
    _modify { yield &parts.value.trailers }
  }
  /// The status line and header lines, byte for byte with their line ends.
  package var head: [UInt8] {
    get { parts.value.head }
    _modify { yield &parts.value.head }
  }
  /// The body without chunk framing, decoded only when the request asked for that.
  package var body: [UInt8] {
    get { parts.value.body }
    _modify { yield &parts.value.body }
  }
  /// How many bytes of body were received, without chunk framing and before content decoding.
  package var wireBodyLength: Int {
    get { parts.value.wireBodyLength }
    _modify { yield &parts.value.wireBodyLength }
  }
  /// What came before the final response, in the order received.
  package var interim: [Interim] {
    get { parts.value.interim }
    _modify { yield &parts.value.interim }
  }
  /// When things happened.
  package var timings: Timings {
    get { parts.value.timings }
    _modify { yield &parts.value.timings }
  }

  /// Creates a response from its parts.
  package init(
    status: Int, version: String = "1.1", reason: String = "", fields: [HTTPField] = [],
    trailers: [HTTPField] = [], head: [UInt8] = [], body: [UInt8] = [],
    wireBodyLength: Int? = nil, interim: [Interim] = [], timings: Timings = Timings()
  ) {
    parts = CopiedOnWrite(
      Parts(
        status: status, version: version, reason: reason, fields: fields, trailers: trailers,
        head: head, body: body, wireBodyLength: wireBodyLength ?? body.count, interim: interim,
        timings: timings))
  }
}
