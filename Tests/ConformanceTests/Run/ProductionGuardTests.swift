import Conformance
import Diagnostics
import Testing

@Suite("Production is left alone")
struct ProductionGuardTests {
  /// Prepares a run of a shop whose contract lists one server.
  private func prepare(
    _ baseURL: String, servers: String, profile: RunProfile = .gate, isMeant: Bool = false
  ) throws {
    var files = ShopFiles.cases("- { case: Read, steps: [{ call: GET /toys }] }")
    files.contract = files.contract.replacing(
      "\"paths\":", with: "\"servers\": \(servers), \"paths\":", maxReplacements: 1)
    var options = RunOptions(baseURL: baseURL, seed: 1, command: ["test"], toolVersion: "0")
    options.profile = profile
    options.allowsProduction = isMeant
    let workspace = try files.workspace()
    #expect(!workspace.contract.servers.isEmpty, "the contract lists the server")
    let values = try VariableResolver(flags: [], fileValues: [:], environment: [:])
      .resolve(workspace.profile)
    _ = try RunLauncher(workspace: workspace, values: values, options: options)
  }

  private static let production =
    #"[{ "url": "https://Api.shop.test:443/v1", "description": "The production system" }]"#
  private static let regions = """
    [{ "url": "https://{region}.shop.test/{version}", "description": "Live",
       "variables": { "region": { "default": "eu" }, "version": { "default": "v1" } } }]
    """

  @Test(
    "a run that changes something is refused on a production host, whatever port and path",
    arguments: [
      ("https://api.shop.test/v1", production), ("http://API.SHOP.TEST", production),
      ("https://api.shop.test:8443/v2", production), ("https://us.shop.test/v9", regions),
      ("https://a.b.shop.test", regions),
    ], [RunProfile.gate, .full])
  func refused(_ place: (url: String, servers: String), _ profile: RunProfile) {
    let error = #expect(throws: Diagnostics.self) {
      try prepare(place.url, servers: place.servers, profile: profile)
    }
    #expect(error?.all.map(\.code) == ["target.production"])
    #expect(error?.all.first?.location?.file == "shop/contract.json")
    #expect(error?.all.first?.fix?.contains("--yes-production") == true)
    #expect(throws: Never.self) {
      try prepare(place.url, servers: place.servers, profile: .observe)
    }
    #expect(throws: Never.self) {
      try prepare(place.url, servers: place.servers, profile: profile, isMeant: true)
    }
  }

  @Test(
    "other hosts are no production",
    arguments: [
      ("https://staging.api.shop.test/v1", production), ("https://api.shop.test.evil", production),
      ("https://shop.test", regions), ("https://xshop.test", regions),
      (
        "https://api.shop.test",
        #"[{ "url": "https://api.shop.test", "description": "For products, delivered alive" }]"#
      ),
      (
        "https://api.shop.test",
        """
        [{ "url": "https://api.shop.test",
           "description": "Pre-production sandbox (non-production data, not live)" }]
        """
      ), ("https://api.shop.test", #"[{ "url": "/v1", "description": "Production" }]"#),
    ])
  func allowed(_ url: String, _ servers: String) {
    #expect(throws: Never.self) { try prepare(url, servers: servers) }
  }
}
