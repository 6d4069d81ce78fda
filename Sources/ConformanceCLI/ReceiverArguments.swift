import ArgumentParser
import Conformance
import DeliveryReceiver

/// Where webhooks are taken in.
struct ReceiverArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Take in webhooks on this address of this machine, for cases that wait for them.",
      discussion: "A URL that the server can reach has to lead there; suites ask for it.",
      valueName: "127.0.0.1:port"))
  var receive: LoopbackAddress?

  /// Does something with what is received at the address, where one is given.
  /// - Throws: The exit code for a usage error where the address cannot be listened on.
  func receiving<Value>(_ work: (DeliveryInbox?) async throws -> Value) async throws -> Value {
    guard let receive else { return try await work(nil) }
    return try await Reception.at(receive) { inbox, _ in try await work(inbox) }
  }
}

/// Webhooks that are taken in while something is done.
enum Reception {
  /// Does something with an inbox, and the port at which it is filled.
  /// - Throws: The exit code for a usage error where the address cannot be listened on.
  static func at<Value>(
    _ address: LoopbackAddress, _ work: (DeliveryInbox, _ port: Int) async throws -> Value
  ) async throws -> Value {
    let inbox = DeliveryInbox()
    let receiver: DeliveryReceiver
    do throws(DeliveryReceiver.Refusal) {
      receiver = try await DeliveryReceiver.start(
        host: address.host, port: address.port, inbox: inbox)
    } catch {
      StandardError.write(
        "error: webhooks cannot be received at \(address.host):\(address.port): "
          + "\(error.reason)\n"
          + "  fix: give another port with --receive\n")
      throw Outcome.usage.exitCode
    }
    let result: Result<Value, any Error>
    do {
      result = .success(try await work(inbox, receiver.port))
    } catch {
      result = .failure(error)
    }
    await receiver.stop()
    return try result.get()
  }
}

/// An address of this machine that nobody else can reach: `127.0.0.1:8081`.
struct LoopbackAddress: ExpressibleByArgument {
  let host: String
  let port: Int

  /// A free port.
  static let free = LoopbackAddress(host: "127.0.0.1", port: 0)

  private init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  init?(argument: String) {
    guard let colon = argument.lastIndex(of: ":"),
      let port = Int(argument[argument.index(after: colon)...]), 1...65_535 ~= port
    else { return nil }
    switch argument[..<colon] {
    case "127.0.0.1", "localhost": host = "127.0.0.1"
    case "[::1]": host = "::1"
    default: return nil
    }
    self.port = port
  }
}
