/// The rows a server starts with: two organizations that know nothing of each other.
struct SeedData: Sendable {
  let options: ReferenceServerOptions
  let policies: Policies
  private let startedAt: Timestamp

  /// Takes note of what shapes the rows, the instant of the start included.
  init(options: ReferenceServerOptions, policies: Policies) {
    self.options = options
    self.policies = policies
    startedAt = Timestamp(sinceEpoch: options.now())
  }

  /// The rows and the keys; the same ones at every call.
  func make() -> (state: Store.State, keys: ReferenceServerKeys) {
    var state = Store.State(identifiers: IdentifierSource(seed: options.seed))
    let main = addOrganization("Warung Sari", teams: options.hasSecondTeam ? 2 : 1, to: &state)
    let other = addOrganization("Toko Melati", teams: 1, to: &state)
    let keys = ReferenceServerKeys(
      main: addKey("Conformance", of: main, token: options.apiKey, to: &state),
      second: addKey("Conformance, second key", of: main, to: &state),
      otherOrganization: addKey("Somebody else", of: other, to: &state),
      revoked: addKey("Lost laptop", of: main, isRevoked: true, to: &state))
    addAccounts(of: main, other: other, to: &state)
    state.outgoing = options.deliversWebhooks ? [] : nil
    if case .usual = policies.seed { addRows(of: main, other: other, to: &state) }
    return (state, keys)
  }

  private func addOrganization(_ name: String, teams: Int, to state: inout Store.State)
    -> Organization
  {
    let organization = Organization(
      id: state.identifiers.identifier("org"), name: name,
      teamIDs: (0..<teams).map { _ in "team-" + state.identifiers.digits(8) },
      users: [
        User(id: "user-" + state.identifiers.digits(8), name: "Rina", email: "rina@example.com"),
        User(id: "user-" + state.identifiers.digits(8), name: nil, email: nil),
      ])
    state.organizations.append(organization)
    return organization
  }

  private func addKey(
    _ label: String, of organization: Organization, token: String? = nil, isRevoked: Bool = false,
    to state: inout Store.State
  ) -> String {
    let key = APIKey(
      id: state.identifiers.identifier("key"), organizationID: organization.id, label: label,
      token: token ?? state.identifiers.token(), isRevoked: isRevoked)
    state.apiKeys.append(key)
    return key.token
  }

  /// Numbers are from the range +1 555 0100 to 0199, which no network assigns.
  private func addAccounts(of main: Organization, other: Organization, to state: inout Store.State)
  {
    func add(_ organization: Organization, _ number: String, _ name: String) {
      state.accounts.append(
        Account(
          organizationID: organization.id, teamID: organization.teamIDs.first ?? "",
          phoneNumberID: state.identifiers.digits(15),
          phoneNumber: number, name: name, status: "connected"))
    }
    add(main, "+12025550100", "Orders")
    if policies.hasSecondAccount { add(main, "+12025550101", "Support") }
    state.accounts.append(
      Account(
        organizationID: main.id, teamID: main.teamIDs.first ?? "", phoneNumberID: nil,
        phoneNumber: nil, name: nil,
        status: "onboarding"))
    add(other, "+12025550102", "Front desk")
  }

  private func addRows(of main: Organization, other: Organization, to state: inout Store.State) {
    let names = ["VIP", "Waiting for payment", "Langganan", "Ulang tahun 🎂", "Wholesale"]
    for (index, name) in names.enumerated() {
      addLabel(name, LabelRoutes.colors[index * 2], main, hoursAgo: 200 - index * 7, to: &state)
    }
    addLabel("VIP", "red", other, hoursAgo: 90, to: &state)
    WebhookSeed(organization: main, startedAt: startedAt).add(to: &state)
    let connected = state.accounts.filter { $0.status == "connected" }
    for (number, account) in connected.enumerated() {
      ConversationSeed(account: account, number: number, startedAt: startedAt).add(to: &state)
      TemplateSeed(account: account, startedAt: startedAt).add(to: &state)
    }
  }

  private func addLabel(
    _ name: String, _ color: String, _ organization: Organization, hoursAgo: Int,
    to state: inout Store.State
  ) {
    let time = startedAt.advanced(by: .seconds(-hoursAgo * 3600))
    state.labels.insert(
      Label(
        id: state.identifiers.identifier("lbl"), organizationID: organization.id,
        teamID: organization.teamIDs[0], name: name, color: color, createdAt: time,
        updatedAt: time))
  }
}
