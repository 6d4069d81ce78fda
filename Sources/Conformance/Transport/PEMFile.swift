import Diagnostics
import FoundationEssentials

/// A file of certificates or keys in PEM form.
///
/// Source: [RFC 7468](https://www.rfc-editor.org/rfc/rfc7468)
struct PEMFile {
  /// One encapsulated text.
  private struct Block {
    let label: String
    let lines: [Substring]

    /// Whether a passphrase is needed to read it.
    ///
    /// The second form is that of keys written by older programs, with fields before the data.
    var isEncrypted: Bool {
      label == "ENCRYPTED PRIVATE KEY"
        || lines.contains { $0.hasPrefix("Proc-Type:") && $0.hasSuffix("ENCRYPTED") }
    }

    /// Whether the data is there and is base64.
    var isReadable: Bool {
      let data = lines.filter { !$0.contains(":") }.joined()
      return !data.isEmpty && Data(base64Encoded: data) != nil
    }
  }

  private let blocks: [Block]

  /// Reads the blocks of a file; text around them is passed over, as RFC 7468 wants it.
  init(_ text: SourceText) {
    var blocks: [Block] = []
    var open: (label: String, lines: [Substring])?
    let lines = String(decoding: text.bytes, as: UTF8.self)
      .split(omittingEmptySubsequences: true) { $0.isNewline }
    for line in lines {
      if let label = Self.label(of: line, "BEGIN") {
        open = (label, [])
      } else if let block = open, Self.label(of: line, "END") == block.label {
        blocks.append(Block(label: block.label, lines: block.lines))
        open = nil
      } else {
        open?.lines.append(line.trimmingBlanks[...])
      }
    }
    self.blocks = blocks
  }

  /// Whether there is a certificate that can be read.
  var hasCertificate: Bool {
    blocks.contains { $0.label.hasSuffix("CERTIFICATE") && $0.isReadable }
  }

  /// Whether there is a private key that can be read.
  var hasKey: Bool { key != nil }

  /// Whether the private key needs a passphrase.
  var isKeyEncrypted: Bool { key?.isEncrypted == true }

  private var key: Block? {
    blocks.first { $0.label.hasSuffix("PRIVATE KEY") && $0.isReadable }
  }

  /// The label in `-----BEGIN label-----`.
  private static func label(of line: Substring, _ word: String) -> String? {
    let line = line.trimmingBlanks
    let start = "-----\(word) "
    guard line.hasPrefix(start), line.hasSuffix("-----"), line.count > start.count + 5 else {
      return nil
    }
    return String(line.dropFirst(start.count).dropLast(5))
  }
}
