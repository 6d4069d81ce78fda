package import Diagnostics
import Synchronization

/// What this run created: only that may be changed or removed again.
///
/// With a file, what has to be undone is on the disk before it can come to be, so that another
/// process can finish the cleanup of a run that was killed.
package final class Ledger: Sendable {
  /// The values that belong to the run, with their homes; without any they do so everywhere.
  private let minted = Mutex<[[UInt8]: Set<IDHome>?]>([:])
  private let inventions = Mutex<Set<String>>([])
  private let book: Mutex<Book?>

  /// The file, and what is open in it.
  private struct Book: ~Copyable {
    let file: AppendedFile
    var count = 0
    /// The number of bytes of whole lines.
    private var size = 0
    /// Requests without an answer so far, and undoings that were not carried out.
    var unsettled: Set<Int> = []

    init(_ file: consuming AppendedFile) {
      self.file = file
    }

    mutating func open(_ entry: (Int) -> LedgerEntry) throws(AppendedFile.Refusal) -> Int {
      try append(entry(count + 1).line, isSynced: true)
      count += 1
      unsettled.insert(count)
      return count
    }

    mutating func close(_ number: Int, _ entry: LedgerEntry) {
      unsettled.remove(number)
      try? append(entry.line, isSynced: false)
    }

    /// Appends a line, whole or not at all: the next one would continue what is left of it.
    mutating func append(_ line: [UInt8], isSynced: Bool) throws(AppendedFile.Refusal) {
      do throws(AppendedFile.Refusal) {
        try file.append(line, isSynced: isSynced)
        size += line.count
      } catch {
        file.cut(to: size)
        throw error
      }
    }
  }

  /// Creates an empty ledger that is kept in memory alone.
  package init() {
    book = Mutex(nil)
  }

  /// Creates an empty ledger with a file.
  /// - Throws: ``Diagnostics`` when the file is there already or cannot be written.
  package init(file path: String, header: LedgerEntry.Header) throws(Diagnostics) {
    do throws(AppendedFile.Refusal) {
      var book = Book(try AppendedFile(path, mustBeNew: true))
      try book.append(LedgerEntry.header(header).line, isSynced: true)
      self.book = Mutex(book)
    } catch {
      throw Diagnostics([
        Diagnostic(
          code: "file.unwritable", "the ledger \(path) cannot be written: \(error.reason)",
          fix: "name a folder that can be written to with --reports")
      ])
    }
  }

  // MARK: What belongs to the run

  /// Notes a value that belongs to this run wherever it stands: one that a person named, or one
  /// that the run invented.
  package func mint(_ value: String) {
    minted.withLock { $0[Array(value.utf8)] = .some(nil) }
  }

  /// Notes an id from an answer to the run's own create; one that others may have as well belongs to
  /// it at its homes only.
  func mint(_ id: String, at homes: Set<IDHome>) {
    guard IDHome.isNeeded(for: id) else { return mint(id) }
    minted.withLock { minted in
      switch minted[Array(id.utf8)] {
      case .some(nil): break
      case .some(let known?): minted[Array(id.utf8)] = known.union(homes)
      case nil: minted[Array(id.utf8)] = homes
      }
    }
  }

  /// Where an id that belongs to this run is at home; empty for one that belongs to it everywhere, or
  /// not at all.
  func homes(of id: String) -> Set<IDHome> {
    minted.withLock { $0[Array(id.utf8)] ?? nil } ?? []
  }

  /// Notes a text that this run made up, so that nothing of anybody else's can have it.
  func invent(_ text: String) {
    inventions.withLock { _ = $0.insert(text) }
  }

  /// Whether a value belongs to this run where it stands: created by it, or holding something it
  /// made up.
  func owns(_ value: String, at home: IDHome) -> Bool {
    let isMinted = minted.withLock { minted in
      switch minted[Array(value.utf8)] {
      case nil: false
      case .some(nil): true
      case .some(let homes?): homes.contains { $0.isSame(as: home) }
      }
    }
    return isMinted
      || inventions.withLock { $0.contains { value.contains($0) } }
  }

  // MARK: What is in the file

  /// Writes down that a request is about to be sent that may create something; its number.
  func willSend(
    _ request: String, caseID: String, search: LedgerEntry.Search?
  ) throws(AppendedFile.Refusal) -> Int? {
    try open { .sending(number: $0, request: request, caseID: caseID, search: search) }
  }

  /// Writes down how something is undone; its number.
  func willUndo(_ undo: LedgerEntry.StoredRequest) throws(AppendedFile.Refusal) -> Int? {
    try open { .undo(number: $0, undo) }
  }

  /// Writes down that a request's answer came, and that all it asks to undo is in the file.
  func noteAnswer(_ number: Int) { close(number, .answered(number: number)) }

  /// Writes down that something was undone.
  func noteUndone(_ number: Int) { close(number, .undone(number: number)) }

  /// Whether anything is written down.
  var hasFile: Bool { book.withLock { $0 != nil } }

  /// Whether there is something in the file that was not undone, or may have to be.
  package var isOpen: Bool { book.withLock { $0?.unsettled.isEmpty == false } }

  private func open(_ entry: (Int) -> LedgerEntry) throws(AppendedFile.Refusal) -> Int? {
    try book.withLock { (book) throws(AppendedFile.Refusal) in
      guard book != nil else { return nil }
      return try book?.open(entry)
    }
  }

  /// An entry that is lost costs a sweep one needless request, so it is neither synced nor
  /// insisted on.
  private func close(_ number: Int, _ entry: LedgerEntry) {
    book.withLock { $0?.close(number, entry) }
  }
}

