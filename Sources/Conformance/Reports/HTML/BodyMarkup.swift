import Diagnostics
import SchemaValidator

/// A body for people: JSON one value on a line, the values that findings point at marked.
///
/// What is no JSON, or only the beginning of it, is shown as it came.
struct BodyMarkup {
  /// How many bytes of a body are shown at most.
  private static let limit = 64 * 1024
  /// From this many bytes on, long arrays show their first elements and the marked ones.
  private static let foldingSize = 8 * 1024
  /// How many elements a folded array shows from its beginning.
  private static let firstElements = 3

  /// How deep a body may nest to be laid out; deeper ones are shown as they came.
  ///
  /// Laying out is recursive, and the stacks of concurrent tasks are small.
  private static let depthLimit = 64

  private let body: String
  private let length: Int
  private let isCut: Bool
  private let notes: [(pointer: JSONPointer, text: String)]

  /// Prepares a body; only the findings that point into a body are looked at.
  init(body: String, length: Int, isCut: Bool, findings: [Finding]) {
    self.body = body
    self.length = length
    self.isCut = isCut
    notes = findings.compactMap { finding in
      guard case .body(let pointer) = finding.place else { return nil }
      return (pointer, "\(finding.requirement): expected \(finding.expected)")
    }
  }

  /// Writes the body, and a line about what was left out.
  func write(to html: inout MarkupWriter) {
    let limits = JSONLimits(maximumDepth: Self.depthLimit)
    let document = isCut ? nil : try? JSONDocument(parsing: Array(body.utf8), limits: limits)
    html.element(
      "pre", [("class", "body"), ("tabindex", "0"), ("role", "group"), ("aria-label", "body")]
    ) { html in
      guard let document else {
        html.text(VisibleText.prefix(body, bytes: Self.limit))
        return
      }
      let start = html.bytes.count
      write(document.root, at: .root, indent: "", from: start, to: &html)
    }
    let shown = min(body.utf8.count, Self.limit)
    if isCut || document == nil && shown < body.utf8.count {
      html.element("p", [("class", "quiet")], text: "Cut: \(shown) of \(length) bytes are shown")
    }
  }

  private func write(
    _ value: JSONValue, at pointer: JSONPointer, indent: String, from start: Int,
    to html: inout MarkupWriter
  ) {
    let marks = notes.filter { $0.pointer == pointer }
    let note = marks.isEmpty ? nil : marks.map(\.text).joined(separator: "; ")
    switch value.kind {
    case .object, .array:
      writeContainer(value, at: pointer, indent: indent, note: note, from: start, to: &html)
    case .string: writeScalar(value.description, "t", note: note, to: &html)
    case .number: writeScalar(value.description, "n", note: note, to: &html)
    case .boolean, .null: writeScalar(value.description, "l", note: note, to: &html)
    }
  }

  private func writeScalar(
    _ text: String, _ kind: String, note: String?, to html: inout MarkupWriter
  ) {
    if note != nil {
      html.element("mark", text: text)
      write(note, to: &html)
    } else {
      html.element("span", [("class", kind)], text: text)
    }
  }

  private func writeContainer(
    _ value: JSONValue, at pointer: JSONPointer, indent: String, note: String?, from start: Int,
    to html: inout MarkupWriter
  ) {
    let isObject = value.kind == .object
    let (opening, closing) = isObject ? ("{", "}") : ("[", "]")
    if note != nil { html.element("mark", text: opening) } else { html.text(opening) }
    if value.count == 0 {
      html.text(closing)
      write(note, to: &html)
      return
    }
    write(note, to: &html)
    let inner = indent + "  "
    if isObject {
      writeMembers(of: value, at: pointer, indent: inner, from: start, to: &html)
    } else {
      writeElements(of: value, at: pointer, indent: inner, from: start, to: &html)
    }
    html.text("\n\(indent)\(closing)")
  }

  private func writeMembers(
    of value: JSONValue, at pointer: JSONPointer, indent: String, from start: Int,
    to html: inout MarkupWriter
  ) {
    var skipped = 0
    var isFirst = true
    for member in value.members {
      let place = pointer.appending(member.name)
      if isFull(html.bytes.count - start, at: place) {
        skipped += 1
        continue
      }
      html.text(isFirst ? "\n\(indent)" : ",\n\(indent)")
      isFirst = false
      let bytes = value.document.bytes[member.nameRange]
      html.element("span", [("class", "k")], text: String(decoding: bytes, as: UTF8.self))
      html.text(": ")
      write(member.value, at: place, indent: indent, from: start, to: &html)
    }
    if skipped > 0 {
      html.text("\n\(indent)… \(RunDigest.count(skipped, "further member"))")
    }
  }

  private func writeElements(
    of value: JSONValue, at pointer: JSONPointer, indent: String, from start: Int,
    to html: inout MarkupWriter
  ) {
    var skipped = 0
    var isFirst = true
    func separate(_ html: inout MarkupWriter) {
      html.text(isFirst ? "\n\(indent)" : ",\n\(indent)")
      isFirst = false
    }
    func writeSkipped(_ html: inout MarkupWriter) {
      guard skipped > 0 else { return }
      separate(&html)
      html.text("… \(RunDigest.count(skipped, "further element"))")
      skipped = 0
    }
    let isFolded = body.utf8.count > Self.foldingSize && value.count > Self.firstElements + 1
    for (index, element) in value.elements.enumerated() {
      let place = pointer.appending(index)
      let isFolding =
        isFolded && index >= Self.firstElements && !isMarked(below: place)
        || isFull(html.bytes.count - start, at: place)
      if isFolding {
        skipped += 1
        continue
      }
      writeSkipped(&html)
      separate(&html)
      write(element, at: place, indent: indent, from: start, to: &html)
    }
    writeSkipped(&html)
  }

  /// Whether no room is left; what findings point at is shown even then.
  private func isFull(_ written: Int, at pointer: JSONPointer) -> Bool {
    // Markup weighs more than the text in it.
    written > 4 * Self.limit && !isMarked(below: pointer)
  }

  private func isMarked(below pointer: JSONPointer) -> Bool {
    notes.contains { $0.pointer.starts(with: pointer) }
  }

  private func write(_ note: String?, to html: inout MarkupWriter) {
    guard let note else { return }
    html.element(
      "span", [("class", "note")], text: "  ← \(VisibleText.clipped(note, scalars: 160))")
  }
}
