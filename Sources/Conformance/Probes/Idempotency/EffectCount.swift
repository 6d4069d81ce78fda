import Diagnostics
import SchemaValidator

/// How many effects some tokens may have had.
struct EffectClaim {
  /// The requirement that is departed from otherwise.
  let requirement: RequirementID
  /// The tokens, counted together.
  let tokens: [String]
  /// The numbers that will do.
  let allowed: ClosedRange<Int>
  /// What was sent, as the start of a sentence.
  let what: String
  /// The exchange that shows it.
  let exchange: Int
  /// Whether nothing else can tell.
  var isOnlyEvidence = false
  /// Whether an answer says that it was done, so that a list without it tells nothing yet.
  var isSaidToBeDone = false

  /// How many effects have to show before a list tells anything about it.
  var leastShown: Int { max(allowed.lowerBound, isSaidToBeDone ? 1 : 0) }
}

extension KeyProbe {
  /// Forgets what was promised about a token, since a departure was found that explains it.
  func dropClaims(on token: String) {
    claims.removeAll { $0.tokens.contains { $0.isSameText(as: token) } }
  }

  /// Counts the effects of the whole probe at once, and compares them with what was promised.
  func settleClaims() async throws(CaseStop) {
    let asked = claims.filter { judge.asks($0.requirement) }
    guard !asked.isEmpty else { return }
    let open = asked.filter(\.isOnlyEvidence).map(\.requirement)
    guard let count = probe.count else {
      return judge.leaveOpen(open, "the case names no list to count the effects in")
    }
    if !open.isEmpty { try await performLast() }
    // It is read once for whatever was promised, and is no requirement's own.
    run.errand = .preparation
    var unreadable = "the list of effects could not be read whole"
    func look() async throws(CaseStop) -> Numbers? {
      switch try await tally(count) {
      case .counted(let numbers): return numbers
      case .unreadable(let reason):
        unreadable = reason
        return nil
      }
    }
    // A list may lag behind: showing late is no departure, and what is not to show may come late.
    let sighting = try await run.look(
      "count the effects", until: { isCaughtUp($0, with: asked) }, look)
    guard let sighting, let latest = try await run.lookAgain(after: sighting, look) else {
      return judge.leaveOpen(open, unreadable)
    }
    let numbers = sighting.sight.united(with: latest)
    let isFirst = { (claim: EffectClaim) in claim.requirement == "IDM-04" }
    for claim in asked.filter(isFirst) { settle(claim, numbers) }
    // Refused bodies that act all the same show in these counts as well: one cause, one finding.
    let spoiled: [RequirementID] = judge.hasReported("IDM-04") ? ["IDM-10", "IDM-22"] : []
    for claim in asked where !isFirst(claim) && !spoiled.contains(claim.requirement) {
      settle(claim, numbers)
    }
  }

  /// Sends one request more that nothing speaks against: a list that shows it shows what was done
  /// before it.
  ///
  /// Only where what it makes can be removed. Without it the list has to show what was done earlier.
  private func performLast() async throws(CaseStop) {
    guard probe.creation.cleanup != nil else { return }
    do throws(CaseStop) {
      _ = try await prepared("the last request with a fresh key")
    } catch {
      if case .interrupted = error { throw error }
    }
  }

  /// Whether a list shows everything that has to show.
  private func isCaughtUp(_ numbers: Numbers, with claims: [EffectClaim]) -> Bool {
    claims.allSatisfy { numbers.total($0) >= $0.leastShown }
      && performed.isSubset(of: numbers.shown)
  }

  private func settle(_ claim: EffectClaim, _ numbers: Numbers) {
    let total = numbers.total(claim)
    if claim.allowed.contains(total) {
      if claim.isOnlyEvidence, total == 0, performed.isEmpty, !numbers.showsAny {
        return judge.leaveOpen(
          [claim.requirement],
          "nothing was done that the list would have to show, so that it does not tell what was not"
        )
      }
      let isBehind = total < claim.leastShown || !performed.isSubset(of: numbers.shown)
      if claim.isOnlyEvidence, isBehind {
        return judge.leaveOpen(
          [claim.requirement],
          "the list does not show all that was done \(Patience.total) before, so that it does not "
            + "tell what was not")
      }
      return judge.judge(claim.requirement)
    }
    if total < claim.allowed.lowerBound, !numbers.showsAny {
      return judge.leaveOpen(
        [claim.requirement], "the list shows nothing of what the probe did")
    }
    let wanted =
      claim.allowed.lowerBound == claim.allowed.upperBound
      ? "\(claim.allowed.lowerBound)" : "at most \(claim.allowed.upperBound)"
    judge.report(
      Suspicion(
        requirement: claim.requirement, message: "\(claim.what) had \(total) effects",
        exchange: claim.exchange, related: numbers.exchanges,
        expected: "\(wanted) in the list", got: "\(total)"))
  }

  /// How often each token was found.
  private struct Numbers {
    var byToken: [String: Int] = [:]
    var exchanges: [Int] = []
    /// The tokens that the list shows of what plain requests did: its items may have other ids than
    /// the answers told.
    var shown: Set<String> = []

    /// Whether the list shows any effect of the probe at all.
    var showsAny: Bool { byToken.values.contains { $0 > 0 } }

    /// What one of two looks shows at least: copies of a list may be behind each other.
    func united(with other: Numbers) -> Numbers {
      Numbers(
        byToken: byToken.merging(other.byToken) { max($0, $1) },
        exchanges: exchanges + other.exchanges.filter { !exchanges.contains($0) },
        shown: shown.union(other.shown))
    }

    func total(_ claim: EffectClaim) -> Int {
      claim.tokens.reduce(0) { $0 + (byToken[$1] ?? 0) }
    }
  }

  private enum Tally {
    case counted(Numbers)
    case unreadable(String)
  }

  /// Reads the list and counts the items that hold each token.
  private func tally(_ count: EffectList) async throws(CaseStop) -> Tally {
    guard let page = try await count.read(in: run) else {
      return .unreadable("the list of effects could not be read whole")
    }
    shown = page
    var numbers = Numbers(exchanges: page.exchanges)
    let claimed = Set(claims.flatMap(\.tokens))
    for row in page.rows {
      let member = row.value.value(at: count.member)
      let isOwn = row.id.map { tokens[$0] != nil } ?? false
      guard let member, !member.isNull else {
        if isOwn { return .unreadable("an item of this run has no \(count.member) to count by") }
        continue
      }
      let text = Array((member.stringValue ?? member.description).utf8)
      for token in claimed where text.contains(Array(token.utf8)) {
        numbers.byToken[token, default: 0] += 1
      }
      for token in performed where text.contains(Array(token.utf8)) {
        numbers.shown.insert(token)
      }
    }
    return .counted(numbers)
  }
}
