/// Fragments that lead into the HTML report, the same from run to run.
enum Anchor {
  /// The place of a case.
  static func testCase(_ id: String) -> String { "case/" + spelled(id) }

  /// The place of a finding: that of its case, its requirement, and a number where the case has
  /// more than one of the requirement.
  static func finding(_ index: Int, of testCase: CaseResult) -> String {
    let requirement = testCase.findings[index].requirement
    let earlier = testCase.findings[..<index].count { $0.requirement == requirement }
    let place = "finding/\(spelled(testCase.id)):\(spelled(requirement.text))"
    return earlier == 0 ? place : "\(place):\(earlier + 1)"
  }

  /// The place of a suite.
  static func suite(_ id: String) -> String { "suite/" + spelled(id) }

  /// The place of an operation in the coverage.
  static func operation(_ name: String) -> String { "operation/" + spelled(name) }

  /// The row of a requirement.
  static func requirement(_ id: RequirementID) -> String { "requirement/" + spelled(id.text) }

  /// A text as part of a fragment.
  ///
  /// Letters, digits and `/_.-` stand for themselves, every other byte for `~` and two
  /// hexadecimal digits: different ids never share an anchor, and no reader has to
  /// percent-decode.
  private static func spelled(_ text: String) -> String {
    if text.utf8.allSatisfy(isPlain) { return text }
    var spelled = ""
    for byte in text.utf8 {
      if isPlain(byte) {
        spelled.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        spelled += byte < 16 ? "~0" : "~"
        spelled += String(byte, radix: 16)
      }
    }
    return spelled
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "_"),
      UInt8(ascii: "."), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
