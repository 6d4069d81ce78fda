package import Conformance
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// Takes in webhooks on an address of this machine, and puts them into an inbox as they came.
///
/// It is meant to stand behind something that forwards a public URL to it, so that it serves plain
/// HTTP; every delivery is answered and its connection closed.
package final class DeliveryReceiver: Sendable {
  /// The port that it listens on.
  package let port: Int

  private let listener: any Channel

  private init(listener: any Channel, port: Int) {
    self.listener = listener
    self.port = port
  }

  /// How long a connection may be silent.
  private static let patience = TimeAmount.seconds(10)

  /// Starts to listen; port 0 takes a free one.
  /// - Throws: What keeps the address from being listened on.
  package static func start(
    host: String, port: Int, inbox: DeliveryInbox
  ) async throws(Refusal) -> DeliveryReceiver {
    do {
      let listener = try await listener(host: host, port: port, inbox: inbox)
      return DeliveryReceiver(listener: listener, port: listener.localAddress?.port ?? port)
    } catch let error as IOError {
      throw Refusal(reason: unsafe String(cString: strerror(error.errnoCode)))
    } catch {
      throw Refusal(reason: "\(error)")
    }
  }

  /// What keeps an address from being listened on.
  package struct Refusal: Error {
    /// The reason, in the system's words where it has one.
    package let reason: String
  }

  private static func listener(
    host: String, port: Int, inbox: DeliveryInbox
  ) async throws -> any Channel {
    try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
          try pipeline.addHandler(IdleStateHandler(allTimeout: patience))
          try pipeline.addHandler(ReceivingHandler(inbox: inbox))
        }
      }
      .bind(host: host, port: port)
      .get()
  }

  /// Stops to listen.
  package func stop() async {
    try? await listener.close()
  }
}

/// One connection of the receiver: one delivery, and its answer.
private final class ReceivingHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let inbox: DeliveryInbox
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []
  private var isTooLarge = false

  init(inbox: DeliveryInbox) {
    self.inbox = inbox
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      // A second request may have come before the connection was closed.
      body = []
      isTooLarge = false
    case .body(let buffer):
      isTooLarge = isTooLarge || body.count + buffer.readableBytes > inbox.limit.bodySize
      if isTooLarge { body = [] } else { body += buffer.readableBytesView }
    case .end:
      guard let head else { return }
      self.head = nil
      answer(status(for: head), to: head, context: context)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is IdleStateHandler.IdleStateEvent { return context.close(promise: nil) }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  /// Puts a delivery into the inbox; says what it is answered with.
  private func status(for head: HTTPRequestHead) -> HTTPResponseStatus {
    guard head.method == .POST else { return .methodNotAllowed }
    guard !isTooLarge else {
      inbox.noteDropped()
      return .payloadTooLarge
    }
    let delivery = ReceivedDelivery(
      path: String(head.uri.prefix { $0 != "?" }),
      fields: head.headers.map { HTTPField($0.name, $0.value) }, body: body,
      receivedAt: Timestamp.now().seconds)
    return inbox.put(delivery) ? .ok : .serviceUnavailable
  }

  private func answer(
    _ status: HTTPResponseStatus, to head: HTTPRequestHead, context: ChannelHandlerContext
  ) {
    var fields: HTTPHeaders = ["Content-Length": "0", "Connection": "close"]
    if status == .methodNotAllowed { fields.add(name: "Allow", value: "POST") }
    let answer = HTTPResponseHead(version: .http1_1, status: status, headers: fields)
    context.write(wrapOutboundOut(.head(answer)), promise: nil)
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
      channel.close(promise: nil)
    }
  }
}
