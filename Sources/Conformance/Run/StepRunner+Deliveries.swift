import Diagnostics
import SchemaValidator

extension StepRunner {
  /// How long after a look into the inbox the next one follows.
  private static let interval = Duration.milliseconds(20)

  /// Waits for what the target is to send by itself, and judges how it is signed.
  ///
  /// That nothing came says nothing about the target: the way to the receiver is no part of it.
  func receive(_ delivery: Suite.Delivery) async throws(CaseStop) {
    guard let inbox = run.session.inbox else {
      throw .inconclusive("\(delivery.location): \(Plan.lackOfReceiver)")
    }
    let target = try text(delivery.target, at: delivery)
    let elapsed = run.session.environment.elapsed
    let start = elapsed()
    while true {
      let all = inbox.deliveries(to: target).filter { !run.takenDeliveries.contains($0.number) }
      var meant: [(number: Int, delivery: ReceivedDelivery)] = []
      for received in all where try received.delivery.isLike(delivery, in: run) {
        meant.append(received)
      }
      if !meant.isEmpty {
        run.takenDeliveries.formUnion(meant.map(\.number))
        return try judge(meant.map(\.delivery), delivery)
      }
      guard elapsed() - start < delivery.limit else {
        let others =
          all.isEmpty ? "" : ", only \(RunDigest.count(all.count, "webhook")) of another form"
        throw .inconclusive(
          "\(delivery.location): within \(delivery.limit.spoken) nothing came to "
            + "…/\(run.session.redactor.masked(target)) that looks as expected"
            + "\(others); \(inbox.summary); does the URL that was given lead to it?")
      }
      try await run.pause(Self.interval)
    }
  }

  /// Compares the signatures of deliveries with the secrets that have to have made them.
  private func judge(
    _ deliveries: [ReceivedDelivery], _ delivery: Suite.Delivery
  ) throws(CaseStop) {
    let proves = delivery.proves ?? run.testCase.proves
    run.noteExpectation(proves)
    guard let secrets = delivery.secrets,
      let convention = run.session.conventions.webhooks?.signature
    else { return }
    var texts: [String] = []
    for secret in secrets { texts.append(try text(secret, at: delivery)) }
    var holds = true
    for received in deliveries {
      let departures = DeliverySignature.departures(
        of: received, signedWith: texts, convention)
      for departure in departures {
        let severity = run.depart(
          from: proves.first ?? Self.ownRequirement, departure.message,
          expected: departure.expected, got: departure.got,
          suiteLocation: delivery.signaturePlace.location(ofStepAt: delivery.location),
          details: [
            "POST \(received.path), \(RunDigest.count(received.body.count, "byte"))",
            "header fields: \(received.fields.map(\.name).joined(separator: ", "))",
          ])
        if severity == .fail { holds = false }
      }
    }
    guard holds else { throw .departed }
  }

  private func text(
    _ value: TemplatedValue, at delivery: Suite.Delivery
  ) throws(CaseStop) -> String {
    let json: [UInt8]
    do throws(TemplateFailure) {
      json = try value.json(in: &run.scope)
    } catch {
      throw .inconclusive("\(delivery.location): \(error.message)")
    }
    guard let text = (try? JSONDocument(parsing: json))?.root.stringValue else {
      throw .inconclusive("\(delivery.location): a value that has to be a text is none")
    }
    return text
  }
}

extension ReceivedDelivery {
  /// Whether the body looks as a step says.
  fileprivate func isLike(
    _ delivery: Suite.Delivery, in run: CaseRun
  ) throws(CaseStop) -> Bool {
    var matcher = BodyMatcher(scope: run.scope)
    do throws(TemplateFailure) {
      return try matcher.mismatches(of: json, with: delivery.pattern, at: .root).isEmpty
    } catch {
      throw .inconclusive("\(delivery.location): \(error.message)")
    }
  }
}
