internal import Synchronization

/// Memory for reading one text at a time, used again from text to text.
final class ValidationScratch {
  private var bytes = PaddedBytes(reserving: 4096)
  private var nodes = TapeStorage(reserving: 512)

  /// Reads a text; the tape lives until the next one is read.
  func read(_ text: Span<UInt8>, limits: JSONLimits) throws(JSONSyntaxError) -> TapeView {
    bytes.replace(with: text)
    nodes.removeAll()
    let view = bytes.view
    try JSONParser(view, count: bytes.count, limits: limits).parse(onto: &nodes)
    return nodes.view(over: view)
  }
}

/// A pool of scratch memory, so that threads that share a program do not share memory.
final class ScratchPool: Sendable {
  private let free = Mutex<[Holder]>([])

  /// Scratch is handed from thread to thread through the mutex, and used by one at a time.
  private struct Holder: @unchecked Sendable {
    let scratch: ValidationScratch
  }

  /// Lends scratch memory to one evaluation.
  @inline(__always)
  func withScratch<Result>(
    _ body: (ValidationScratch) throws(JSONSyntaxError) -> Result
  ) throws(JSONSyntaxError) -> Result {
    let holder =
      free.withLock { $0.popLast() } ?? Holder(scratch: ValidationScratch())
    defer { free.withLock { $0.append(holder) } }
    return try body(holder.scratch)
  }
}
