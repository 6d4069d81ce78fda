internal import Diagnostics

/// What turned out to be odd about a contract, before lines and columns are looked up.
struct ContractRemarks {
  /// A second place that belongs to a remark.
  typealias Note = (message: String, place: ContractPlace?)

  private struct Remark {
    let severity: Diagnostic.Severity
    let code: String
    let message: String
    let place: ContractPlace
    let fix: String?
    let notes: [Note]
    /// What cannot be judged because of it.
    var losses: [String]
  }

  /// What makes two remarks the same one, met twice.
  private struct Key: Hashable {
    let code: String
    let message: String
    let file: String
    let offset: Int
  }

  private var all: [Remark] = []
  private var known: [Key: Int] = [:]

  /// Adds a remark; the same one about the same place is kept once, with the losses of both.
  mutating func add(
    _ severity: Diagnostic.Severity, code: String, _ message: String, at place: ContractPlace,
    fix: String?, notes: [Note] = [], loss: String? = nil
  ) {
    let key = Key(code: code, message: message, file: place.file, offset: place.offset)
    let losses = loss.map { [$0] } ?? []
    if let index = known[key] {
      all[index].losses += losses.filter { !all[index].losses.contains($0) }
      return
    }
    known[key] = all.count
    all.append(
      Remark(
        severity: severity, code: code, message: message, place: place, fix: fix, notes: notes,
        losses: losses))
  }

  /// The remarks with their lines and columns: file by file as they were met, each in its order.
  func diagnostics() -> [Diagnostic] {
    var files: [String: Int] = [:]
    for remark in all where files[remark.place.file] == nil {
      files[remark.place.file] = files.count
    }
    let order = all.enumerated().sorted {
      let left = $0.element.place
      let right = $1.element.place
      return (files[left.file] ?? 0, left.offset, $0.offset)
        < (files[right.file] ?? 0, right.offset, $1.offset)
    }
    return order.map { _, remark in
      // All of a minified contract is one line: the pointer says where.
      var notes = remark.notes.map { note in
        let pointer = note.place.map { ", at \($0.pointer.fragment)" } ?? ""
        return Diagnostic.Note(note.message + pointer, at: note.place?.location)
      }
      if let losses = Self.list(remark.losses) {
        notes.append(Diagnostic.Note("for that reason not judged: \(losses)"))
      }
      return remark.place.diagnostic(
        remark.severity, code: remark.code, remark.message, fix: remark.fix, notes: notes)
    }
  }

  /// The first few of a list of names, and how many more there are; nil for none.
  static func list(_ names: [String], limit: Int = 3) -> String? {
    guard !names.isEmpty else { return nil }
    let shown = names.prefix(limit).joined(separator: ", ")
    return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
  }
}
