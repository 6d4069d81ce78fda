// swift-tools-version: 6.2
import PackageDescription

/// Every target is held to the same bar: a warning is an error, and each use of an unsafe
/// construct has to be marked where it stands.
let settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "Conformance",
  products: [
    .executable(name: "conformance", targets: ["ConformanceCLI"]),
    .executable(name: "schema-validator-bowtie", targets: ["SchemaValidatorBowtie"]),
    .library(name: "SchemaValidator", targets: ["SchemaValidator"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
  ],
  targets: [
    // The C libraries. Debian keeps their headers on the compiler's default path.
    .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CPCRE2", providers: [.apt(["libpcre2-dev"])]),

    .target(name: "Diagnostics", swiftSettings: settings),
    .target(
      name: "SchemaValidator", dependencies: ["Diagnostics", "CPCRE2"], swiftSettings: settings),
    .target(
      name: "Conformance", dependencies: ["Diagnostics", "SchemaValidator", "CCurl", "CYAML"],
      swiftSettings: settings),
    .target(
      name: "ReferenceServer",
      dependencies: [
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    // What takes in webhooks: the one part of the harness that listens, and the one that needs NIO.
    .target(
      name: "DeliveryReceiver",
      dependencies: [
        "Conformance",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      swiftSettings: settings),
    // Counts heap allocations by standing in front of malloc: for the benchmarks alone.
    .target(name: "CAllocationCounter"),
    .executableTarget(
      name: "Benchmarks",
      dependencies: ["Diagnostics", "SchemaValidator", "Conformance", "CAllocationCounter"],
      exclude: ["peers.py", "throughput"], swiftSettings: settings),
    // Without the harness for contracts, and so without libcurl: it starts at once.
    .executableTarget(
      name: "SchemaValidatorBowtie", dependencies: ["Diagnostics", "SchemaValidator"],
      swiftSettings: settings),
    .executableTarget(
      name: "ConformanceCLI",
      dependencies: [
        "Diagnostics", "SchemaValidator", "Conformance", "DeliveryReceiver", "ReferenceServer",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    .testTarget(
      name: "DiagnosticsTests", dependencies: ["Diagnostics"], swiftSettings: settings),
    .testTarget(
      name: "SchemaValidatorTests", dependencies: ["Diagnostics", "SchemaValidator"],
      swiftSettings: settings),
    .testTarget(
      name: "ConformanceTests", dependencies: ["Diagnostics", "SchemaValidator", "Conformance"],
      swiftSettings: settings),
    .testTarget(
      name: "ReferenceServerTests",
      dependencies: [
        "ReferenceServer",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    // A second API, for the tests alone: it imports nothing of what judges it.
    .target(
      name: "DepotServer",
      dependencies: [
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      path: "Tests/Depot/Server", swiftSettings: settings),
    .testTarget(
      name: "ConformanceCLITests",
      dependencies: [
        "Conformance", "DeliveryReceiver", "DepotServer", "Diagnostics", "ReferenceServer",
        "SchemaValidator", "SchemaValidatorBowtie",
      ],
      swiftSettings: settings),
  ]
)
