import Foundation
import SchemaValidator
import Testing

/// One file of JSONTestSuite: `y_` must be read, `n_` refused, `i_` is for the reader to decide.
struct ParsingCase: CustomTestStringConvertible {
  let file: URL
  var name: String { file.lastPathComponent }
  var testDescription: String { name }

  static let all: [ParsingCase] = {
    let folder = TestData.folder(
      "json-parsing-test-suite/test_parsing", home: "https://github.com/nst/JSONTestSuite")
    return folder.map { TestData.files(in: $0, suffix: ".json").map(ParsingCase.init) } ?? []
  }()

  /// The free cases this reader accepts.
  ///
  /// They hold numbers of any size, lone surrogates in escapes and 500 levels. All others hold bytes that are not UTF-8, or a byte order mark.
  static let acceptedFreeCases: Set<String> = [
    "i_number_double_huge_neg_exp.json", "i_number_huge_exp.json",
    "i_number_neg_int_huge_exp.json", "i_number_pos_double_huge_exp.json",
    "i_number_real_neg_overflow.json", "i_number_real_pos_overflow.json",
    "i_number_real_underflow.json", "i_number_too_big_neg_int.json",
    "i_number_too_big_pos_int.json", "i_number_very_big_negative_int.json",
    "i_object_key_lone_2nd_surrogate.json", "i_string_1st_surrogate_but_2nd_missing.json",
    "i_string_1st_valid_surrogate_2nd_invalid.json",
    "i_string_incomplete_surrogate_and_escape_valid.json",
    "i_string_incomplete_surrogate_pair.json",
    "i_string_incomplete_surrogates_escape_valid.json",
    "i_string_invalid_lonely_surrogate.json", "i_string_invalid_surrogate.json",
    "i_string_inverted_surrogates_U+1D11E.json", "i_string_lone_second_surrogate.json",
    "i_structure_500_nested_arrays.json",
  ]

  var mustAccept: Bool {
    name.hasPrefix("y_") || Self.acceptedFreeCases.contains(name)
  }
}

@Suite("JSON reader: JSONTestSuite")
struct ParsingSuiteTests {
  @Test(
    "accepts and refuses as the suite and the written decisions say", arguments: ParsingCase.all)
  func verdict(_ testCase: ParsingCase) throws {
    let bytes = try TestData.bytes(testCase.file)
    do {
      let document = try JSONDocument(parsing: bytes)
      #expect(testCase.mustAccept, "\(testCase.name) was read")
      // What was read can be written and read again as the same value.
      let again = try JSONDocument(parsing: document.root.description)
      #expect(again.root == document.root)
    } catch {
      #expect(!testCase.mustAccept, "\(testCase.name): \(error)")
      #expect(error.byteOffset <= bytes.count)
      #expect(error.message.hasPrefix("found "))
      #expect(error.message.contains("; expected "))
    }
  }
}
