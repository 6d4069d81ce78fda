import CCurl
import Glibc

/// One libcurl easy handle: the settings of an exchange, the callbacks that feed a ``Transfer``,
/// and what libcurl knows about it afterwards.
///
/// What is the same for all exchanges of a loop is set once; what one exchange sets, the next one
/// sets again.
///
/// Invariants: the handle, its lists and its error text are owned here and freed once. libcurl holds
/// an unretained pointer to this object: the loop keeps it until the handle is out of the multi
/// handle. Used on one thread only.
@safe final class CurlEasy {
  let handle: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private var resolutionList: UnsafeMutablePointer<curl_slist>?
  /// Scheme and authority, request target and method that libcurl was told last.
  private var origin: String?
  private var target: String?
  private var method: String?
  /// The lines that `headerList` holds.
  private var headerLines: [String] = []
  /// Whether libcurl tells of the sockets it opens.
  private var watchesSockets = false
  /// The exchange this handle works on.
  private(set) var transfer: Transfer?

  /// The content codings that this libcurl decodes: two of them only where it was built to.
  static let contentCodings: Set<String> = {
    let features = unsafe curl_version_info(CURLVERSION_FIRST).pointee.features
    var codings: Set<String> = ["gzip", "deflate"]
    if features & CURL_VERSION_BROTLI != 0 { codings.insert("br") }
    if features & CURL_VERSION_ZSTD != 0 { codings.insert("zstd") }
    return codings
  }()

  /// Creates a handle; nil when libcurl has no memory for one.
  init?(_ configuration: CurlEngine.Configuration) {
    guard let handle = unsafe curl_easy_init() else { return nil }
    unsafe self.handle = handle
    unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    let transport = configuration.transport
    let isReady =
      setProtocol(transport) && setConnection(configuration) && setProxy(transport.proxy)
      && setTLS(transport) && setResolutions(transport.resolutions) && setCallbacks()
    guard isReady else { return nil }
  }

  deinit {
    unsafe curl_easy_cleanup(handle)
    unsafe curl_slist_free_all(headerList)
    unsafe curl_slist_free_all(resolutionList)
    unsafe errorText.deallocate()
  }

  /// Sets everything up for one exchange; false when libcurl refused a setting.
  func begin(_ transfer: Transfer, _ configuration: CurlEngine.Configuration) -> Bool {
    self.transfer = transfer
    unsafe errorText.pointee = 0
    let prepared = transfer.submission.prepared
    return setIdentity(prepared, configuration.transport) && setHeaders(prepared.headerLines)
      && setBody(prepared) && setLimits(transfer)
      && set(CURLOPT_FRESH_CONNECT, transfer.needsFreshConnection ? 1 : 0)
      && watchSockets(transfer.submission.gate != nil)
  }

  /// Forgets the exchange; the handle can begin another one.
  func end() { transfer = nil }

  // MARK: - Settings

  private func set(_ option: CURLoption, _ value: Int) -> Bool {
    unsafe ccurl_set_long(handle, option, value) == CURLE_OK
  }

  private func set(_ option: CURLoption, _ value: String?) -> Bool {
    unsafe ccurl_set_string(handle, option, value) == CURLE_OK
  }

  private func set(_ option: CURLoption, pointer: UnsafeRawPointer) -> Bool {
    unsafe ccurl_set_pointer(handle, option, pointer) == CURLE_OK
  }

  /// What kinds of URL are called, and how.
  private func setProtocol(_ transport: TransportOptions) -> Bool {
    let version =
      switch transport.httpVersion {
      case .http1: CURL_HTTP_VERSION_1_1
      case .http2: CURL_HTTP_VERSION_2TLS
      }
    return set(CURLOPT_PROTOCOLS_STR, "http,https")
      && set(CURLOPT_PATH_AS_IS, 1)
      && set(CURLOPT_HTTP_VERSION, Int(version))
      && set(CURLOPT_FOLLOWLOCATION, 0)
  }

  /// Method, URL and request line.
  private func setIdentity(_ prepared: PreparedRequest, _ transport: TransportOptions) -> Bool {
    let isProxyRequest = transport.proxy?.readsRequests == true && !prepared.usesTLS
    return set(CURLOPT_URL, prepared.origin, after: &origin)
      && set(
        CURLOPT_REQUEST_TARGET, isProxyRequest ? prepared.absoluteTarget : prepared.target,
        after: &target)
      && set(CURLOPT_CUSTOMREQUEST, prepared.request.method, after: &method)
  }

  /// Sets a text unless it is the one that was set last.
  private func set(_ option: CURLoption, _ value: String, after last: inout String?) -> Bool {
    if let last, last.isSameText(as: value) { return true }
    guard set(option, value) else { return false }
    last = value
    return true
  }

