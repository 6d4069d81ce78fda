package import Diagnostics
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
  private let state: Mutex<State>

  /// Creates the file, in place of one that is there.
  /// - Throws: ``Diagnostics`` when it cannot be written.
  package init(
    _ path: String, header: RecordingHeader, redactor: Redactor
  ) throws(Diagnostics) {
    self.path = path
    self.redactor = redactor
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
      guard let failure = state.failure else { return nil }
      return RunResult.Notice(
        code: "recording-incomplete",
        message: "the recording \(redactor.masked(path)) ends after "
          + "\(RunDigest.count(state.count, "exchange")): \(failure)")
    }
  }
}
