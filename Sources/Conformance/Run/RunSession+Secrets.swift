import SchemaValidator

extension RunSession {
  /// Takes what an answer hands out under the names of secrets for secret from now on.
  func learnSecrets(in body: [UInt8]) {
    let names = conventions.secretMembers
    // Most answers hold none, and need not be read for that.
    guard names.contains(where: { body.firstPlace(of: Array($0.utf8)) != nil }),
      let document = try? JSONDocument(parsing: body)
    else { return }
    var pending = [document.root]
    while let value = pending.popLast() {
      for member in value.members {
        if names.contains(where: { $0.isSameText(as: member.name) }) {
          for text in member.value.texts { redactor.learn(text) }
        }
        pending.append(member.value)
      }
      pending += value.elements
    }
  }
}

extension JSONValue {
  /// The texts that it is made of.
  fileprivate var texts: [String] {
    switch kind {
    case .string: [stringValue].compactMap(\.self)
    case .array: elements.flatMap(\.texts)
    case .object: members.flatMap(\.value.texts)
    case .number, .boolean, .null: []
    }
  }
}
