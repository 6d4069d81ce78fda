import NIOCore
import NIOHTTP1
import NIOPosix

/// One request of the webhook sender on a connection of its own.
enum WebhookConnection {
  /// What a delivery was answered with.
  struct Answer: Sendable {
    var status: Int
    /// The beginning of the body.
    var body: String
  }

  /// Why a delivery got no answer.
  enum Failure: Error {
    case nowhere, closed
  }

  /// How long a connection may take to open, and how long nothing may come over it.
  private static let patience = TimeAmount.seconds(3)

  /// Sends a delivery and gives the answer to it.
  static func post(_ parcel: WebhookParcel) async throws -> Answer {
    guard let place = parcel.place else { throw Failure.nowhere }
    let answer = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: Answer.self)
    let channel: any Channel
    do {
      channel = try await ClientBootstrap(group: answer.futureResult.eventLoop)
        .connectTimeout(patience)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHTTPClientHandlers()
            try pipeline.addHandler(IdleStateHandler(allTimeout: patience))
            try pipeline.addHandler(PostingHandler(parcel, to: place, answer: answer))
          }
        }
        .connect(host: place.host, port: place.port)
        .get()
    } catch {
      answer.fail(error)
      throw error
    }
    defer { channel.close(promise: nil) }
    return try await answer.futureResult.get()
  }
}

/// Sends a delivery as soon as the connection stands, and collects the answer.
private final class PostingHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart

  /// As much of an answer's body as is kept.
  private static let snippetSize = 200

  private let parcel: WebhookParcel
  private let place: WebhookParcel.Place
  private let answer: EventLoopPromise<WebhookConnection.Answer>
  private var status = 0
  private var body: [UInt8] = []

  init(
    _ parcel: WebhookParcel, to place: WebhookParcel.Place,
    answer: EventLoopPromise<WebhookConnection.Answer>
  ) {
    self.parcel = parcel
    self.place = place
    self.answer = answer
  }

  func channelActive(context: ChannelHandlerContext) {
    let host = place.host == "::1" ? "[::1]" : place.host
    var fields: HTTPHeaders = [
      "Host": "\(host):\(place.port)", "Content-Length": "\(parcel.body.count)",
      "Connection": "close",
    ]
    for field in parcel.fields { fields.add(name: field.name, value: field.value) }
    let head = HTTPRequestHead(
      version: .http1_1, method: .POST, uri: place.target, headers: fields)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    let buffer = context.channel.allocator.buffer(bytes: parcel.body)
    context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): status = Int(head.status.code)
    case .body(let buffer):
      body += buffer.readableBytesView.prefix(Self.snippetSize - body.count)
    case .end:
      answer.succeed(.init(status: status, body: String(decoding: body, as: UTF8.self)))
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    answer.fail(WebhookConnection.Failure.closed)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is IdleStateHandler.IdleStateEvent { return context.close(promise: nil) }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    answer.fail(error)
    context.close(promise: nil)
  }
}
