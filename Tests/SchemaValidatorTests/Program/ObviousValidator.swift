import Foundation
import SchemaValidator

/// A slow, obvious reading of 2020-12, straight from schema text: the twin of both evaluations.
///
/// It knows one document, `$ref` to `#/$defs/…`, and nothing of speed.
struct ObviousValidator {
  let root: JSONValue

  struct Result {
    var isValid = true
    var names: Set<String> = []
    var items: Set<Int> = []
  }

  func isValid(_ instance: JSONValue) -> Bool { evaluate(root, instance).isValid }

  func evaluate(_ schema: JSONValue, _ instance: JSONValue) -> Result {
    if let constant = schema.boolValue { return Result(isValid: constant) }
    var result = Result()
    func merge(_ other: Result) {
      result.names.formUnion(other.names)
      result.items.formUnion(other.items)
    }
    func fail() { result.isValid = false }

    if let name = schema["$ref"]?.stringValue?.split(separator: "/").last,
      let target = root["$defs"]?[String(name)]
    {
      let other = evaluate(target, instance)
      if !other.isValid { fail() }
      merge(other)
    }
    for branch in elements(schema["allOf"]) {
      let other = evaluate(branch, instance)
      if !other.isValid { fail() }
      merge(other)
    }
    for (keyword, isOne) in [("anyOf", false), ("oneOf", true)] {
      guard let branches = schema[keyword] else { continue }
      let valid = elements(branches).map { evaluate($0, instance) }.filter(\.isValid)
      if valid.isEmpty || (isOne && valid.count != 1) { fail() }
      valid.forEach(merge)
    }
    if let not = schema["not"], evaluate(not, instance).isValid { fail() }
    if let test = schema["if"] {
      let tested = evaluate(test, instance)
      if tested.isValid { merge(tested) }
      if let branch = schema[tested.isValid ? "then" : "else"] {
        let other = evaluate(branch, instance)
        if !other.isValid { fail() }
        merge(other)
      }
    }
    if !assertsHold(schema, instance) { fail() }
    if instance.kind == .object { members(schema, instance, &result) }
    if instance.kind == .array { items(schema, instance, &result) }
    return result
  }

  private func elements(_ value: JSONValue?) -> [JSONValue] {
    value.map { Array($0.elements) } ?? []
  }
  private func members(_ value: JSONValue?) -> [JSONMember] {
    value.map { Array($0.members) } ?? []
  }

  private func members(_ schema: JSONValue, _ instance: JSONValue, _ result: inout Result) {
    let members = members(instance)
    for member in self.members(schema["dependentSchemas"]) where instance[member.name] != nil {
      let other = evaluate(member.value, instance)
      if !other.isValid { result.isValid = false }
      result.names.formUnion(other.names)
    }
    var own: Set<String> = []
    for member in members {
      if let property = schema["properties"]?[member.name] {
        own.insert(member.name)
        if !evaluate(property, member.value).isValid { result.isValid = false }
      }
      for pattern in self.members(schema["patternProperties"])
      where member.name.range(of: pattern.name, options: .regularExpression) != nil {
        own.insert(member.name)
        if !evaluate(pattern.value, member.value).isValid { result.isValid = false }
      }
      if let names = schema["propertyNames"] {
        let name = try? JSONDocument(parsing: "\"\(member.name)\"").root
        if let name, !evaluate(names, name).isValid { result.isValid = false }
      }
    }
    if let additional = schema["additionalProperties"] {
      for member in members where !own.contains(member.name) {
        if !evaluate(additional, member.value).isValid { result.isValid = false }
      }
      own.formUnion(members.map(\.name))
    }
    result.names.formUnion(own)
    if let unevaluated = schema["unevaluatedProperties"] {
      for member in members where !result.names.contains(member.name) {
        if !evaluate(unevaluated, member.value).isValid { result.isValid = false }
      }
      result.names.formUnion(members.map(\.name))
    }
  }

