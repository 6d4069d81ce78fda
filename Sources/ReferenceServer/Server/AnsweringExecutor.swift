import NIOCore
import NIOPosix

/// Runs the work on requests on threads of its own.
///
/// The threads that Swift keeps for tasks are few, and belong to the program the server is
/// embedded in: were they all busy, a client in that program would wait for a server that waits
/// for the client.
final class AnsweringExecutor: TaskExecutor {
  private let threads = NIOThreadPool.singleton

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    threads.submit { [self] _ in
      unsafe job.runSynchronously(on: asUnownedTaskExecutor())
    }
  }

  /// Waits, on a clock that none of Swift's threads keeps either.
  static func pause(_ duration: Duration) async {
    let loop = MultiThreadedEventLoopGroup.singleton.any()
    try? await loop.scheduleTask(in: TimeAmount(duration)) {}.futureResult.get()
  }
}
