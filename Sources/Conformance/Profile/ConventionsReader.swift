import Diagnostics
import SchemaValidator

/// Reads the `conventions` of a profile.
enum ConventionsReader {
  /// The keys of `conventions`.
  static let conventionKeys = [
    "success", "errors", "pagination", "idempotency", "ambient_statuses", "request_id_header",
    "secrets", "webhooks",
  ]
  /// The keys of `success`.
  static let successKeys = ["data", "request_id"]
  /// The keys of `errors`.
  static let errorKeys = [
    "schema", "root", "type", "code", "message", "param", "request_id", "types", "code_pattern",
  ]
  /// The keys of `pagination`.
  static let paginationKeys = [
    "for", "style", "items", "more", "next", "id", "limit", "cursor", "token", "offset", "page",
    "first", "total", "total_header", "default", "max", "over_max",
  ]
  /// The keys of `idempotency`.
  static let idempotencyKeys = [
    "header", "reuse", "in_flight", "replay_header", "max_length", "volatile",
  ]
  /// The keys of `webhooks`.
  static let webhookKeys = ["signature"]
  /// The keys of `signature`.
  static let signatureKeys = ["header", "time", "code", "tolerance"]

  /// Reads all conventions; a part that is absent stays nil.
  static func read(_ node: ManifestNode?, _ mistakes: inout MistakeList) -> Conventions {
    var conventions = Conventions()
    guard
      let mapping = node?.mapping(
        "conventions", keys: conventionKeys,
        homes: [
          .under("success", successKeys), .under("errors", errorKeys),
          .under("pagination", paginationKeys), .under("idempotency", idempotencyKeys),
          .under("webhooks", webhookKeys),
          .elsewhere("the profile, beside \"conventions:\"", ProfileLoader.keys),
        ], &mistakes)
    else { return conventions }
    conventions.success = mapping["success"].flatMap { success($0, &mistakes) }
    conventions.errors = mapping["errors"].flatMap { errors($0, &mistakes) }
    conventions.lists = mapping["pagination"].map { lists($0, &mistakes) } ?? []
    conventions.idempotency = mapping["idempotency"].flatMap { idempotency($0, &mistakes) }
    conventions.requestIDHeader = mapping["request_id_header"]?
      .text("request_id_header", &mistakes)
    conventions.secretMembers = mapping["secrets"]?.texts("secrets", &mistakes) ?? []
    conventions.webhooks = mapping["webhooks"].flatMap { webhooks($0, &mistakes) }
    if let statuses = mapping["ambient_statuses"] {
      conventions.ambientStatuses = self.statuses(statuses, "ambient_statuses", &mistakes)
    }
    return conventions
  }

  private static func success(
    _ node: ManifestNode, _ mistakes: inout MistakeList
  ) -> Conventions.Success? {
    guard let mapping = node.mapping("success", keys: successKeys, &mistakes)
    else { return nil }
    return .init(
      data: mapping["data"]?.pointer("data", &mistakes),
      requestID: mapping["request_id"]?.pointer("request_id", &mistakes))
  }

  private static func errors(
    _ node: ManifestNode, _ mistakes: inout MistakeList
  ) -> Conventions.Errors? {
    guard let mapping = node.mapping("errors", keys: errorKeys, &mistakes) else { return nil }
    var errors = Conventions.Errors()
    errors.schema = mapping["schema"]?.pointer("schema", &mistakes)
    errors.root = mapping["root"]?.pointer("root", &mistakes)
    errors.type = mapping["type"]?.pointer("type", &mistakes)
    errors.code = mapping["code"]?.pointer("code", &mistakes)
    errors.message = mapping["message"]?.pointer("message", &mistakes)
    errors.param = mapping["param"]?.pointer("param", &mistakes)
    errors.requestID = mapping["request_id"]?.pointer("request_id", &mistakes)
    errors.codePattern = mapping["code_pattern"]?.text("code_pattern", &mistakes)
    if let pattern = errors.codePattern, TextPattern(pattern) == nil,
      let node = mapping["code_pattern"]
    {
      mistakes.add(
        code: "suite.bad-pattern", "\"\(pattern)\" is not an ECMA-262 pattern", at: node,
        fix: "correct the pattern")
      errors.codePattern = nil
    }
    for member in mapping["types"]?.mapping("types", &mistakes)?.members ?? [] {
      guard let status = Int(member.name), 100...599 ~= status else {
        mistakes.add(
          code: "suite.bad-status", "found \"\(member.name)\"; expected a status code",
          in: node.document, bytes: member.nameRange, fix: "write a number from 100 to 599")
        continue
      }
      errors.types[status] = member.node.texts("error types", &mistakes)
    }
    return errors
  }

  private static func idempotency(
    _ node: ManifestNode, _ mistakes: inout MistakeList
  ) -> Conventions.Idempotency? {
    guard
      let mapping = node.mapping("idempotency", keys: idempotencyKeys, &mistakes),
      let header = mapping.required("header", of: "idempotency", &mistakes)?
        .text("header", &mistakes)
    else { return nil }
    return .init(
      header: header,
      reuseStatuses: mapping["reuse"].map { statuses($0, "reuse", &mistakes) } ?? [409, 422],
      inFlightStatuses: mapping["in_flight"].map { statuses($0, "in_flight", &mistakes) } ?? [409],
      replayHeader: mapping["replay_header"]?.text("replay_header", &mistakes),
      maximumLength: mapping["max_length"]?.integer("max_length", in: 1...100_000, &mistakes),
      volatile: (mapping["volatile"]?.list("JSON pointers", &mistakes) ?? [])
        .compactMap { $0.pointer("volatile", &mistakes) })
  }

  private static func webhooks(
    _ node: ManifestNode, _ mistakes: inout MistakeList
  ) -> Conventions.Webhooks? {
    guard
      let mapping = node.mapping("webhooks", keys: webhookKeys, &mistakes),
      let own = mapping.required("signature", of: "webhooks", &mistakes)?
        .mapping("signature", keys: signatureKeys, &mistakes)
    else { return nil }
    var signature = Conventions.Webhooks.Signature()
    signature.header = own["header"]?.text("header", &mistakes)
    signature.time = own["time"]?.text("time", &mistakes) ?? signature.time
    signature.code = own["code"]?.text("code", &mistakes) ?? signature.code
    if let seconds = own["tolerance"]?.integer("tolerance", in: 1...86_400, &mistakes) {
      signature.tolerance = .seconds(seconds)
    }
    return .init(signature: signature)
  }

  private static func statuses(
    _ node: ManifestNode, _ what: String, _ mistakes: inout MistakeList
  ) -> Set<Int> {
    Set(node.oneOrMore.compactMap { $0.integer(what, in: 100...599, &mistakes) })
  }
}
