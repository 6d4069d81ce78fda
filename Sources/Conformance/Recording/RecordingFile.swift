package import Diagnostics
import FoundationEssentials
import Synchronization

/// The file that every exchange of a run is written to, as the run goes on.
///
/// What is in it can be read at any moment, but for HAR, which is whole at the end. A file that
/// cannot be written to any more never stops the run: it keeps what it has, and that is told.
package final class RecordingFile: Sendable {
  /// The forms of a recording.
  package enum Form: Sendable {
    /// The program's own form, which can be judged again.
    case lines
    /// HAR, for other tools.
    case har

    /// The form that the name of a file asks for.
    package init(path: String) {
      self = path.lowercased().hasSuffix(".har") ? .har : .lines
    }
  }

  private struct State: ~Copyable {
    let file: AppendedFile
    /// How many bytes are whole entries.
    var size: Int
    var count = 0
    /// Why nothing more is written.
    var failure: String?

    init(_ file: consuming AppendedFile, opening: [UInt8]) throws(AppendedFile.Refusal) {
      try file.append(opening, isSynced: false)
      self.file = file
      size = opening.count
    }

    /// Writes an entry, or takes back what could be written of it.
    mutating func append(_ bytes: [UInt8]) {
      guard failure == nil else { return }
      do throws(AppendedFile.Refusal) {
        try file.append(bytes, isSynced: false)
        size += bytes.count
        count += 1
      } catch {
        failure = error.reason
        file.cut(to: size)
      }
    }
  }

  private let path: String
  private let form: Form
  private let redactor: Redactor
  /// How many values had turned out to be secret before the first exchange.
  private let learnedBefore: Int
  private let state: Mutex<State>

  /// Creates the file, in place of one that is there.
  /// - Throws: ``Diagnostics`` when it cannot be written.
  package init(
    _ path: String, header: RecordingHeader, redactor: Redactor
  ) throws(Diagnostics) {
    self.path = path
    self.redactor = redactor
    learnedBefore = redactor.learnedCount
    form = Form(path: path)
    let opening = form == .har ? HARText.opening(header) : RecordingLine.text(of: header)
    do throws(AppendedFile.Refusal) {
      state = Mutex(try State(AppendedFile(replacing: path), opening: opening))
    } catch {
      throw Diagnostics([
        Diagnostic(
          code: "file.unwritable", "the recording \(path) cannot be written: \(error.reason)",
          fix: "name a file in a folder that can be written to with --record")
      ])
    }
  }

  /// Writes an exchange, without secrets.
  package func record(_ exchange: RecordedExchange) {
    let clean = exchange.masked(by: redactor)
    switch form {
    case .lines:
      let line = RecordingLine.text(of: clean)
      state.withLock { $0.append(line) }
    case .har:
      let entry = HARText.entry(clean)
      state.withLock { $0.append(($0.count == 0 ? [] : HARText.separator) + entry) }
    }
  }

  /// Ends the file, and says what is missing from it; nil when nothing is.
  package func finish() -> RunResult.Notice? {
    state.withLock { state in
      if form == .har {
        do throws(AppendedFile.Refusal) {
          try state.file.append(HARText.closing, isSynced: false)
        } catch {
          state.failure = state.failure ?? error.reason
        }
      }
      let unmasked = maskLearned(count: state.count)
      guard let failure = state.failure else { return unmasked }
      return RunResult.Notice(
        code: "recording-incomplete",
        message: "the recording \(redactor.masked(path)) ends after "
          + "\(RunDigest.count(state.count, "exchange")): \(failure)")
    }
  }

  /// Masks what turned out to be secret only after it was written, and notes where; says why that
  /// could not be.
  ///
  /// A mask of which nobody knows would be judged as what the target sent.
  private func maskLearned(count: Int) -> RunResult.Notice? {
    guard form == .lines, count > 0, redactor.learnedCount > learnedBefore,
      // What is no file on a disk, such as a pipe, has been read already.
      FileManager.default.isRegularFile(path)
    else { return nil }
    do {
      let bytes = Array(try Data(contentsOf: URL(filePath: path)))
      try ReportFile(path).write(Self.masked(bytes, named: path, by: redactor))
      return nil
    } catch {
      let reason = (error as? Diagnostics)?.all.first?.message ?? "it cannot be read"
      return RunResult.Notice(
        code: "recording-places-unknown",
        message: redactor.masked(
          "the recording \(path) does not tell where values stood that turned out to be secret "
            + "later: \(reason); judged again, their masks may be taken for what the target sent"))
    }
  }

  /// The lines of a recording, each exchange masked once more.
  private static func masked(
    _ bytes: [UInt8], named name: String, by redactor: Redactor
  ) throws(Diagnostics) -> [UInt8] {
    let text = SourceText(bytes, name: name)
    let newline = UInt8(ascii: "\n")
    // The first line is the header, which says nothing that a target has sent.
    var start = bytes.firstIndex(of: newline).map { $0 + 1 } ?? bytes.count
    var result = Array(bytes[..<start])
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: newline) ?? bytes.count
      let exchange = try RecordedExchange(RecordedObject(lineAt: start..<end, of: text))
      result += RecordingLine.text(of: exchange.masked(by: redactor))
      start = end + 1
    }
    return result
  }
}
