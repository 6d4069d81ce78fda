internal import Synchronization

/// Programs that were compiled from one source before the first of them was run.
///
/// They share one code, which is made at that first run, and the memory for reading texts.
///
/// Invariants: `address` goes from nil to a retained ``FastProgram`` once and never changes again;
/// it is released once, in `deinit`. So whoever holds the batch may borrow the code without
/// counting the reference, which would cost more than judging a small value.
@safe
final class ProgramBatch: @unchecked Sendable {
  let scratch = ScratchPool()
  private let address: Atomic<UnsafeRawPointer?>

  init() {
    unsafe address = Atomic(nil)
  }

  deinit {
    if let made = unsafe address.load(ordering: .acquiring) {
      unsafe Unmanaged<FastProgram>.fromOpaque(made).release()
    }
  }

  /// The code; nil until it has been made.
  var code: FastProgram? {
    guard let made = unsafe address.load(ordering: .acquiring) else { return nil }
    return unsafe Unmanaged<FastProgram>.fromOpaque(made).takeUnretainedValue()
  }

  /// Takes the code, which must not have been made before.
  func complete(with code: FastProgram) {
    let made = unsafe UnsafeRawPointer(Unmanaged.passRetained(code).toOpaque())
    let earlier = unsafe address.exchange(made, ordering: .acquiringAndReleasing)
    precondition(unsafe earlier == nil, "a batch gets its code once")
  }

  /// Lends the code; nil until it has been made.
  @inline(__always)
  func withCode<Result>(_ body: (FastProgram) -> Result) -> Result? {
    guard let made = unsafe address.load(ordering: .acquiring) else { return nil }
    return unsafe Unmanaged<FastProgram>.fromOpaque(made)._withUnsafeGuaranteedRef { body($0) }
  }
}
