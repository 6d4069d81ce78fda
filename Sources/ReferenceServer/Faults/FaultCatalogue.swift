/// All faults there are.
package enum FaultCatalogue {
  /// The faults, family by family.
  package static let all: [Fault] =
    ShapeFaults.all + EnvelopeFaults.all + PaginationFaults.all + IdempotencyFaults.all
    + AuthenticationFaults.all + HTTPFaults.all + RateFaults.all + LifecycleFaults.all
    + ContactFaults.all + WebhookFaults.all

  /// The fault of an id, or nil.
  package static func fault(_ id: String) -> Fault? {
    all.first { $0.id == id }
  }
}
