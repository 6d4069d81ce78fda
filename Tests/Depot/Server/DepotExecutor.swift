import NIOCore
import NIOPosix

/// Runs the depot's work on threads of its own: those that Swift keeps for tasks may all be busy with
/// what waits for an answer.
final class DepotExecutor: TaskExecutor {
  static let shared = DepotExecutor()

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    NIOThreadPool.singleton.submit { [self] _ in
      unsafe job.runSynchronously(on: asUnownedTaskExecutor())
    }
  }

  /// Waits without a thread of Swift's own.
  static func pause(_ milliseconds: Int64) async {
    let loop = MultiThreadedEventLoopGroup.singleton.any()
    try? await loop.scheduleTask(in: .milliseconds(milliseconds)) {}.futureResult.get()
  }
}