/// A ledger file as another process finds it.
package struct LedgerRecord: Sendable {
  /// The run it belongs to.
  package let header: LedgerEntry.Header
  /// What was not undone, the last first.
  package private(set) var undos: [(number: Int, undo: LedgerEntry.StoredRequest)] = []
  /// Requests that may have created something nobody knows of, in order.
  package private(set) var unanswered: [Unanswered] = []
  /// Where lines are that cannot be read, so that nobody knows what they tell of.
  package private(set) var damagedLines: [SourceLocation] = []
  /// The number of bytes before a last line that was cut off while it was written: what it was to
  /// tell of was never sent.
  let wholeSize: Int

  /// A request of which nobody knows whether it created something.
  package struct Unanswered: Sendable {
    /// Its number in the ledger.
    package let number: Int
    /// The request in words.
    package let request: String
    /// How what it may have created is found; nil where nothing tells.
    package let search: LedgerEntry.Search?
  }

  /// Reads a ledger.
  ///
  /// A last line that was cut off while it was written is left out, any other that cannot be read is
  /// told.
  /// - Throws: ``Diagnostics`` for a file that is no ledger.
  package init(reading text: SourceText) throws(Diagnostics) {
    let lines = text.bytes.split(separator: UInt8(ascii: "\n"))
    guard let first = lines.first, case .header(let header)? = LedgerEntry(line: first) else {
      throw Diagnostics([
        Diagnostic(
          code: "file.no-ledger", "\(text.name) is no ledger of a run",
          at: text.location(atByte: 0), fix: "give a ledger that a run left in its reports folder")
      ])
    }
    self.header = header
    let end = text.bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let tail = text.bytes[end...]
    let isCutOff = !tail.isEmpty && LedgerEntry(line: tail) == nil
    wholeSize = isCutOff ? tail.startIndex : text.bytes.count
    for line in lines.dropFirst() where line.startIndex < wholeSize {
      switch LedgerEntry(line: line) {
      case .sending(let number, let request, _, let search):
        unanswered.append(Unanswered(number: number, request: request, search: search))
      case .undo(let number, let undo): undos.insert((number, undo), at: 0)
      case .answered(let number): unanswered.removeAll { $0.number == number }
      case .undone(let number):
        undos.removeAll { $0.number == number }
        unanswered.removeAll { $0.number == number }
      case .header, nil: damagedLines.append(text.location(atByte: line.startIndex))
      }
    }
  }
}