  private func setHeaders(_ lines: [String]) -> Bool {
    // Most requests of a run have the same ones, byte for byte.
    if lines.elementsEqual(headerLines, by: { $0.isSameText(as: $1) }) { return true }
    unsafe curl_slist_free_all(headerList)
    unsafe headerList = nil
    headerLines = []
    guard unsafe Self.append(lines, to: &headerList),
      unsafe ccurl_set_list(handle, CURLOPT_HTTPHEADER, headerList) == CURLE_OK
    else { return false }
    headerLines = lines
    return true
  }

  /// Appends copies of texts to a list; false when there is no memory for them.
  private static func append(
    _ texts: [String], to list: inout UnsafeMutablePointer<curl_slist>?
  ) -> Bool {
    for text in texts {
      guard let longer = unsafe curl_slist_append(list, text) else { return false }
      unsafe list = longer
    }
    return true
  }

  private func setBody(_ prepared: PreparedRequest) -> Bool {
    if prepared.request.method == "HEAD" { return set(CURLOPT_NOBODY, 1) }
    guard let body = prepared.body else { return set(CURLOPT_HTTPGET, 1) }
    // HTTPGET and POST reset the method of their own, not CURLOPT_CUSTOMREQUEST. libcurl copies
    // the body, and takes its length from the option set before it.
    guard set(CURLOPT_POST, 1),
      unsafe ccurl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
        == CURLE_OK
    else { return false }
    return unsafe body.withUnsafeBytes { bytes in
      // An empty array may have no address, and nil would mean that a callback reads the body.
      unsafe set(CURLOPT_COPYPOSTFIELDS, pointer: bytes.baseAddress ?? UnsafeRawPointer(errorText))
    }
  }

  private func setLimits(_ transfer: Transfer) -> Bool {
    let request = transfer.submission.prepared.request
    let left = ContinuousClock.now.duration(to: transfer.submission.deadline)
    // 0 would mean no limit at all.
    return set(CURLOPT_TIMEOUT_MS, max(1, left.millisecondsRoundedUp))
      && set(CURLOPT_CONNECTTIMEOUT_MS, max(1, request.connectTimeout.millisecondsRoundedUp))
      && set(CURLOPT_ACCEPT_ENCODING, request.decodesContent ? "" : nil)
  }

  private func setConnection(_ configuration: CurlEngine.Configuration) -> Bool {
    // Without NOSIGNAL libcurl may raise SIGALRM and change the handler of SIGPIPE, which belongs
    // to the process. QUICK_EXIT lets a cancelled exchange leave its name lookup behind.
    set(CURLOPT_NOSIGNAL, 1)
      && set(CURLOPT_QUICK_EXIT, 1)
      && set(
        CURLOPT_MAXAGE_CONN, max(1, configuration.maximumIdleTime.millisecondsRoundedUp / 1000))
  }

  private func setProxy(_ proxy: TransportOptions.Proxy?) -> Bool {
    // An empty text keeps libcurl from the proxy in the environment.
    guard let proxy else { return set(CURLOPT_PROXY, "") }
    return set(CURLOPT_PROXY, proxy.url)
      // Nor does the environment say what goes past the proxy.
      && set(CURLOPT_NOPROXY, "")
      && set(CURLOPT_PROXYUSERNAME, proxy.user)
      && set(CURLOPT_PROXYPASSWORD, proxy.password)
      // What the proxy says before the server answers is not the server's.
      && set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
  }

  private func setTLS(_ transport: TransportOptions) -> Bool {
    if let file = transport.certificateAuthorities {
      guard set(CURLOPT_CAINFO, file), set(CURLOPT_PROXY_CAINFO, file) else { return false }
    }
    if let client = transport.clientCertificate {
      guard set(CURLOPT_SSLCERT, client.file), set(CURLOPT_SSLKEY, client.keyFile),
        set(CURLOPT_KEYPASSWD, client.passphrase)
      else { return false }
    }
    guard transport.isInsecure else { return true }
    return set(CURLOPT_SSL_VERIFYPEER, 0) && set(CURLOPT_SSL_VERIFYHOST, 0)
  }

  private func setResolutions(_ resolutions: [TransportOptions.Resolution]) -> Bool {
    guard !resolutions.isEmpty else { return true }
    return unsafe Self.append(resolutions.map(\.text), to: &resolutionList)
      && ccurl_set_list(handle, CURLOPT_RESOLVE, resolutionList) == CURLE_OK
  }

