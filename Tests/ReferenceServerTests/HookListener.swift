import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Somebody who has subscribed: takes requests on a free port, and gives them out as they come.
final class HookListener: Sendable {
  /// A request as it came.
  struct Delivery: Sendable {
    var path: String
    /// When its head came, however long it then waits for whoever takes it.
    var receivedAt: Date
    var fields: [(name: String, value: String)]
    var body: [UInt8] = []

    /// The value of the field that looks like a signature, or nil.
    var signature: String? { fields.first { $0.value.contains("v1=") }?.value }
  }

  /// The URL that it listens at.
  let url: String
  /// What has come in.
  let deliveries: AsyncStream<Delivery>
  private let listener: any Channel

  /// Listens; the first answers have the statuses given, the others 200.
  init(answering statuses: [Int] = []) async throws {
    let (deliveries, continuation) = AsyncStream.makeStream(of: Delivery.self)
    let answers = AnswerStatuses(statuses)
    listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          try pipeline.configureHTTPServerPipeline()
          try pipeline.addHandler(Handler(answers, continuation))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    self.deliveries = deliveries
    url = "http://127.0.0.1:\(listener.localAddress?.port ?? 0)/hooks"
  }

  /// The next delivery.
  func next() async -> Delivery? {
    for await delivery in deliveries { return delivery }
    return nil
  }

  func stop() async { try? await listener.close() }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let answers: AnswerStatuses
    private let continuation: AsyncStream<Delivery>.Continuation
    private var delivery: Delivery?

    init(_ answers: AnswerStatuses, _ continuation: AsyncStream<Delivery>.Continuation) {
      self.answers = answers
      self.continuation = continuation
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head):
        delivery = Delivery(
          path: head.uri, receivedAt: Date(), fields: head.headers.map { ($0.name, $0.value) })
      case .body(let buffer): delivery?.body += buffer.readableBytesView
      case .end:
        let head = HTTPResponseHead(
          version: .http1_1, status: .init(statusCode: answers.next()),
          headers: ["Content-Length": "0"])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        if let delivery { continuation.yield(delivery) }
      }
    }
  }
}

/// The statuses that are still to be answered with, whoever asks.
final class AnswerStatuses: Sendable {
  private let rest: Mutex<[Int]>

  init(_ statuses: [Int]) { rest = Mutex(statuses) }

  func next() -> Int { rest.withLock { $0.isEmpty ? 200 : $0.removeFirst() } }
}
