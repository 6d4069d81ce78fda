import Foundation
import Testing

@testable import SchemaValidator

@Suite("Patterns: probes of a real ECMAScript engine")
struct RegexProbeTests {
  @Test("every probe has the engine's verdict, on every form that can run it")
  func probes() throws {
    guard
      let file = TestData.folder("regex-probes.json", home: "whoever keeps the shared test data")
    else { return }
    let probes = try JSONDocument(parsing: TestData.bytes(file)).root
    var checks = 0
    for probe in probes.elements {
      let source = try #require(probe["pattern"]?.stringValue)
      let mode = try #require(probe["mode"]?.stringValue)
      let pattern = try? ECMAPattern(source)
      #expect((pattern == nil) == (mode == "invalid"), "/\(source)/ is \(mode)")
      guard let pattern else { continue }
      #expect(pattern.isLegacy == (mode == "legacy"), "/\(source)/ is \(mode)")
      for test in try #require(probe["tests"]).elements {
        let text = try #require(test[0]?.stringValue)
        let matches = try #require(test[1]?.boolValue as Bool?)
        for form in pattern.allForms {
          checks += 1
          #expect(
            form.match(text) == (matches ? .matches : .noMatch),
            "\(form) on \(text.debugDescription)")
        }
      }
    }
    print("regex probes: \(probes.count) patterns, \(checks) checks")
    #expect(checks > 0)
  }
}
