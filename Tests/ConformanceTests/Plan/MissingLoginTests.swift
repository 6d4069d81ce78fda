import Conformance
import Diagnostics
import Testing

/// Suites under a profile without credentials, and whether somebody is to be told.
struct LoginlessSuite: CustomTestStringConvertible {
  let testDescription: String
  let cases: String
  /// What of the contract is written in another way.
  let change: (from: String, to: String)?
  let isTold: Bool

  init(
    _ title: String, _ cases: String, _ change: (from: String, to: String)? = nil,
    isTold: Bool = false
  ) {
    testDescription = title
    self.cases = cases
    self.change = change
    self.isTold = isTold
  }

  private static let plain = "- { case: A, steps: [{ call: GET /toys }] }"

  static let all: [LoginlessSuite] = [
    LoginlessSuite("a call that needs a login", plain, isTold: true),
    LoginlessSuite(
      "a probe whose call needs a login",
      "- { case: A, probe: http, call: GET /toys }", isTold: true),
    LoginlessSuite(
      "a call that needs a login, beside one on purpose without",
      """
      - { case: A, steps: [{ call: GET /toys, auth: none, expect: { status: 401 } }] }
      - { case: B, steps: [{ call: GET /toys, expect: { status: [200, 404] } }] }
      """, isTold: true),
    LoginlessSuite(
      "one of two credentials that both are sent", plain,
      (#""security": [{"key": []}]"#, #""security": [{"key": [], "cert": []}]"#), isTold: true),
    LoginlessSuite(
      "calls that go without a login on purpose",
      "- { case: A, steps: [{ call: GET /toys, auth: none, expect: { status: 401 } }] }"),
    LoginlessSuite(
      "calls that have to be refused",
      "- { case: A, steps: [{ call: GET /toys, expect: { status: [401, 403] } }] }"),
    LoginlessSuite(
      "calls that may be refused for want of a login",
      "- { case: A, steps: [{ call: GET /toys, expect: { status: [200, 401] } }] }"),
    LoginlessSuite(
      "a credential of the suite",
      "- { case: A, steps: [{ call: GET /toys, auth: { key: \"${till}\" } }] }"),
    LoginlessSuite(
      "a credential in a field",
      "- { case: A, steps: [{ call: GET /toys, headers: { authorization: Bearer x } }] }"),
    LoginlessSuite(
      "a credential in the query",
      "- { case: A, steps: [{ call: GET /toys, query: { colour: x } }] }",
      (
        #""key": {"type": "http", "scheme": "bearer"}"#,
        #""key": {"type": "apiKey", "in": "query", "name": "colour"}"#
      )),
    LoginlessSuite(
      "a request that is no operation's, and may log in",
      "- { case: A, steps: [{ raw: POST /login }, { call: GET /toys }] }"),
    LoginlessSuite(
      "an operation that lets everybody in",
      "- { case: A, steps: [{ call: GET /branches }, { call: GET /toys }] }",
      (#""/branches": {"get": {"#, #""/branches": {"get": {"security": [], "#)),
    LoginlessSuite(
      "a login that need not be", plain,
      (#""security": [{"key": []}]"#, #""security": [{"key": []}, {}]"#)),
    LoginlessSuite(
      "a certificate, which the connection carries", plain,
      (#""security": [{"key": []}]"#, #""security": [{"key": []}, {"cert": []}]"#)),
  ]
}

@Suite("Suites that nothing lets in")
struct MissingLoginTests {
  /// The profile of the shop, its credential taken out.
  private static let profile = ShopFiles.profile
    .replacing(#"auth: { key: "${shop_key}" }"# + "\n", with: "")

  private static func warnings(_ suite: LoginlessSuite, profile: String) throws -> [Diagnostic] {
    var contract = ShopFiles.contract.replacing(
      #""securitySchemes": {"#, with: #""securitySchemes": {"cert": {"type": "mutualTLS"}, "#)
    if let change = suite.change { contract = contract.replacing(change.from, with: change.to) }
    let files = ShopFiles(
      profile: profile, contract: contract,
      suites: ["shop.suite.yaml": "suite: Shop\ncases:\n" + suite.cases])
    return try files.workspace().warnings.filter { $0.code == "suite.missing-login" }
  }

  @Test("are told once, at the profile", arguments: LoginlessSuite.all)
  func remarks(on suite: LoginlessSuite) throws {
    let found = try Self.warnings(suite, profile: Self.profile)
    #expect(found.count == (suite.isTold ? 1 : 0), "\(DiagnosticRenderer().render(found))")
    let withLogin = try Self.warnings(suite, profile: ShopFiles.profile)
    #expect(withLogin.isEmpty)
    guard let told = found.first else { return }
    #expect(told.severity == .warning)
    #expect(
      told.message
        == "every operation that is called asks for a login, and neither the profile nor a suite "
        + "has one")
    #expect(told.location?.description == "shop/conformance.yaml:1:11")
    #expect(told.notes.count == 2)
  }

  @Test("what to do names the scheme of the contract")
  func fix() throws {
    let found = try Self.warnings(LoginlessSuite.all[0], profile: Self.profile)
    #expect(
      found.first?.fix
        == #"add "auth: { key: "${…}" }" with a variable for the credential, or give it to each run "#
        + #"with "--header""#)
    let empty = Self.profile + "\nauth: {}"
    let place = try Self.warnings(LoginlessSuite.all[0], profile: empty).first?.location
    #expect(place?.description.hasPrefix("shop/conformance.yaml:") == true)
    #expect(place?.line != 1)
  }
}
