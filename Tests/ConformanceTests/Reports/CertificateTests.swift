import Diagnostics
import SchemaValidator
import Testing

@testable import Conformance

@Suite("Certificates")
struct CertificateTests {
  /// A day on a good server, on which a known deviation was seen.
  static let run: RunResult = {
    var run = SampleDay.green
    run.inputs = [
      InputRecord(file: "suites/parcels/openapi.json", sha256: SHA256.hexadecimal(of: [1])),
      InputRecord(file: "suites/parcels/list.suite.yaml", sha256: SHA256.hexadecimal(of: [2])),
    ]
    run.suites.append(
      SuiteResult(
        id: DeviationReview.suiteID, title: "Known deviations",
        file: "suites/parcels/deviations.yaml",
        cases: [
          SampleRun.testCase(
            "deviations/1-http-13", "HTTP-13 departs", line: 2, .deviating,
            reason: "HTTP-13, as known until 2026-12-31: no clock (Ada)")
        ]))
    return run
  }()

  private static func results(_ run: RunResult) -> [UInt8] {
    JSONReport().render(RunDigest(run))
  }

  private static func certificate(_ run: RunResult) -> [UInt8] {
    CertificateReport(.json).render(RunDigest(run))
  }

  /// Holds a certificate against results on a day after the run.
  private static func check(
    _ certificate: [UInt8], _ run: RunResult, daysLater: Double = 1
  ) throws -> CertificateCheck {
    // 2026-11-22T17:00:00Z
    let start = 1_795_366_800.0
    return try CertificateCheck(
      certificate: JSONDocument(parsing: certificate).root, results: results(run), run: run,
      now: Timestamp(seconds: start + daysLater * 86_400))
  }

