import Foundation
import Testing

/// A report opened in a tab of the browser.
struct BrowserPage: Sendable {
  /// How a page is looked at.
  struct View: Sendable, CustomTestStringConvertible {
    var width = 1280
    var height = 900
    var isDark = false
    var runsScripts = true

    var testDescription: String {
      "\(width) px, \(isDark ? "dark" : "light")\(runsScripts ? "" : ", without scripts")"
    }
  }

  /// What the browser answers to a command.
  private struct Answer<Result: Decodable>: Decodable {
    var result: Result
  }

  /// What an expression comes to.
  private struct Evaluation: Decodable {
    struct Object: Decodable {
      var value: String?
      init(from decoder: any Decoder) throws {
        // Of an exception the value is an object without members.
        let container = try decoder.container(keyedBy: CodingKeys.self)
        value = try? container.decode(String.self, forKey: .value)
      }
      enum CodingKeys: String, CodingKey { case value }
    }
    struct Details: Decodable {
      struct Exception: Decodable { var description: String? }
      var text: String
      var exception: Exception?
    }
    var result: Object
    var exceptionDetails: Details?
  }

  private let browser: Browser
  private let runsScripts: Bool
  private let session: String
  private let file: TemporaryFile

  /// Opens a page and waits until it is there.
  init(_ html: String, fragment: String = "", view: View = View()) async throws {
    browser = try #require(Browser.current)
    file = try TemporaryFile(html, name: "index.html")
    runsScripts = view.runsScripts
    struct Target: Decodable { var targetId: String }
    struct Session: Decodable { var sessionId: String }
    let target: Target = try Self.decode(
      await browser.send("Target.createTarget", ["url": "about:blank"]))
    let attached: Session = try Self.decode(
      await browser.send(
        "Target.attachToTarget", ["targetId": .text(target.targetId), "flatten": true]))
    session = attached.sessionId
    for domain in ["Page", "Runtime", "Log", "Network", "Accessibility"] {
      try await send("\(domain).enable")
    }
    try await send(
      "Emulation.setDeviceMetricsOverride",
      [
        "width": .number(view.width), "height": .number(view.height), "deviceScaleFactor": 1,
        "mobile": .flag(view.width < 500),
      ])
    // Tabs in the background neither draw nor reach the clipboard.
    try await send("Emulation.setFocusEmulationEnabled", ["enabled": true])
    try await setTheme(isDark: view.isDark)
    if !view.runsScripts {
      try await send("Emulation.setScriptExecutionDisabled", ["value": true])
    }
    try await send(
      "Page.addScriptToEvaluateOnNewDocument",
      [
        "source": """
        window.violations = [];
        document.addEventListener('securitypolicyviolation',
          event => violations.push(event.violatedDirective + ' ' + event.blockedURI));
        """
      ])
    try await send("Page.navigate", ["url": .text("file://\(file.path)\(fragment)")])
    try await until("the page is there") {
      $0 == "complete"
    } value: {
      "document.readyState"
    }
  }

  /// Switches what the page takes for the reader's wish.
  func setTheme(isDark: Bool) async throws {
    try await send(
      "Emulation.setEmulatedMedia",
      ["features": [["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]]])
  }

  /// Lets pages read the clipboard back.
  func allowClipboard() async throws {
    try await browser.send(
      "Browser.grantPermissions",
      ["permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]])
  }

  /// Sends a command about this page.
  @discardableResult
  func send(
    _ method: String, _ parameters: [String: Browser.Parameter] = [:]
  ) async throws -> Data {
    try await browser.send(method, parameters, session: session)
  }

  /// The value of an expression in the page; of a promise, what it comes to.
  func value<Value: Decodable>(
    _ expression: String, as type: Value.Type = Value.self
  ) async throws -> Value {
    let evaluation: Evaluation = try Self.decode(
      await send(
        "Runtime.evaluate",
        [
          // Where scripts are off, promises are not kept.
          "expression": .text(
            runsScripts
              ? "(async () => JSON.stringify([await (\(expression))]))()"
              : "JSON.stringify([\(expression)])"),
          "awaitPromise": .flag(runsScripts), "returnByValue": true, "userGesture": true,
        ]))
    if let details = evaluation.exceptionDetails {
      throw Browser.Failure(description: details.exception?.description ?? details.text)
    }
    let text = evaluation.result.value ?? "[null]"
    let values = try JSONDecoder().decode([Value].self, from: Data(text.utf8))
    return try #require(values.first)
  }

  /// Waits until an expression has a value; the page has all the time that a busy machine needs.
  func until<Value: Decodable>(
    _ sentence: Comment, _ isThere: (Value) -> Bool, value expression: () -> String
  ) async throws {
    for _ in 0..<1_500 {
      if isThere(try await value(expression())) { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record(sentence)
  }

  /// Presses a key.
  func press(_ key: String) async throws {
    let codes = ["Tab": 9, "Enter": 13, "Escape": 27, " ": 32]
    var parameters: [String: Browser.Parameter] = [
      "type": "keyDown", "key": .text(key),
      "windowsVirtualKeyCode": .number(codes[key] ?? Int(key.uppercased().utf8.first ?? 0)),
    ]
    if key.utf8.count == 1 { parameters["text"] = .text(key) }
    if key == "Enter" { parameters["text"] = "\r" }
    try await send("Input.dispatchKeyEvent", parameters)
    parameters["type"] = "keyUp"
    parameters["text"] = nil
    try await send("Input.dispatchKeyEvent", parameters)
  }

  /// Writes into what has the focus, as a person does.
  func type(_ text: String) async throws {
    try await send("Input.insertText", ["text": .text(text)])
  }

  /// What went wrong in the page: exceptions, complaints on the console, breaches of the policy,
  /// dialogs, and requests for anything but the page itself.
  func troubles() async throws -> [String] {
    let violations: [String] = try await value("window.violations")
    struct Request: Decodable {
      struct Parameters: Decodable {
        struct Request: Decodable { var url: String }
        var request: Request
      }
      var params: Parameters
    }
    return violations
      + browser.events(of: session).compactMap { event in
        let message = String(decoding: event.message, as: UTF8.self)
        switch event.method {
        case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded",
          "Page.javascriptDialogOpening", "Page.windowOpen", "Page.fileChooserOpened":
          return message
        case "Network.requestWillBeSent":
          let url =
            (try? JSONDecoder().decode(Request.self, from: event.message))?
            .params.request.url ?? message
          let isOwn = url.hasPrefix("file://\(file.path)") || url.hasPrefix("data:image/svg+xml,")
          return isOwn ? nil : url
        default: return nil
        }
      }
  }

  /// What assistive technology is told of the page: a role and a name each.
  func accessibleNodes() async throws -> [(role: String, name: String)] {
    struct Tree: Decodable {
      struct Node: Decodable {
        struct Value: Decodable {
          var value: String?
          init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            value = try? container.decode(String.self, forKey: .value)
          }
          enum CodingKeys: String, CodingKey { case value }
        }
        var ignored: Bool
        var role: Value?
        var name: Value?
      }
      var nodes: [Node]
    }
    let tree: Tree = try Self.decode(await send("Accessibility.getFullAXTree"))
    return tree.nodes.filter { !$0.ignored }
      .map { ($0.role?.value ?? "", $0.name?.value ?? "") }
  }

  private static func decode<Result: Decodable>(_ message: Data) throws -> Result {
    return try JSONDecoder().decode(Answer<Result>.self, from: message).result
  }
}
