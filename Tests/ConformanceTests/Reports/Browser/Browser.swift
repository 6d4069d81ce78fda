import Foundation
import Synchronization
import Testing

/// A headless Chromium, driven over a pair of pipes: no port is opened, and it ends with us.
///
/// Messages are JSON texts with a NUL after each, as `--remote-debugging-pipe` has them.
final class Browser: Sendable {
  /// The browser of the suite that runs; set by the trait ``Testing/Trait/browser``.
  @TaskLocal static var current: Browser?

  private struct State {
    var lastID = 0
    var waiting: [Int: CheckedContinuation<Data, any Error>] = [:]
    var events: [Event] = []
    var unread = Data()
    var isGone = false
  }

  /// What the browser tells of a page without being asked.
  struct Event: Sendable {
    var session: String
    var method: String
    var message: Data
  }

  /// A command that the browser refused, or the browser's end.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// How many seconds a command may take, on a machine that is busy with other things.
  private static let patience = 600.0

  private let process: Process
  private let profile: String
  private let commands: FileHandle
  private let answers: FileHandle
  private let state = Mutex(State())

  /// Starts a browser with an empty profile of its own.
  init(_ chromium: ExternalTool) throws {
    profile = "\(NSTemporaryDirectory())/browser-\(UUID().uuidString)"
    let (input, output) = (Pipe(), Pipe())
    commands = input.fileHandleForWriting
    answers = output.fileHandleForReading
    process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      // The browser talks over descriptors 3 and 4; its own output is of no interest.
      "-c", #"exec "$0" "$@" 3<&0 4>&1 </dev/null 1>/dev/null 2>&1"#, chromium.path,
      "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
      "--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding",
      "--hide-scrollbars", "--remote-debugging-pipe", "--user-data-dir=\(profile)",
    ]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    answers.readabilityHandler = { [weak self] handle in
      let data = handle.availableData
      if data.isEmpty { handle.readabilityHandler = nil }
      self?.take(data)
    }
  }

  /// Ends the browser and removes its profile.
  func close() async {
    if (try? await send("Browser.close")) == nil { process.terminate() }
    process.waitUntilExit()
    try? FileManager.default.removeItem(atPath: profile)
  }

  /// Sends a command and waits for its answer, which is decoded by the caller.
  @discardableResult
  func send(
    _ method: String, _ parameters: [String: Parameter] = [:], session: String? = nil
  ) async throws -> Data {
    try await withCheckedThrowingContinuation { continuation in
      let id: Int? = state.withLock { state in
        guard !state.isGone else { return nil }
        state.lastID += 1
        state.waiting[state.lastID] = continuation
        return state.lastID
      }
      guard let id else {
        return continuation.resume(throwing: Failure(description: "the browser is gone"))
      }
      // A browser that hangs must not hang the tests.
      DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience) { [weak self] in
        let late = self?.state.withLock { $0.waiting.removeValue(forKey: id) }
        late?.resume(throwing: Failure(description: "no answer to \(method)"))
      }
      do {
        let command = Command(
          id: id, method: method, params: parameters, sessionId: session)
        try commands.write(contentsOf: JSONEncoder().encode(command) + [0])
      } catch {
        state.withLock { $0.waiting.removeValue(forKey: id) }?.resume(throwing: error)
      }
    }
  }

  /// What the browser told of a page so far, in order.
  func events(of session: String) -> [Event] {
    state.withLock { $0.events.filter { $0.session == session } }
  }

  private func take(_ data: Data) {
    let answers: [(CheckedContinuation<Data, any Error>, Result<Data, any Error>)] =
      state.withLock { state in
        guard !data.isEmpty else {
          state.isGone = true
          defer { state.waiting = [:] }
          return state.waiting.values.map {
            ($0, .failure(Failure(description: "the browser ended")))
          }
        }
        state.unread += data
        var parts = state.unread.split(separator: 0, omittingEmptySubsequences: false)
        state.unread = Data(parts.removeLast())
        return parts.compactMap { part in
          let message = Data(part)
          guard let head = try? JSONDecoder().decode(Head.self, from: message) else { return nil }
          guard let id = head.id, let waiting = state.waiting.removeValue(forKey: id) else {
            if let session = head.sessionId, let method = head.method {
              state.events.append(Event(session: session, method: method, message: message))
            }
            return nil
          }
          let refusal = head.error.map { Failure(description: $0.message) }
          return (waiting, refusal.map { .failure($0) } ?? .success(message))
        }
      }
    for (continuation, answer) in answers { continuation.resume(with: answer) }
  }

  private struct Command: Encodable {
    var id: Int
    var method: String
    var params: [String: Parameter]
    var sessionId: String?
  }

  private struct Head: Decodable {
    struct Refusal: Decodable { var message: String }
    var id: Int?
    var method: String?
    var sessionId: String?
    var error: Refusal?
  }

  /// A value that a command takes.
  enum Parameter: Encodable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
  {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([Parameter])
    case members([String: Parameter])

    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .number(value) }
    init(booleanLiteral value: Bool) { self = .flag(value) }
    init(arrayLiteral elements: Parameter...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, Parameter)...) {
      self = .members(Dictionary(elements, uniquingKeysWith: { _, last in last }))
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .number(let number): try container.encode(number)
      case .flag(let flag): try container.encode(flag)
      case .list(let list): try container.encode(list)
      case .members(let members): try container.encode(members)
      }
    }
  }
}

/// Gives the tests of a suite one browser, which ends with the suite.
struct BrowserTrait: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    guard let chromium = ExternalTool("chromium") else { return }
    let browser = try Browser(chromium)
    do {
      try await Browser.$current.withValue(browser, operation: function)
    } catch {
      await browser.close()
      throw error
    }
    await browser.close()
  }
}

extension Trait where Self == BrowserTrait {
  /// One browser for the tests of a suite.
  static var browser: Self { Self() }
}