  private func items(_ schema: JSONValue, _ instance: JSONValue, _ result: inout Result) {
    let items = elements(instance)
    let prefix = elements(schema["prefixItems"])
    for (index, pair) in zip(prefix, items).enumerated() {
      if !evaluate(pair.0, pair.1).isValid { result.isValid = false }
      result.items.insert(index)
    }
    if let rest = schema["items"] {
      for (index, item) in items.enumerated().dropFirst(prefix.count) {
        if !evaluate(rest, item).isValid { result.isValid = false }
        result.items.insert(index)
      }
    }
    if let contains = schema["contains"] {
      let matching = items.indices.filter { evaluate(contains, items[$0]).isValid }
      result.items.formUnion(matching)
      if matching.count < schema["minContains"]?.intValue ?? 1 { result.isValid = false }
      if let most = schema["maxContains"]?.intValue, matching.count > most {
        result.isValid = false
      }
    }
    if let unevaluated = schema["unevaluatedItems"] {
      for (index, item) in items.enumerated() where !result.items.contains(index) {
        if !evaluate(unevaluated, item).isValid { result.isValid = false }
      }
      result.items.formUnion(items.indices)
    }
  }

  private func assertsHold(_ schema: JSONValue, _ instance: JSONValue) -> Bool {
    if let type = schema["type"] {
      let words =
        type.kind == .array ? elements(type).compactMap(\.stringValue) : [type.stringValue]
      if !words.contains(where: { isType(instance, $0 ?? "") }) { return false }
    }
    if let values = schema["enum"], !elements(values).contains(instance) { return false }
    if let value = schema["const"], value != instance { return false }
    switch instance.kind {
    case .number: return numberHolds(schema, instance)
    case .string:
      let count = instance.stringValue?.unicodeScalars.count ?? 0
      if let least = schema["minLength"]?.intValue, count < least { return false }
      if let most = schema["maxLength"]?.intValue, count > most { return false }
      if let pattern = schema["pattern"]?.stringValue,
        instance.stringValue?.range(of: pattern, options: .regularExpression) == nil
      {
        return false
      }
    case .array:
      if let least = schema["minItems"]?.intValue, instance.count < least { return false }
      if let most = schema["maxItems"]?.intValue, instance.count > most { return false }
      if schema["uniqueItems"]?.boolValue == true {
        let all = elements(instance)
        for i in all.indices { for j in 0..<i where all[i] == all[j] { return false } }
      }
    case .object: return objectHolds(schema, instance)
    case .null, .boolean: break
    }
    return true
  }

  private func objectHolds(_ schema: JSONValue, _ instance: JSONValue) -> Bool {
    if let least = schema["minProperties"]?.intValue, instance.count < least { return false }
    if let most = schema["maxProperties"]?.intValue, instance.count > most { return false }
    for name in elements(schema["required"]).compactMap(\.stringValue) where instance[name] == nil {
      return false
    }
    for rule in members(schema["dependentRequired"]) where instance[rule.name] != nil {
      for name in elements(rule.value).compactMap(\.stringValue) where instance[name] == nil {
        return false
      }
    }
    return true
  }

  private func numberHolds(_ schema: JSONValue, _ instance: JSONValue) -> Bool {
    guard let number = instance.numberValue else { return true }
    if let bound = schema["minimum"]?.numberValue, number < bound { return false }
    if let bound = schema["maximum"]?.numberValue, number > bound { return false }
    if let bound = schema["exclusiveMinimum"]?.numberValue, number <= bound { return false }
    if let bound = schema["exclusiveMaximum"]?.numberValue, number >= bound { return false }
    if let divisor = schema["multipleOf"]?.numberValue { return number.isMultiple(of: divisor) }
    return true
  }

  private func isType(_ instance: JSONValue, _ word: String) -> Bool {
    switch word {
    case "integer": instance.numberValue?.isInteger ?? false
    default: instance.kind.rawValue == word
    }
  }
}