  @Test("a certificate reads as written here")
  func golden() {
    #expect(
      String(decoding: Self.certificate(Self.run), as: UTF8.self) == FormGoldens.certificate)
  }

  @Test("what was written is verified, also after its results were read back")
  func verified() throws {
    let read = try RunResult(readingJSON: JSONDocument(parsing: Self.results(Self.run)).root)
    for run in [Self.run, read] {
      let check = try Self.check(Self.certificate(Self.run), run)
      #expect(check.holds && check.differences.isEmpty, "\(check.text)")
      #expect(check.text.hasPrefix("VERIFIED http://127.0.0.1:8080/v1 against Parcels API 1.4.0"))
    }
  }

  @Test("every changed value of the results or of the certificate is told")
  func differences() throws {
    var worse = Self.run
    worse.suites[0].cases[0].verdict = .failed
    let check = try Self.check(Self.certificate(Self.run), worse)
    #expect(!check.holds)
    let pointers = check.differences.map(\.pointer)
    for pointer in ["/granted", "/statement", "/outcome", "/results/sha256", "/cases/failed"] {
      #expect(pointers.contains(pointer), "\(pointer)")
    }
    #expect(
      check.text.contains("DIFFERS /outcome: the certificate says \"passed\"; the results say "))
    let text = String(decoding: Self.certificate(worse), as: UTF8.self)
    let forged = text.replacing("\"granted\": false", with: "\"granted\": true")
      .replacing("\"days\": 90", with: "\"extra\": [1], \"days\": 3000")
    let found = try Self.check(Array(forged.utf8), worse)
    #expect(
      Set(found.differences.map(\.pointer)) == ["/granted", "/validity/extra", "/validity/until"])
    #expect(!found.holds)
  }

  @Test("a certificate that does not count any more, or that grants nothing, does not hold")
  func expired() throws {
    let certificate = Self.certificate(Self.run)
    #expect(try Self.check(certificate, Self.run, daysLater: 89.9).holds)
    let late = try Self.check(certificate, Self.run, daysLater: 91)
    #expect(late.isExpired && !late.holds && late.differences.isEmpty)
    #expect(late.text.contains("EXPIRED it counted until 2027-02-20T17:00:12Z"))
    let failed = try Self.check(Self.certificate(SampleDay.run), SampleDay.run)
    #expect(failed.differences.isEmpty && !failed.holds)
    #expect(failed.text.contains("NOT GRANTED"))
  }

  @Test("a part of the cases, or a shard of them, grants nothing however well it went")
  func parts() throws {
    var run = Self.run
    run.environment.isPartial = true
    var shard = Self.run
    shard.environment.shard = Shard("1/2")
    for part in [run, shard] {
      let check = try Self.check(Self.certificate(part), part)
      #expect(check.differences.isEmpty && !check.isGranted && !check.holds)
      #expect(check.text.contains("only a part of the cases was asked"))
    }
  }

  @Test(
    "what is no certificate is refused",
    arguments: [
      ("{}", "no member format of conformance-certificate"),
      (#"{"format":"conformance-certificate","version":2}"#, "found version 2"),
      (
        #"{"format":"conformance-certificate","version":1,"validity":{"days":0}}"#,
        "expected a number from 1 to 3650"
      ),
    ])
  func refused(_ text: String, _ message: String) {
    let error = #expect(throws: Diagnostics.self) {
      _ = try Self.check(Array(text.utf8), Self.run)
    }
    #expect(error?.all.first?.message.contains(message) == true, "\(error?.all ?? [])")
  }

  @Test("the counts are those of the requirements by level, and of the cases by verdict")
  func counts() throws {
    for (name, run) in ManyRuns.all {
      let root = try JSONDocument(parsing: Self.certificate(run)).root
      func sum(_ value: JSONValue?) -> Int {
        value?.members.reduce(0) { $0 + ($1.value.intValue ?? 0) } ?? 0
      }
      #expect(sum(root["cases"]) == run.cases.count, "\(name)")
      let decided = Set(run.cases.flatMap { $0.requirements.map(\.id) })
      let levels = try #require(root["requirements"]).members.map(\.value)
      #expect(levels.reduce(0) { $0 + sum($1) } == decided.count, "\(name)")
    }
  }

  @Test("the page says what the certificate says, and nothing in it can run")
  func page() throws {
    func page(_ run: RunResult) -> String {
      String(decoding: CertificateReport(.html).render(RunDigest(run)), as: UTF8.self)
    }
    let granted = page(Self.run)
    for part in [
      "<h1>Conformance certificate</h1>", "http://127.0.0.1:8080/v1", "Known deviations",
      SHA256.hexadecimal(of: Self.results(Self.run)), "HTTP-13 departs", "SHOULD",
    ] {
      #expect(granted.contains(part), "\(part)")
    }
    #expect(page(SampleDay.run).contains("<h1>Conformance not shown</h1>"))
    let hostile = page(HostileRun.make())
    let tags = Set(hostile.matches(of: /<([a-zA-Z!\/?]+)/).map { String($0.1) })
    #expect(
      tags.isSubset(of: [
        "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "main", "h", "p", "table",
        "caption", "thead", "tbody", "tr", "th", "td", "/html", "/head", "/title", "/style",
        "/body", "/main", "/h", "/p", "/table", "/caption", "/thead", "/tbody", "/tr", "/th", "/td",
      ]), "\(tags)")
    #expect(!hostile.contains("<script"))
  }

  @Test(
    "SHA-256 gives the digests of the standard, at every length around a block",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func digests(_ text: String, _ digest: String) {
    #expect(SHA256.hexadecimal(of: Array(text.utf8)) == digest)
  }

  @Test("SHA-256 agrees with the system's tool for every length up to three blocks")
  func lengths() throws {
    guard let tool = ExternalTool("sha256sum") else { return }
    for length in [1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 192] {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: 7 &* $0 &+ length) }
      let file = try TemporaryFile(bytes, name: "bytes")
      #expect(
        try tool.run([file.path]).output.hasPrefix(SHA256.hexadecimal(of: bytes)), "\(length)")
    }
  }
}
