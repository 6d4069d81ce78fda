import NIOCore
import NIOHTTP1
import NIOPosix

/// One connection: collects requests, has them answered in order, and writes the answers as bytes.
///
/// There is no response encoder behind it: what is written is exactly what ``EncodedResponse``
/// says, so that a fault can break any rule of HTTP.
final class ConnectionHandler: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// What a request may take, in bytes.
  struct Limits: Sendable {
    var bodySize: Int
    var targetSize = 8 * 1024
    var fieldsSize = 64 * 1024
    /// A body is read to its end before it is refused, so that the client is able to read the
    /// refusal; beyond this size the connection is cut instead.
    var discardedSize = 16 * 1024 * 1024
  }

  /// Requests that may wait behind a running one before reading stops.
  private static let pipelineDepth = 16

  private let service: Service
  private let limits: Limits
  private var collected: Request?
  private var discarded = 0
  private var closesAfterRequest = false
  private var waiting: [(request: Request, closes: Bool)] = []
  private var isAnswering = false
  private var isFinishing = false
  private var holdsRead = false

  init(service: Service, limits: Limits) {
    self.service = service
    self.limits = limits
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isFinishing else { return }
    switch unwrapInboundIn(data) {
    case .head(let head): begin(head, context: context)
    case .body(let buffer): collect(buffer, context: context)
    case .end:
      if let request = collected {
        collected = nil
        waiting.append((request, closesAfterRequest))
        answerNext(context: context)
      }
    }
  }

  func read(context: ChannelHandlerContext) {
    if waiting.count < Self.pipelineDepth { context.read() } else { holdsRead = true }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case is FinishAndClose: finish(context: context)
    case ChannelEvent.inputClosed:
      // Half a request at the end of the input can never be answered.
      finish(context: context)
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard error is HTTPParserError, !isFinishing else {
      context.close(promise: nil)
      return
    }
    collected = nil
    var request = Request(method: "GET", target: "/", fields: [])
    request.refusal = .malformedHTTP("The request is not well-formed HTTP/1.1.")
    waiting.append((request, true))
    isFinishing = true
    answerNext(context: context)
  }

  private func begin(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
    let fields = head.headers.map { HTTPField(name: $0.name, value: $0.value) }
    var request = Request(method: head.method.rawValue, target: head.uri, fields: fields)
    closesAfterRequest = !head.isKeepAlive || !fields.values(of: "Upgrade").isEmpty
    discarded = 0
    let fieldsSize = fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
    let hosts = fields.values(of: "Host").count
    if head.uri.utf8.count > limits.targetSize {
      request.refusal = .malformedHTTP(
        status: 414, code: "uri_too_long", "The URL is longer than this server reads.")
    } else if fieldsSize > limits.fieldsSize {
      request.refusal = .malformedHTTP(
        status: 431, code: "header_fields_too_large", "The header is larger than this server reads."
      )
    } else if hosts > 1 || (hosts == 0 && head.version != .http1_0) {
      request.refusal = .malformedHTTP("The request must have one Host field.")
    }
    if request.refusal != nil { closesAfterRequest = true }
    let expectations = fields.values(of: "Expect").map { $0.lowercased() }
    if expectations.contains("100-continue"), head.version != .http1_0 {
      write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8), context: context)
    }
    collected = request
  }

  private func collect(_ buffer: ByteBuffer, context: ChannelHandlerContext) {
    guard var request = collected else { return }
    collected = nil  // keeps the body's bytes uniquely referenced while they grow
    if request.refusal == nil, request.body.count + buffer.readableBytes <= limits.bodySize {
      request.body += buffer.readableBytesView
    } else {
      if request.refusal == nil {
        request.refusal = .malformedHTTP(
          status: 413, code: "payload_too_large",
          "The body is larger than \(limits.bodySize) bytes.")
        closesAfterRequest = true
        request.body = []
      }
      discarded += buffer.readableBytes
      if discarded > limits.discardedSize {
        context.close(promise: nil)
        return
      }
    }
    collected = request
  }

  /// Has the next waiting request answered, unless one is running.
  private func answerNext(context: ChannelHandlerContext) {
    guard !isAnswering, !waiting.isEmpty else { return }
    isAnswering = true
    let (request, closes) = waiting.removeFirst()
    if holdsRead {
      holdsRead = false
      context.read()
    }
    let eventLoop = context.eventLoop
    let bound = NIOLoopBound((handler: self, context: context), eventLoop: eventLoop)
    let service = service
    let reset = service.nextReset()
    if reset == .before { return self.reset(context: context) }
    Task(executorPreference: service.executor) {
      var response = await service.answer(request)
      if reset == .after {
        eventLoop.execute { bound.value.handler.reset(context: bound.value.context) }
        return
      }
      if closes { response.closesConnection = true }
      let complete = response
      if complete.pauseBeforeBody > .zero {
        let head = complete.headBytes
        eventLoop.execute { bound.value.handler.write(head, context: bound.value.context) }
        await AnsweringExecutor.pause(complete.pauseBeforeBody)
      }
      eventLoop.execute { bound.value.handler.finishAnswer(complete, context: bound.value.context) }
    }
  }

  /// Breaks the connection off without an answer, so that the client sees a reset.
  private func reset(context: ChannelHandlerContext) {
    isFinishing = true
    waiting = []
    // Without lingering a close discards what is unsent and tells the peer so.
    let channel = context.channel
    guard let options = channel as? any SocketOptionProvider else {
      return channel.close(promise: nil)
    }
    options.setSoLinger(linger(l_onoff: 1, l_linger: 0))
      .whenComplete { _ in channel.close(promise: nil) }
  }

  /// Writes an answer, or what is left of it after a pause, and goes on.
  private func finishAnswer(_ response: EncodedResponse, context: ChannelHandlerContext) {
    isAnswering = false
    let head = response.pauseBeforeBody > .zero ? [] : response.headBytes
    write(head + response.bodyBytes, context: context)
    if response.closesConnection || (isFinishing && waiting.isEmpty) {
      isFinishing = true
      waiting = []
      closeAfterWrites(context: context)
    } else {
      answerNext(context: context)
    }
  }

  private func write(_ bytes: [UInt8], context: ChannelHandlerContext) {
    guard !bytes.isEmpty, context.channel.isActive else { return }
    var buffer = context.channel.allocator.buffer(capacity: bytes.count)
    buffer.writeBytes(bytes)
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
  }

  /// Answers what has been read completely, then closes.
  private func finish(context: ChannelHandlerContext) {
    isFinishing = true
    collected = nil
    if !isAnswering, waiting.isEmpty { closeAfterWrites(context: context) }
  }

  private func closeAfterWrites(context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(capacity: 0)))
      .whenComplete {
        [channel = context.channel] _ in channel.close(promise: nil)
      }
  }
}
