/// The decisions at which an operation can keep a rule or break it.
///
/// The values here are the correct server. Faults and legal variations replace some of them; the
/// operations themselves never ask whether they are being faulty.
struct Policies: Sendable {
  /// How pages are cut.
  struct Pagination: Sendable {
    enum OverMaximum: Sendable {
      case refuse, clamp
    }

    var defaultLimit = 25
    var maximumLimit = 100
    var overMaximum = OverMaximum.refuse
    /// Where a page starts, seen from the last row of the page before.
    var resume: @Sendable (_ pageNumber: Int) -> PageWindow.Resume = { _ in .afterLastRow }
    /// The number of rows put on a page for an accepted limit.
    var rowsPerPage: @Sendable (_ limit: Int, _ pageNumber: Int) -> Int = { limit, _ in limit }
    /// Whether lists without a promised order start with their oldest row.
    var isOldestFirst = false
    /// Whether a full page claims that more follow, without looking.
    var guessesMore = false
    /// Whether a cursor is taken only by the list, and with the filters, that it came from.
    var bindsCursors = true
    /// Whether a cursor that cannot be read counts as none.
    var forgivesBadCursors = false
  }

  /// How repeated requests are told from new ones.
  struct Idempotency: Sendable {
    /// Whether a second request waits while the first with its key is running.
    var tracksRunning = true
    /// Whether a request is refused while another body is running under its key.
    var refusesOtherRunning = true
    /// What of a body counts when two are compared.
    var fingerprint: @Sendable (JSON) -> [UInt8] = { MessageDigest.sha256($0.canonicalBytes) }
    /// What a key belongs to; equal scopes share their keys.
    var scope: @Sendable (IdempotencyScope) -> [String] = {
      [$0.organizationID, $0.method, $0.path, $0.key]
    }
    /// Whether an answer is kept for the key.
    var records: @Sendable (_ status: Int) -> Bool = { (200..<300).contains($0) }
    /// How long a request waits for another before it is refused.
    var patience = Duration.seconds(30)
    /// How long a key is remembered.
    var lifetime = Duration.seconds(24 * 60 * 60)
  }

  /// How a sent message's status moves on.
  struct Delivery: Sendable {
    var sentAfter = Duration.milliseconds(200)
    var deliveredAfter = Duration.milliseconds(800)
  }

  /// How labels behave.
  struct Labels: Sendable {
    /// Whether a new label's name must be free in its team.
    var newNamesAreUnique = true
    /// Whether a label can take only a free name when it is renamed.
    var changedNamesAreUnique = true
    /// Whether deleting takes the row away.
    var deletesRows = true
    /// Whether a query parameter or member that the contract does not have is refused.
    var refusesUnknownNames = false
    /// The colour of a new label.
    var color: @Sendable (_ requested: String?) -> String = { $0 ?? "gray" }
    /// How a stored name follows from the requested one.
    var storedName: @Sendable (String) -> String = { $0 }
    /// How long a name is.
    var length: @Sendable (String) -> Int = { $0.unicodeScalars.count }
  }

  /// How deliveries of webhooks are signed.
  struct Signing: Sendable {
    /// The secrets that sign, of those that are good, oldest first.
    var secrets: @Sendable ([WebhookSubscription.Secret]) -> [WebhookSubscription.Secret] = { $0 }
    /// The key that a secret stands for.
    var key: @Sendable (WebhookSubscription.Secret) -> [UInt8] = { Array($0.text.utf8) }
    /// How the time of signing is written.
    var time: @Sendable (Timestamp) -> String = { String($0.seconds) }
    /// What is signed.
    var message: @Sendable (_ time: String, _ payload: JSON) -> [UInt8] = { time, payload in
      Array("\(time).".utf8) + payload.bytes
    }
    /// How a code is written.
    var code: @Sendable ([UInt8]) -> String = { $0.hexDigits }
    /// The elements of the signature in their order.
    var elements: @Sendable (_ time: String, _ codes: [String]) -> [String] = { time, codes in
      ["t=\(time)"] + codes.map { "v1=\($0)" }
    }
    /// How the name of the header field is spelled.
    var fieldName: @Sendable (String) -> String = { $0 }
  }

  /// The rows there are at the start.
  enum Seed: Sendable {
    case usual, noRows
  }

  var pagination = Pagination()
  var idempotency = Idempotency()
  var delivery = Delivery()
  var labels = Labels()
  var signing = Signing()
  /// Whether an update that sends another phone number of a contact is refused.
  var refusesOtherNumbers = false
  /// Whether what belongs to a contact is deleted with it.
  var contactDeletionCascades = true
  var seed = Seed.usual
  /// How long an operation takes between being let in and having its effect.
  var workTime: @Sendable (_ operation: String) -> Duration = { _ in .zero }
  /// Whether the token that a request shows is a known one.
  var acceptsToken: @Sendable (_ token: String, _ known: APIKey) -> Bool = { token, known in
    !known.isRevoked && token.hasSameCodePoints(as: known.token)
  }
  /// The steps in which the server's clock moves.
  var clockGrain = Duration.milliseconds(1)
  /// Whether the main organization has a second connected account.
  var hasSecondAccount = false
}
