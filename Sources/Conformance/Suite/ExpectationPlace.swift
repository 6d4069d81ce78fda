import Diagnostics

/// Where an expectation stands in the file of its step.
///
/// Two small numbers, since every member of every pattern has one: which file it is, the step knows.
package struct ExpectationPlace: Sendable, Hashable {
  /// The line, from 1; 0 where nobody wrote the expectation down.
  private let line: UInt32
  /// The column, from 1.
  private let column: UInt32

  /// The place of what nobody wrote down.
  static let none = ExpectationPlace(line: 0, column: 0)

  private init(line: UInt32, column: UInt32) {
    self.line = line
    self.column = column
  }

  /// Takes the place out of a location.
  init(_ location: SourceLocation) {
    self.init(line: UInt32(clamping: location.line), column: UInt32(clamping: location.column))
  }

  /// The place, or another one where this one is of nothing that was written down.
  func or(_ other: ExpectationPlace) -> ExpectationPlace { self == .none ? other : self }

  /// Where the expectation stands; its step where nobody wrote it down.
  func location(ofStepAt step: SourceLocation) -> SourceLocation {
    self == .none
      ? step : SourceLocation(file: step.file, line: Int(line), column: Int(column))
  }
}
