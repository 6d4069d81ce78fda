import NIOCore
import NIOHTTP1

/// One connection of the depot: its requests are answered one after another.
final class DepotConnection: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = ByteBuffer

  private let depot: Depot
  private var collected: DepotRequest?
  private var closes = false
  private var waiting: [(request: DepotRequest, closes: Bool)] = []
  private var isAnswering = false

  init(depot: Depot) {
    self.depot = depot
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      var request = DepotRequest(
        method: head.method.rawValue, target: head.uri,
        fields: head.headers.map { ($0.name, $0.value) })
      let size = head.headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
      if head.uri.utf8.count > 8 << 10 { request.refusal = Self.tooLarge(414, "The URL") }
      if size > 64 << 10 { request.refusal = Self.tooLarge(431, "The header") }
      closes = !head.isKeepAlive
      collected = request
    case .body(let buffer):
      guard var request = collected else { return }
      collected = nil
      if request.body.count + buffer.readableBytes > 256 << 10 {
        request.refusal = Self.tooLarge(413, "The body")
        request.body = []
      } else if request.refusal == nil {
        request.body += buffer.readableBytesView
      }
      collected = request
    case .end:
      guard let request = collected else { return }
      collected = nil
      waiting.append((request, closes))
      answerNext(context: context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard error is HTTPParserError else { return context.close(promise: nil) }
    var request = DepotRequest(method: "GET", target: "/", fields: [])
    request.refusal = DepotProblem(
      status: 400, code: "no-http", detail: "The request is not well-formed.")
    waiting.append((request, true))
    answerNext(context: context)
  }

  private static func tooLarge(_ status: Int, _ what: String) -> DepotProblem {
    DepotProblem(status: status, code: "too-large", detail: "\(what) is too large.")
  }

  private func answerNext(context: ChannelHandlerContext) {
    guard !isAnswering, !waiting.isEmpty else { return }
    isAnswering = true
    let (request, closes) = waiting.removeFirst()
    let eventLoop = context.eventLoop
    let bound = NIOLoopBound((handler: self, context: context), eventLoop: eventLoop)
    let depot = depot
    Task(executorPreference: DepotExecutor.shared) {
      let answer = await depot.answer(request)
      let bytes = answer.bytes(to: request.method, at: depot.now, closes: closes)
      eventLoop.execute {
        let (handler, context) = bound.value
        handler.finish(bytes, closes: closes, context: context)
      }
    }
  }

  private func finish(_ bytes: [UInt8], closes: Bool, context: ChannelHandlerContext) {
    isAnswering = false
    let channel = context.channel
    var buffer = channel.allocator.buffer(capacity: bytes.count)
    buffer.writeBytes(bytes)
    let written = context.writeAndFlush(wrapOutboundOut(buffer))
    if closes {
      written.whenComplete { _ in channel.close(promise: nil) }
    } else {
      answerNext(context: context)
    }
  }
}
