/// Judges the credential of a request (RFC 6750, header form only).
struct Authentication: Sendable {
  let store: Store
  let accepts: @Sendable (_ token: String, _ known: APIKey) -> Bool

  private static let challenge = #"Bearer realm="kirim""#

  /// The key that the request was made with.
  ///
  /// - Throws: ``APIError`` with status 401 and a challenge, whatever is wrong with the credential.
  func apiKey(of request: Request) throws(APIError) -> APIKey {
    let credentials = request.fields.values(of: "Authorization")
    guard let credential = credentials.first, credentials.count == 1 else {
      throw .unauthenticated(
        "authentication_required", "Send the API key as a bearer token.",
        challenge: Self.challenge)
    }
    let scheme = credential.prefix { $0 != " " }
    let token = String(credential.dropFirst(scheme.count).drop { $0 == " " })
    guard scheme.lowercased() == "bearer", !token.isEmpty else {
      throw .unauthenticated(
        "authentication_required", "Send the API key as a bearer token.",
        challenge: Self.challenge)
    }
    let known = store.withState { state in
      state.apiKeys.first { accepts(token, $0) }
    }
    guard let known else {
      throw .unauthenticated(
        "invalid_api_key", "The API key is unknown or revoked.",
        challenge: Self.challenge + #", error="invalid_token""#)
    }
    return known
  }
}
