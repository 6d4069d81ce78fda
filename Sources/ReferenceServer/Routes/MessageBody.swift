/// What a body of `POST /{phone_number_id}/messages` asks for, once it has passed every rule.
enum MessageBody: Sendable {
  /// A message to send.
  case send(Outgoing)
  /// A read receipt for the inbound message of a provider's id.
  case readReceipt(providerID: String)

  /// A message on its way out.
  struct Outgoing: Sendable {
    /// The receiver, `+` and digits.
    var phoneNumber: String
    var type: String
    /// The text that lists show, except a template's: body or caption.
    var content: String?
    var media: Media?
    /// The template of a template message.
    var template: TemplateUse?
  }

  /// A template and what to put into it.
  struct TemplateUse: Sendable {
    var name: String
    var language: String
    /// The texts for the variables of its body, in order.
    var values: [String] = []
  }

  /// Media of a message: a link, or the id of an upload.
  enum Media: Sendable {
    case link(String)
    case upload(String)
  }

  private static let types = [
    "text", "image", "document", "video", "audio", "template", "interactive",
  ]

  /// Judges a body by the rules of the one variant it can be meant as.
  ///
  /// A body with a `type` is meant as a message; one with `status` or `message_id` and no `type`
  /// as a read receipt.
  ///
  /// - Throws: ``APIError`` for the first rule that is broken.
  init(_ body: BodyReader) throws(APIError) {
    if !body.has("type"), body.has("status") || body.has("message_id") {
      self = .readReceipt(providerID: try Self.readReceipt(body))
    } else {
      self = .send(try Self.outgoing(body))
    }
  }

  private static func readReceipt(_ body: BodyReader) throws(APIError) -> String {
    try body.string("messaging_product", oneOf: ["whatsapp"])
    try body.string("status", oneOf: ["read"])
    let providerID = try body.string("message_id", length: 1...Int.max)
    try body.optionalObject("typing_indicator")?.string("type", oneOf: ["text"])
    return providerID
  }

  private static func outgoing(_ body: BodyReader) throws(APIError) -> Outgoing {
    try body.string("messaging_product", oneOf: ["whatsapp"])
    try body.optionalString("recipient_type", oneOf: ["individual"])
    let recipient = try body.string("to")
    let type = try body.string("type", oneOf: types)
    guard let phoneNumber = PhoneNumber.normalized(recipient) else {
      throw .invalidPhoneNumber("to")
    }
    var outgoing = Outgoing(phoneNumber: phoneNumber, type: type)
    let part = try body.object(type)
    switch type {
    case "text":
      outgoing.content = try part.string("body", length: 1...4096)
      try part.optionalBool("preview_url")
    case "template":
      outgoing.template = try template(part)
    case "interactive":
      outgoing.content = try InteractiveBody.text(of: part)
    default:
      outgoing.media = try media(part)
      outgoing.content = try part.optionalString("caption", length: 0...1024)
      _ = try part.optionalString("filename", length: 0...255)
    }
    return outgoing
  }

  private static func media(_ part: BodyReader) throws(APIError) -> Media {
    let link = part.has("link") ? try part.url("link") : nil
    let upload = try part.optionalString("id", length: 1...255)
    if let link { return .link(link) }
    guard let upload else { throw .missingField(part.name(of: "link")) }
    return .upload(upload)
  }

  private static func template(_ part: BodyReader) throws(APIError) -> TemplateUse {
    let name = try part.string("name", length: 1...Int.max)
    let language: String
    if part.value("language")?.members != nil {
      let object = try part.object("language")
      language = try object.string("code", length: 2...15)
      _ = try object.optionalString("policy")
    } else {
      language = try part.string("language", length: 2...15)
    }
    var use = TemplateUse(name: name, language: language)
    guard part.has("components") else { return use }
    for component in try part.objects("components", count: 0...Int.max) {
      let type = try component.string("type", oneOf: ["header", "body", "button"])
      try component.optionalString(
        "sub_type", oneOf: ["url", "quick_reply", "copy_code", "flow"])
      try component.optionalInteger("index", atLeast: 0)
      if component.has("parameters") {
        let parameters = try component.objects("parameters", count: 0...Int.max)
        if type == "body" { use.values = parameters.map { $0.value("text")?.stringValue ?? "" } }
      }
    }
    return use
  }
}

/// Phone numbers as people write them and as the server keeps them.
enum PhoneNumber {
  /// `+` and 6 to 15 digits (the bounds of E.164), without the marks that people put between them;
  /// nil if the text is no phone number.
  static func normalized(_ text: String) -> String? {
    var digits = ""
    for (index, scalar) in text.unicodeScalars.enumerated() {
      switch scalar {
      case "0"..."9": digits.unicodeScalars.append(scalar)
      case "+" where index == 0: break
      case " ", "-", "(", ")", ".": break
      default: return nil
      }
    }
    return (6...15).contains(digits.utf8.count) ? "+" + digits : nil
  }
}
