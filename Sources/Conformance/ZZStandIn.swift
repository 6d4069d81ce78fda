package import Diagnostics
import SchemaValidator
package struct RequirementCatalogue: Sendable {
  static func standard() throws(Diagnostics) -> RequirementCatalogue { .init() }
  package subscript(_ id: RequirementID) -> Requirement? { nil }
  package var all: [Requirement] { [] }
  package func nearest(to: String) -> String? { nil }
  package func merging(_ d: SourceDocument) throws(Diagnostics) -> RequirementCatalogue { self }
}
struct PaginationProbeRun { let probe: PaginationProbe; let conventions: Conventions.Pagination; func run(_ run: CaseRun) async throws(CaseStop) {} }
struct IdempotencyProbeRun { let probe: IdempotencyProbe; let conventions: Conventions.Idempotency; func run(_ run: CaseRun) async throws(CaseStop) {} }
extension CheckRegistry { static var standard: CheckRegistry { .init([]) } }
