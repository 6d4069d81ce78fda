import CCurl

/// One libcurl multi handle: the connections and all exchanges that run over them.
///
/// Invariants: the handle is owned here and freed once, after every easy handle was removed. All
/// calls come from the thread of one ``CurlLoop``, except `wakeUp`, which libcurl allows from any
/// thread while the handle lives.
@safe final class CurlMulti {
  private let handle: UnsafeMutableRawPointer
  /// Keeps the easy handles alive while libcurl works on them, by the id of their submission.
  private(set) var running: [UInt64: CurlEasy] = [:]
  private var idle: [CurlEasy] = []

  /// Creates a handle that keeps up to so many connections open; nil when libcurl cannot.
  init?(keepingConnections limit: Int) {
    guard globalInitResult == CURLE_OK, let handle = unsafe curl_multi_init() else { return nil }
    unsafe self.handle = handle
    // Below the number of concurrent exchanges libcurl would close and reopen all the time.
    _ = unsafe ccurl_multi_set_long(handle, CURLMOPT_MAXCONNECTS, limit)
  }

  deinit {
    for easy in running.values { _ = unsafe curl_multi_remove_handle(handle, easy.handle) }
    _ = unsafe curl_multi_cleanup(handle)
  }

  /// Begins an exchange; false when libcurl refused it.
  func add(_ transfer: Transfer, _ configuration: CurlEngine.Configuration) -> Bool {
    guard let easy = idle.popLast() ?? CurlEasy(configuration) else { return false }
    guard easy.begin(transfer, configuration),
      unsafe curl_multi_add_handle(handle, easy.handle) == CURLM_OK
    else {
      easy.end()
      return false
    }
    running[transfer.submission.id] = easy
    return true
  }

  /// Takes an exchange out, whether over or not; its connection is closed unless it is over.
  func remove(_ id: UInt64) {
    guard let easy = running.removeValue(forKey: id) else { return }
    _ = unsafe curl_multi_remove_handle(handle, easy.handle)
    easy.end()
    idle.append(easy)
  }

  /// Does all work that can be done without waiting.
  func perform() {
    var count: Int32 = 0
    _ = unsafe curl_multi_perform(handle, &count)
  }

  /// The next exchange that is over, with libcurl's result; nil when there is none.
  ///
  /// It stays in until ``remove(_:)``.
  func nextFinished() -> (easy: CurlEasy, code: CURLcode)? {
    var left: Int32 = 0
    while let message = unsafe curl_multi_info_read(handle, &left) {
      guard unsafe message.pointee.msg == CURLMSG_DONE,
        let easy = unsafe message.pointee.easy_handle
      else { continue }
      var owner: UnsafeMutableRawPointer?
      _ = unsafe ccurl_get_pointer(easy, CURLINFO_PRIVATE, &owner)
      guard let owner = unsafe owner else { continue }
      return (
        unsafe Unmanaged<CurlEasy>.fromOpaque(owner).takeUnretainedValue(),
        unsafe ccurl_message_result(message)
      )
    }
    return nil
  }

  /// Waits until something can be done, somebody calls ``wakeUp()`` or the time is over.
  func wait(milliseconds: Int32) {
    _ = unsafe curl_multi_poll(handle, nil, 0, milliseconds, nil)
  }

  /// Ends the present or the next ``wait(milliseconds:)``; callable from any thread.
  func wakeUp() {
    _ = unsafe curl_multi_wakeup(handle)
  }
}

/// The process-wide start of libcurl and its TLS library; run once, by the first engine.
///
/// There is no counterpart at exit: `curl_global_cleanup` must not run beside other threads.
private let globalInitResult: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
