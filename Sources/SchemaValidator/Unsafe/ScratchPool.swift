internal import Synchronization

/// Memory for reading one text at a time, used again from text to text.
struct ValidationScratch: ~Copyable {
  private var bytes = PaddedBytes(reserving: 4096)
  private var nodes = TapeStorage(reserving: 512)

  /// Reads a text; the tape lives until the next one is read.
  mutating func read(
    _ text: Span<UInt8>, limits: JSONLimits
  ) throws(JSONSyntaxError) -> TapeView {
    bytes.replace(with: text)
    nodes.removeAll()
    let view = bytes.view
    try JSONParser(view, count: bytes.count, limits: limits).parse(onto: &nodes)
    return nodes.view(over: view)
  }
}

/// Scratch memory for the threads that share a program; each evaluation has its own.
///
/// One lies ready and costs an exchange to take; threads that find it taken meet at a lock.
///
/// Invariants: `spare` and the addresses in `more` are scratch memory made by `make()`, each in
/// one place only. Whoever takes one out owns it until it is put back; what is there in `deinit`
/// is freed.
@safe
final class ScratchPool: @unchecked Sendable {
  private typealias Address = UnsafeMutablePointer<ValidationScratch>

  private let spare: Atomic<UnsafeMutableRawPointer?>
  private let more = Mutex<[UInt]>([])

  init() {
    unsafe spare = Atomic(nil)
  }

  deinit {
    if let spare = unsafe spare.load(ordering: .acquiring) {
      unsafe Self.free(spare.assumingMemoryBound(to: ValidationScratch.self))
    }
    for address in more.withLock({ $0 }) {
      if let scratch = unsafe Address(bitPattern: address) { unsafe Self.free(scratch) }
    }
  }

  /// Lends scratch memory to one evaluation.
  @inline(__always)
  func withScratch<Result>(
    _ body: (inout ValidationScratch) throws(JSONSyntaxError) -> Result
  ) throws(JSONSyntaxError) -> Result {
    let ready = unsafe spare.exchange(nil, ordering: .acquiring)
    let scratch = unsafe ready?.assumingMemoryBound(to: ValidationScratch.self) ?? another()
    defer {
      let surplus = unsafe spare.exchange(UnsafeMutableRawPointer(scratch), ordering: .releasing)
      if let surplus = unsafe surplus {
        more.withLock { $0.append(UInt(bitPattern: surplus)) }
      }
    }
    return try unsafe body(&scratch.pointee)
  }

  @inline(never)
  private func another() -> Address {
    let kept = more.withLock { $0.popLast() }
    if let kept, let scratch = unsafe Address(bitPattern: kept) { return unsafe scratch }
    let made = Address.allocate(capacity: 1)
    unsafe made.initialize(to: ValidationScratch())
    return unsafe made
  }

  private static func free(_ scratch: Address) {
    unsafe scratch.deinitialize(count: 1)
    unsafe scratch.deallocate()
  }
}
