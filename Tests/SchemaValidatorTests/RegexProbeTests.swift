import Testing

@testable import SchemaValidator

@Suite("Patterns: probes of a real ECMAScript engine")
struct RegexProbeTests {
  @Test("every probe has the engine's verdict, on every form that can run it")
  func probes() throws {
    guard let probes = try RegexTestData.json("regex-probes.json") as? [[String: Any]] else {
      return
    }
    var checks = 0
    for probe in probes {
      let source = try #require(probe["pattern"] as? String)
      let mode = try #require(probe["mode"] as? String)
      let pattern = try? ECMAPattern(source)
      #expect((pattern == nil) == (mode == "invalid"), "/\(source)/ is \(mode)")
      guard let pattern else { continue }
      #expect(pattern.isLegacy == (mode == "legacy"), "/\(source)/ is \(mode)")
      for test in try #require(probe["tests"] as? [[Any]]) {
        let text = try #require(test[0] as? String)
        let matches = try #require(test[1] as? Bool)
        for form in pattern.allForms {
          checks += 1
          #expect(
            form.match(text) == (matches ? .matches : .noMatch),
            "\(form) on \(text.debugDescription)")
        }
      }
    }
    print("regex probes: \(probes.count) patterns, \(checks) checks")
  }
}
