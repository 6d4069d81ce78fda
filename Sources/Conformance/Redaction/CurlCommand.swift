/// A command line that repeats a request.
package enum CurlCommand {
  /// The longest body that is written out, in bytes.
  private static let bodyLimit = 4096

  /// The command for a request.
  ///
  /// A secret becomes a reference to the environment variable it came from, so that the line can
  /// be run as it is, or the mask where there is none.
  package static func text(
    for request: HTTPRequest, over transport: TransportOptions = TransportOptions(),
    redactor: Redactor
  ) -> String {
    var words = ["curl", "-sS", "-i"] + self.words(for: transport, redactor)
    if request.decodesContent { words.append("--compressed") }
    if request.method == "HEAD" {
      words.append("-I")
    } else if request.method != "GET" || request.body != nil {
      words += ["-X", quoted(request.method, redactor)]
    }
    // curl takes brackets and braces for patterns, and resolves dots in paths by itself.
    if request.url.utf8.contains(where: isPattern) { words.append("--globoff") }
    if contains(request.url, "/.") { words.append("--path-as-is") }
    for field in request.fields {
      words.append("-H")
      words.append(word(for: field, redactor))
    }
    if let body = request.body {
      // curl calls a body a form when nobody says what it is.
      if request.fields.value(named: "Content-Type") == nil { words += ["-H", "Content-Type:"] }
      guard body.count <= bodyLimit, !body.contains(0),
        let text = String(validating: body, as: UTF8.self)
      else {
        words += [quoted(request.url, redactor), "--data-binary", "@body"]
        return words.joined(separator: " ") + "  # \(body.count) bytes, not shown"
      }
      words += ["--data-raw", quoted(text, redactor)]
    }
    words.append(quoted(request.url, redactor))
    return words.joined(separator: " ")
  }

  /// Whether curl takes a character of a URL for a part of a pattern.
  private static func isPattern(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"): true
    default: false
    }
  }

  /// A header field as a word.
  ///
  /// Of credentials there are wrong ones and those of a session: only a secret that was given, which
  /// a reader can give as well, is more than a mask.
  private static func word(for field: HTTPField, _ redactor: Redactor) -> String {
    // curl drops a field that ends in a colon; a semicolon sends it with an empty value.
    if field.value.isEmpty { return quoted("\(field.name);", redactor) }
    let isShown = !redactor.masksField(field.name) || redactor.isGiven(field)
    let value =
      isShown ? field.value : redactor.maskedField(name: field.name, value: field.value)
    return quoted("\(field.name): \(value)", redactor)
  }

  /// The options by which curl reaches the server the same way; header fields are the request's.
  private static func words(
    for transport: TransportOptions, _ redactor: Redactor
  ) -> [String] {
    var words: [String] = []
    func add(_ option: String, _ value: String) { words += [option, quoted(value, redactor)] }
    if let proxy = transport.proxy {
      add("--proxy", proxy.url)
      if let user = proxy.user {
        let password = (proxy.password ?? "").isEmpty ? "" : Redactor.mask
        add("--proxy-user", "\(user):\(password)")
      }
    }
    if let file = transport.certificateAuthorities { add("--cacert", file) }
    if let client = transport.clientCertificate {
      add("--cert", client.file)
      add("--key", client.keyFile)
      if let passphrase = client.passphrase {
        // A short one is not looked for elsewhere.
        let isGiven = redactor.secrets.contains { $0.value.isSameText(as: passphrase) }
        add("--pass", isGiven ? passphrase : Redactor.mask)
      }
    }
    for resolution in transport.resolutions { add("--resolve", resolution.text) }
    if transport.httpVersion == .http2 { words.append("--http2") }
    if transport.isInsecure { words.append("--insecure") }
    return words
  }

  /// A word as a POSIX shell reads it back.
  private static func quoted(_ word: String, _ redactor: Redactor) -> String {
    let secrets = redactor.secrets.filter { contains(word, $0.value) }
    guard secrets.isEmpty else { return "\"" + filled(word, secrets[...], redactor) + "\"" }
    return ShellWords.quoted(redactor.masked(word))
  }

  /// A text for double quotes, in which references stand for secrets.
  ///
  /// The values are cut out first, so that quoting cannot change how they are spelled.
  private static func filled(
    _ text: String, _ secrets: ArraySlice<Redactor.Secret>, _ redactor: Redactor
  ) -> String {
    guard let secret = secrets.first else {
      var text = redactor.masked(text)
      for special in ["\\", "\"", "$", "`"] {
        text = replacing(special, in: text, by: "\\" + special)
      }
      return text
    }
    let name = secret.environmentName.flatMap { isShellName($0) ? $0 : nil }
    return split(text, by: secret.value)
      .map { filled($0, secrets.dropFirst(), redactor) }
      // The braces keep a letter that follows out of the name.
      .joined(separator: name.map { "${\($0)}" } ?? Redactor.mask)
  }

  /// Whether a shell takes a word for the name of a variable.
  private static func isShellName(_ word: String) -> Bool {
    word.utf8.first.map { $0 > UInt8(ascii: "9") } == true
      && word.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  private static func contains(_ text: String, _ part: String) -> Bool {
    text.utf8Span.span.holds(part.utf8Span.span)
  }

  private static func replacing(_ part: String, in text: String, by other: String) -> String {
    split(text, by: part).joined(separator: other)
  }

  /// The pieces of a text between occurrences of a part, byte by byte.
  private static func split(_ text: String, by part: String) -> [String] {
    let bytes = Array(text.utf8)
    let needle = Array(part.utf8)
    var pieces: [String] = []
    var start = 0
    while let place = bytes.firstPlace(of: needle, from: start) {
      pieces.append(String(decoding: bytes[start..<place], as: UTF8.self))
      start = place + needle.count
    }
    pieces.append(String(decoding: bytes[start...], as: UTF8.self))
    return pieces
  }
}
