/// A way to write down what a run found: bytes made from the result model and nothing else.
///
/// A report decides about layout only. Counts, groups and verdicts come from ``RunDigest``, and
/// the text in the model is masked before it gets here.
package protocol Report: Sendable {
  /// The report of a run, ready to be written to a file.
  func render(_ run: RunDigest) -> [UInt8]
  /// What the bytes are.
  var form: TextForm { get }
}

extension Report {
  package var form: TextForm { .markup }
}
