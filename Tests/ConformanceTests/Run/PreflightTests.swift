import Conformance
import Testing

@Suite("A base URL that lacks the path of the contract's servers")
struct PreflightTests {
  /// A contract whose servers have a path, and whose lists may be without anything.
  private static let files: ShopFiles = {
    var files = ShopFiles()
    files.contract = files.contract
      .replacing(
        #""security": [{"key": []}],"#,
        with: #""servers": [{"url": "http://shop.test/v1"}], "security": [{"key": []}],"#
      )
      .replacing(
        #""/branches": {"get": {"responses": {"#,
        with: """
          "/branches": {"get": {"responses": {
            "4XX": {"$ref": "#/components/responses/thing"},
          """)
    return files
  }()

  /// What stands at such a base URL.
  enum Place: CaseIterable {
    /// Something else, with pages of its own.
    case stranger
    /// The API, in which neither of two things is set up.
    case target
    /// The API, which loses the connection of the second request.
    case interruptedTarget

    func answer(to request: HTTPRequest) throws(TransportError) -> HTTPResponse {
      guard !request.url.contains("/toys/") else { return ScriptedShop.answer(to: request) }
      switch self {
      case .stranger:
        return HTTPResponse(
          status: 404,
          fields: [HTTPField("Content-Type", "text/html"), HTTPField("Date", ScriptedShop.date)],
          body: Array("<h1>Not found</h1>".utf8))
      case .target: break
      case .interruptedTarget:
        if request.url.hasSuffix("/toys") {
          throw TransportError(.connectionLost, phase: .receiving, "connection lost")
        }
      }
      return ScriptedShop.json(404, #"{"error":{}}"#)
    }
  }

  @Test("is no reason to judge nothing where the API itself answers", arguments: Place.allCases)
  func answers(place: Place) async throws {
    let shop = ScriptedShop { request, _ throws(TransportError) in try place.answer(to: request) }
    let result = try await shop.run(
      """
      - case: Look
        steps: [{ call: "GET /toys/{id}", path: { id: x } }]
      """, folder: Self.files)
    #expect(result.verdicts == [place == .stranger ? .blocked : .passed], "\(result.cases)")
  }
}
