/// The rules for the `interactive` part of a message: one of three shapes, told apart by `type`.
enum InteractiveBody {
  /// The text of an interactive message that keeps all rules of its shape.
  static func text(of part: BodyReader) throws(APIError) -> String {
    let type = try part.string("type", oneOf: ["cta_url", "list", "carousel"])
    let text = try part.object("body").string("text", length: 1...1024)
    let action = try part.object("action")
    switch type {
    case "cta_url": try checkLink(action)
    case "list":
      try checkFrame(of: part)
      try checkSections(action)
    default: try checkCards(action)
    }
    return text
  }

  /// A button that opens a URL.
  private static func checkLink(_ action: BodyReader) throws(APIError) {
    try action.string("name", oneOf: ["cta_url"])
    let parameters = try action.object("parameters")
    _ = try parameters.string("display_text", length: 1...20)
    try parameters.url("url")
  }

  /// The optional lines above and below a list.
  private static func checkFrame(of part: BodyReader) throws(APIError) {
    if let header = try part.optionalObject("header") {
      try header.string("type", oneOf: ["text"])
      _ = try header.string("text", length: 1...60)
    }
    if let footer = try part.optionalObject("footer") {
      _ = try footer.string("text", length: 1...60)
    }
  }

  private static func checkSections(_ action: BodyReader) throws(APIError) {
    _ = try action.string("button", length: 1...20)
    for section in try action.objects("sections", count: 1...Int.max) {
      _ = try section.optionalString("title", length: 0...24)
      for row in try section.objects("rows", count: 1...Int.max) {
        _ = try row.string("id", length: 1...200)
        _ = try row.string("title", length: 1...24)
        _ = try row.optionalString("description", length: 0...72)
      }
    }
  }

  private static func checkCards(_ action: BodyReader) throws(APIError) {
    for card in try action.objects("cards", count: 2...10) {
      try card.optionalInteger("card_index", atLeast: 0)
      try card.optionalString("type", oneOf: ["cta_url"])
      let header = try card.object("header")
      let kind = try header.string("type", oneOf: ["image", "video"])
      try header.object(kind).url("link")
      if let body = try card.optionalObject("body") {
        _ = try body.string("text", length: 0...160)
      }
      let cardAction = try card.object("action")
      if cardAction.has("buttons") {
        try checkButtons(cardAction)
      } else {
        try checkLink(cardAction)
      }
    }
  }

  private static func checkButtons(_ action: BodyReader) throws(APIError) {
    for button in try action.objects("buttons", count: 1...Int.max) {
      try button.string("type", oneOf: ["quick_reply"])
      let reply = try button.object("quick_reply")
      _ = try reply.string("id", length: 1...256)
      _ = try reply.string("title", length: 1...20)
    }
  }
}
