/// The rules that judge every exchange of a run.
package struct CheckRegistry: Sendable {
  /// The checks in the order they run.
  package let checks: [any ExchangeCheck]

  /// Creates a registry from checks.
  package init(_ checks: [any ExchangeCheck]) {
    self.checks = checks
  }

  /// Every check there is, made for an API's conventions.
  package static func standard(for conventions: Conventions) -> CheckRegistry {
    let successes: [any ExchangeCheck] = [
      StatusIsDocumented(), BodyIsOneJSONText(), MediaTypeIsDocumented(), BodyMatchesSchema(),
      SuccessWearsEnvelope(), RequestIDIsNew(), RequestIDFieldAgrees(), PageHasItsMembers(),
    ]
    let errors: [any ExchangeCheck] = [
      ErrorWearsEnvelope(), ErrorMembersAreStrings(), ErrorTypeFitsStatus(),
      ErrorCodeIsToken(pattern: conventions.errors?.codePattern), ErrorHidesInternals(),
      EnvelopesAreKeptApart(), UnauthorizedHasChallenge(), TooManyRequestsWearsEnvelope(),
      RefusalForPaceCanBeHeeded(), MethodNotAllowedNamesMethods(), ClientFaultIsNoServerFault(),
    ]
    let transport: [any ExchangeCheck] = [
      FramingIsExact(), ContentCodingWasOffered(), DateIsRight(), CredentialedAnswerIsPrivate(),
      RateLimitFieldsMakeSense(),
    ]
    return CheckRegistry(successes + errors + transport)
  }

  /// The requirements that its checks can judge.
  package var requirements: Set<RequirementID> {
    checks.reduce(into: []) { $0.formUnion(type(of: $1).requirements) }
  }

  /// Judges one exchange by every check.
  package func examine(
    _ exchange: AnsweredExchange, in context: CheckContext
  ) -> CheckReport {
    var report = CheckReport()
    for check in checks { check.examine(exchange, in: context, into: &report) }
    report.completeClauses { departure in
      context.clause(for: departure.requirement, at: departure.place, of: exchange)
    }
    return report
  }
}