  private func setCallbacks() -> Bool {
    let own = unsafe UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
    let results = unsafe [
      ccurl_set_pointer(handle, CURLOPT_PRIVATE, own),
      ccurl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText),
      ccurl_set_data_callback(handle, CURLOPT_HEADERFUNCTION, receiveHead),
      ccurl_set_pointer(handle, CURLOPT_HEADERDATA, own),
      ccurl_set_data_callback(handle, CURLOPT_WRITEFUNCTION, receiveBody),
      ccurl_set_pointer(handle, CURLOPT_WRITEDATA, own),
      ccurl_set_ready_callback(handle, connectionIsReady),
      ccurl_set_pointer(handle, CURLOPT_PREREQDATA, own),
      ccurl_set_debug_callback(handle, watch),
      ccurl_set_pointer(handle, CURLOPT_DEBUGDATA, own),
      ccurl_set_long(handle, CURLOPT_VERBOSE, 1),
    ]
    return results.allSatisfy { $0 == CURLE_OK }
  }

  /// Has libcurl tell of each socket it opens, or not.
  private func watchSockets(_ watches: Bool) -> Bool {
    guard watches != watchesSockets else { return true }
    watchesSockets = watches
    let own = unsafe UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
    let callback = unsafe watches ? socketWasOpened : nil
    return unsafe ccurl_set_socket_callback(handle, callback) == CURLE_OK
      && set(CURLOPT_SOCKOPTDATA, pointer: own)
  }

  // MARK: - Afterwards

  /// What libcurl wrote about a failure, or its general sentence for the code.
  func message(for code: CURLcode) -> String {
    let text = unsafe String(cString: errorText)
    let general = unsafe String(cString: curl_easy_strerror(code))
    return text.isEmpty ? general : CurlMessage.trimmed(text, general: general)
  }

  /// How many connections were opened for the exchange.
  var connectionsOpened: Int { number(CURLINFO_NUM_CONNECTS) }

  /// The status by which a proxy answered the wish for a connection; 0 without such an answer.
  var proxyStatus: Int { number(CURLINFO_HTTP_CONNECTCODE) }

  private func number(_ info: CURLINFO) -> Int {
    var value = 0
    _ = unsafe ccurl_get_long(handle, info, &value)
    return value
  }

  /// A time that libcurl counts from the start of the exchange, in microseconds.
  func time(_ info: CURLINFO) -> Duration { .microseconds(offset(info)) }

  /// A size in bytes.
  func offset(_ info: CURLINFO) -> Int {
    var value: curl_off_t = 0
    _ = unsafe ccurl_get_offset(handle, info, &value)
    return Int(value)
  }
}

// MARK: - Callbacks

/// The transfer behind a callback's user pointer, which is the ``CurlEasy`` that set it.
private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
  guard let context = unsafe context else { return nil }
  return unsafe Unmanaged<CurlEasy>.fromOpaque(context).takeUnretainedValue().transfer
}

/// Called by libcurl with each header line; taking fewer bytes than given ends the exchange.
private let receiveHead: ccurl_data_callback = { bytes, size, count, context in
  let length = size * count
  guard let transfer = unsafe transfer(context), transfer.mayKeepHead(length) else { return 0 }
  unsafe transfer.head.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: length))
  return length
}

/// Called by libcurl with each piece of the body; taking fewer bytes than given ends the exchange.
private let receiveBody: ccurl_data_callback = { bytes, size, count, context in
  let length = size * count
  guard let transfer = unsafe transfer(context), transfer.mayKeepBody(length) else { return 0 }
  unsafe transfer.body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: length))
  return length
}

/// Called by libcurl with each socket it opens, before it connects.
private let socketWasOpened: ccurl_socket_callback = { context, socket, _ in
  unsafe transfer(context)?.sockets.append(socket)
  return CURL_SOCKOPT_OK
}

/// Called by libcurl each time a connection is ready for the request, new or kept.
private let connectionIsReady: ccurl_ready_callback = { context, _, _, _, localPort in
  let maySend = unsafe transfer(context)?.maySend(fromPort: Int(localPort)) ?? false
  return maySend ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}

/// Called by libcurl with its log and with what it sends.
private let watch: ccurl_debug_callback = { _, kind, bytes, count, context in
  switch kind {
  case CURLINFO_TEXT:
    // The only place that tells of bytes beyond the response.
    if count >= 6, unsafe memcmp(bytes, "Excess", 6) == 0 {
      unsafe transfer(context)?.hasExcess = true
    }
  case CURLINFO_HEADER_OUT: unsafe transfer(context)?.didSend(bodyBytes: 0)
  case CURLINFO_DATA_OUT: unsafe transfer(context)?.didSend(bodyBytes: count)
  default: break
  }
  return 0
}
