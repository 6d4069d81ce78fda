import Diagnostics
import Testing

@testable import Conformance

@Suite("Annotations of Azure Pipelines and TeamCity")
struct AnnotationTests {
  private static func lines(_ run: RunResult, _ service: AnnotationService) -> [Substring] {
    RunAnnotations(paths: RelativePath(from: "/repo/project", within: "/repo"), service: service)
      .lines(of: RunDigest(run)).split(separator: "\n")
  }

  @Test(
    "the environment tells the service",
    arguments: [
      (["GITHUB_ACTIONS": "true", "TEAMCITY_VERSION": "2025.3"], AnnotationService.github),
      (["TF_BUILD": "True"], .azure), (["TEAMCITY_VERSION": "2025.3"], .teamCity),
      (["GITHUB_ACTIONS": "false", "TF_BUILD": "", "TEAMCITY_VERSION": ""], nil),
    ] as [([String: String], AnnotationService?)])
  func detection(_ environment: [String: String], _ service: AnnotationService?) {
    #expect(AnnotationService(environment) == service)
  }

  @Test("a failed case is an issue of Azure at the line that failed, its title the first line")
  func azure() throws {
    let lines = Self.lines(SampleRun.small, .azure)
    #expect(lines.count == 2)
    #expect(
      try #require(lines.first).hasPrefix(
        "##vso[task.logissue type=error;sourcepath=project/suites/parcels/list.suite.yaml;"
          + "linenumber=14;columnnumber=5;code=PAG-05;]PAG-05 Pages do not overlap%0A"
          + "Paging through parcels meets every parcel exactly once%0Apage 2 repeats the id"))
  }

  @Test("what would end an issue of Azure or a property of it is escaped")
  func azureEscapes() {
    let annotation = LogAnnotation(
      kind: .warning, code: "a;b]c", file: "d%e\nf", title: nil, message: "g%h\r\n]; ##vso[")
    #expect(
      AnnotationService.azure.lines([annotation], elsewhere: "")
        == "##vso[task.logissue type=warning;sourcepath=d%AZP25e%0Af;code=a%3Bb%5Dc;]"
        + "g%AZP25h%0D%0A]; ##vso[\n")
  }

  @Test("a failed case is a finding of an inspection of TeamCity, which is made known once")
  func teamCity() {
    var run = SampleRun.small
    run.suites[0].cases.append(SampleRun.overlapCase)
    let lines = Self.lines(run, .teamCity)
    #expect(
      lines[0] == "##teamcity[inspectionType id='PAG-05' name='PAG-05 Pages do not overlap' "
        + "category='Conformance' description='PAG-05 Pages do not overlap']")
    let finding =
      "##teamcity[inspection typeId='PAG-05' message='Paging through parcels meets every parcel "
      + "exactly once|npage 2 repeats the id "
    for line in lines[1...2] {
      #expect(line.hasPrefix(finding), "\(line)")
      #expect(
        line.hasSuffix(
          "file='project/suites/parcels/list.suite.yaml' line='14' SEVERITY='ERROR']"), "\(line)")
    }
    #expect(lines.count == 5, "the errored case has an inspection of its own")
  }

  @Test("what would end a message of TeamCity is escaped, and so is all that is no ASCII")
  func teamCityEscapes() {
    let annotation = LogAnnotation(kind: .error, message: "a'b|c[d]\r\ne – 😀\u{1B}")
    #expect(
      AnnotationService.teamCity.lines([annotation], elsewhere: "")
        == "##teamcity[buildProblem description='a|'b||c|[d|]|r|ne |0x2013 |0xd83d|0xde00|0x001b']\n"
    )
  }

  @Test(
    "a run that proved nothing is told as well", arguments: [AnnotationService.azure, .teamCity])
  func nothing(_ service: AnnotationService) {
    #expect(Self.lines(SampleDay.green, service).isEmpty)
    let lines = Self.lines(ManyRuns.empty, service)
    #expect(lines.count == 1)
    #expect(lines.allSatisfy { $0.contains("Nothing was judged: no case was selected") })
  }

  @Test("of many failures Azure gets ten, and TeamCity all of them")
  func limits() {
    var run = SampleRun.small
    run.suites[0].cases = Array(repeating: SampleRun.overlapCase, count: 30)
    let azure = Self.lines(run, .azure)
    #expect(azure.count == 10)
    #expect(
      azure.last == "##vso[task.logissue type=error;]and 22 more; the reports of the run have them")
    #expect(Self.lines(run, .teamCity).count { $0.hasPrefix("##teamcity[inspection ") } == 31)
  }

  @Test(
    "hostile texts begin no command and end none", arguments: [AnnotationService.azure, .teamCity])
  func hostile(_ service: AnnotationService) {
    for line in Self.lines(HostileRun.make(), service) {
      #expect(!line.contains("\r"))
      switch service {
      case .azure:
        #expect(line.hasPrefix("##vso[task.logissue type="), "\(line)")
      default:
        #expect(line.hasPrefix("##teamcity["), "\(line)")
        // Nothing ends a value but its own quotation mark, and nothing the message but its end.
        let values = line.replacing("||", with: "").replacing("|'", with: "")
          .replacing("|[", with: "").replacing("|]", with: "")
        #expect(values.count { $0 == "[" } == 1 && values.count { $0 == "]" } == 1, "\(line)")
        #expect(values.count { $0 == "'" }.isMultiple(of: 2), "\(line)")
        #expect(line.utf8.allSatisfy { $0 < 0x80 })
      }
    }
  }
}
