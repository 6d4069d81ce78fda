/// Liberties in HTTP.
enum HTTPVariations {
  static let all: [LegalVariation] = [
    LegalVariation(
      "chunked", "Bodies come in chunks of seven bytes",
      .encoded { response, _ in
        if !response.body.isEmpty { response.framing = .chunks(of: 7) }
      }),
    LegalVariation(
      "charset-named", "The Content-Type names its charset, in capitals",
      .encoded { response, _ in
        if response.fields.values(of: "Content-Type") == ["application/json"] {
          response.fields.set("Content-Type", to: "Application/JSON;charset=UTF-8")
        }
      }),
    LegalVariation(
      "field-names-in-lower-case", "Field names are in lower case",
      .encoded { response, _ in response.fieldNameSpelling = { $0.lowercased() } }),
    LegalVariation(
      "field-names-in-upper-case", "Field names are in upper case",
      .encoded { response, _ in response.fieldNameSpelling = { $0.uppercased() } }),
    LegalVariation(
      "more-fields", "There are fields that nobody asked for, some of them twice",
      .encoded { response, _ in
        for field in [
          ("Vary", "Accept-Encoding"), ("Vary", "Origin"), ("Server", "edge/1.0"),
          ("Via", "1.1 edge"), ("X-Empty", ""), ("Strict-Transport-Security", "max-age=1"),
        ] { response.fields.append(HTTPField(name: field.0, value: field.1)) }
      }),
    LegalVariation(
      "fewer-fields", "Neither X-Request-Id nor Idempotent-Replayed is sent",
      .field("X-Request-Id", nil).followed(by: .field("Idempotent-Replayed", nil))),
    LegalVariation(
      "early-hints", "An interim answer comes before the final one",
      .encoded { response, _ in response.interim = ["HTTP/1.1 103 Early Hints", "Link: </>"] }),
    LegalVariation(
      "no-reason-phrase", "The status line ends after the code",
      .encoded { response, _ in response.hasReason = false }),
    LegalVariation(
      "closes-connections", "Every connection is closed after one answer",
      .encoded { response, _ in response.closesConnection = true }),
    LegalVariation(
      "slow-bodies", "Bodies come a while after their heads",
      .encoded { response, _ in response.pauseBeforeBody = .milliseconds(15) }),
    LegalVariation(
      "validators", "Fetched items have an ETag, and a condition on it is heeded",
      .encoded { response, exchange in
        guard exchange.request.method == "GET" || exchange.request.method == "HEAD",
          response.status == 200, let data = try? JSON(parsing: response.body)["data"]
        else { return }
        let tag = "\"" + MessageDigest.sha256(data.bytes).prefix(8).hexDigits + "\""
        response.fields.append(HTTPField(name: "ETag", value: tag))
        let conditions = exchange.request.fields.values(of: "If-None-Match")
        if conditions.contains(tag) || conditions.contains("*") {
          response.status = 304
          response.body = []
          response.fields.set("Content-Type", to: nil)
        }
      }),
    LegalVariation(
      "bare-heads", "HEAD is answered without the fields that only a body would tell",
      .encoded { response, exchange in
        if exchange.request.method == "HEAD" { response.fields.set("Content-Type", to: nil) }
      }),
    LegalVariation(
      "more-allowed", "Allow names methods that the contract does not know, between more blanks",
      .encoded { response, _ in
        guard let methods = response.fields.values(of: "Allow").first else { return }
        let names = methods.split { ", ".contains($0) }.map(String.init) + ["TRACE", "PURGE"]
        response.fields.set("Allow", to: names.joined(separator: " ,  "))
      }),
    LegalVariation(
      "gzip", "Bodies are coded with gzip for those who offer it",
      .encoded { response, exchange in
        let offered = exchange.request.fields.values(of: "Accept-Encoding").joined(separator: ",")
        let codings = offered.lowercased().split { $0 == "," || $0 == " " }
        guard codings.contains("gzip"), !response.body.isEmpty else { return }
        response.body = StoredGzip.encode(response.body)
        response.fields.append(HTTPField(name: "Content-Encoding", value: "gzip"))
        response.fields.append(HTTPField(name: "Vary", value: "Accept-Encoding"))
      }),
    LegalVariation(
      "budget-told", "Answers tell how much of a large budget is left",
      .encoded { response, exchange in
        guard exchange.organizationID != nil else { return }
        let left = 1_000_000 - min(exchange.number, 999_999)
        response.fields += [
          HTTPField(name: "X-RateLimit-Limit", value: "1000000"),
          HTTPField(name: "X-RateLimit-Remaining", value: String(left)),
          HTTPField(name: "X-RateLimit-Reset", value: String(exchange.startedAt.seconds + 60)),
        ]
      }),
  ]
}

extension Alteration {
  /// This change of the bytes and then another.
  func followed(by other: Alteration) -> Alteration {
    let first = encoded
    let second = other.encoded
    return .encoded { response, exchange in
      first?(&response, exchange)
      second?(&response, exchange)
    }
  }
}
