import SchemaValidator

extension RunSession {
  /// Takes what an answer hands out under the names of secrets for secret from now on; false where
  /// it may hold one that will not be found again, so that its body is to be shown to nobody.
  func learnSecrets(in body: [UInt8]) -> Bool {
    let names = conventions.secretMembers
    // Most answers hold none, and need not be read for that; a name may be spelled with escapes.
    guard !names.isEmpty,
      body.contains(UInt8(ascii: "\\"))
        || names.contains(where: { body.firstPlace(of: Array($0.utf8)) != nil })
    else { return true }
    guard let document = try? JSONDocument(parsing: body) else { return false }
    var isFound = true
    var pending = [document.root]
    while let value = pending.popLast() {
      for member in value.members {
        if names.contains(where: { $0.isSameText(as: member.name) }) {
          for text in member.value.secretTexts where !redactor.learn(text) { isFound = false }
        }
        pending.append(member.value)
      }
      pending += value.elements
    }
    return isFound
  }
}

extension JSONValue {
  /// The secrets that a member holds: itself, or each of a list.
  fileprivate var secretTexts: [String] {
    switch kind {
    case .string: stringValue.flatMap { $0.isEmpty ? nil : [$0] } ?? []
    case .number: [description]
    case .array: elements.flatMap(\.secretTexts)
    case .object, .boolean, .null: []
    }
  }
}
