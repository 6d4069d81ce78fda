/// The templates that an account starts with: one in two languages, one in each other status.
struct TemplateSeed: Sendable {
  let account: Account
  let startedAt: Timestamp

  func add(to state: inout Store.State) {
    let templates = [
      ("order_shipped", "en_US", "approved", "Order {{1}} is on its way.", ["order"]),
      ("order_shipped", "id", "approved", "Pesanan {{1}} sedang dikirim.", ["order"]),
      ("welcome", "id", "approved", "Selamat datang!", []),
      ("weekend_offer", "en_US", "pending", "This weekend: {{1}} off {{2}}.", ["share", "what"]),
      ("win_a_car", "en_US", "rejected", "You have won a car.", []),
    ]
    for (index, template) in templates.enumerated() {
      let time = startedAt.advanced(by: .seconds(-(400 - index * 20) * 3600))
      state.templates.insert(
        Template(
          id: state.identifiers.identifier("tmpl"), organizationID: account.organizationID,
          phoneNumberID: account.phoneNumberID ?? "", name: template.0, language: template.1,
          status: template.2, content: template.3, variables: template.4,
          providerID: template.2 == "approved" ? state.identifiers.digits(16) : nil,
          createdAt: time, updatedAt: time.advanced(by: .seconds(900))))
    }
  }
}

extension Template {
  /// The text with values in place of its variables; a variable without a value stays.
  func text(with values: [String]) -> String {
    var text = ""
    var rest = content[...]
    while let opening = rest.firstRange(of: "{{"), let closing = rest.firstRange(of: "}}") {
      text += rest[..<opening.lowerBound]
      let number = Int(rest[opening.upperBound..<closing.lowerBound]) ?? 0
      text +=
        values.indices.contains(number - 1)
        ? values[number - 1] : String(rest[opening.lowerBound..<closing.upperBound])
      rest = rest[closing.upperBound...]
    }
    return text + rest
  }
}
