/// HTTP-13: an answer below 500 carries the time it was made, within five minutes of ours.
struct DateIsRight: ExchangeCheck {
  static let requirements: [RequirementID] = ["HTTP-13"]

  /// How far two clocks may be apart, in seconds.
  static let tolerance = 300.0

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    guard 200..<500 ~= exchange.response.status else { return }
    report.judge("HTTP-13")
    let fields = exchange.response.fields
    guard let value = fields.value(named: "Date") else {
      report.depart(
        from: "HTTP-13", "the response has no Date", at: .header("date"),
        expected: "the time of the answer", got: "no Date field")
      return
    }
    guard let date = HTTPDate.seconds(of: value) else {
      report.depart(
        from: "HTTP-13", "the Date is not a date as HTTP writes it", at: .header("date"),
        expected: "a date such as Sun, 06 Nov 1994 08:49:37 GMT", got: value.quoted)
      return
    }
    // What a cache kept carries the time it was made, however long ago.
    let distance = date - context.now()
    guard !fields.contains(where: { $0.isNamed("Age") }), abs(distance) > Self.tolerance else {
      return
    }
    let seconds = abs(Int(distance.rounded()))
    report.depart(
      from: "HTTP-13", "the Date is not the present time", at: .header("date"),
      expected: "at most \(Int(Self.tolerance)) s from the harness's clock",
      got: "\(value), \(seconds) s \(distance < 0 ? "behind" : "ahead")")
  }
}
