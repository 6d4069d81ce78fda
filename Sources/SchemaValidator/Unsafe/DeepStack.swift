#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Runs work that nests deeply on a thread with a large stack of its own.
///
/// Whoever calls the validator may stand on a small stack, such as the 512 KiB of a secondary
/// thread. What recurses with the depth of a schema or a value does the first levels where it is,
/// and hands the rare deep rest to this.
enum DeepStack {
  /// Address space only: memory is taken page by page as the stack grows.
  ///
  /// The smaller one still has room for the deepest evaluation.
  private static let sizes = [256 << 20, 64 << 20]

  /// What the thread is given; kept alive by the caller, who waits.
  private final class Work {
    let body: () -> Void

    init(_ body: @escaping () -> Void) {
      self.body = body
    }
  }

  /// Runs a function to its end; nil where no thread can be made.
  static func run<Result>(_ body: () -> Result) -> Result? {
    var result: Result?
    withoutActuallyEscaping({ result = body() }) { body in
      let work = Work(body)
      _ = sizes.contains { runThread(of: $0, work) }
    }
    return result
  }

  /// Whether a thread with so large a stack could be made; if so, it has done the work.
  private static func runThread(of size: Int, _ work: Work) -> Bool {
    var attributes = pthread_attr_t()
    guard unsafe pthread_attr_init(&attributes) == 0 else { return false }
    defer { unsafe pthread_attr_destroy(&attributes) }
    guard unsafe pthread_attr_setstacksize(&attributes, size) == 0 else { return false }
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let context = unsafe Unmanaged.passUnretained(work).toOpaque()
    let status = unsafe pthread_create(
      &thread, &attributes,
      { context in
        #if canImport(Darwin)
          unsafe Unmanaged<Work>.fromOpaque(context).takeUnretainedValue().body()
        #else
          if let context = unsafe context {
            unsafe Unmanaged<Work>.fromOpaque(context).takeUnretainedValue().body()
          }
        #endif
        return nil
      }, context)
    guard status == 0 else { return false }
    #if canImport(Darwin)
      if let thread = unsafe thread { unsafe pthread_join(thread, nil) }
    #else
      pthread_join(thread, nil)
    #endif
    return true
  }
}
