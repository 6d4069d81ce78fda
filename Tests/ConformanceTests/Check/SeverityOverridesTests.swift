import Conformance
import Diagnostics
import Testing

@Suite("Check: severities by choice")
struct SeverityOverridesTests {
  private func result(_ texts: [String]) throws -> CheckResult {
    var overrides = SeverityOverrides()
    for text in texts { try overrides.add(text) }
    return Checker(files: CheckFiles.odd).check(["api.json"]).weighed(by: overrides)
  }

  @Test(
    "silence, lower and raise a code, a family, or all",
    arguments: [
      (["contract.default-mismatch=off"], 0, 1),
      (["contract.default-mismatch=note"], 0, 1),
      (["contract.default-mismatch=error"], 2, 1),
      (["contract.*=off"], 0, 0),
      (["contract.*=off", "contract.idle-keyword=warning"], 0, 1),
      (["contract.idle-keyword=warning", "contract.*=off"], 0, 0),
      (["*=error", "testability.*=off"], 3, 0),
      ([], 0, 3),
    ] as [([String], Int, Int)])
  func weighed(_ texts: [String], errors: Int, warnings: Int) throws {
    let result = try result(texts)
    #expect(result.count(.error) == errors)
    #expect(result.count(.warning) == warnings)
  }

  @Test("take a code away entirely when it is off")
  func off() throws {
    let codes = try result(["testability.*=off"]).diagnostics.map(\.code)
    #expect(!codes.contains { $0.hasPrefix("testability.") })
    #expect(codes.contains("contract.idle-keyword"))
  }

  @Test("cannot make an input usable that is not")
  func errorsStay() throws {
    var overrides = SeverityOverrides()
    try overrides.add("*=off")
    let files = CheckFiles(["api.yaml": "openapi: 2.0.0\n"])
    let result = Checker(files: files).check(["api.yaml"]).weighed(by: overrides)
    #expect(result.count(.error) == 1)
  }

  @Test(
    "are refused with the nearest right spelling",
    arguments: [
      (
        "contract.default-mismach=off",
        "no code is called \"contract.default-mismach\"; did you mean \"contract.default-mismatch\"?"
      ),
      ("contrat.*=off", "no code is called \"contrat.*\"; did you mean \"contract.*\"?"),
      ("nothing.like.it=off", "no code is called \"nothing.like.it\"; --list-codes names them all"),
      ("contract.*=of", "\"of\" is no level; write \"off\""),
      ("contract.*=fatal", "\"fatal\" is no level; write one of off, note, warning, error"),
      (
        "contract.*", "\"contract.*\" names no level; write contract.*=off|note|warning|error"
      ),
    ])
  func refused(_ text: String, message: String) {
    var overrides = SeverityOverrides()
    let error = #expect(throws: SeverityOverrides.Mistake.self) { try overrides.add(text) }
    #expect(error?.description == message)
  }
}
