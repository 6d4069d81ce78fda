// Times of the validator on folders of real schemas with documents.
//
//   Benchmarks [FOLDER…] [--contract FILE]… [--rounds N] [--json]
//
// A folder holds one subfolder for each dataset, with `schema.json` and `instances.jsonl`. Without
// folders, the public datasets of the test data are used. Times are CPU time of the one thread,
// the lowest of N rounds, in nanoseconds per document.
internal import Foundation

exit(try BenchmarkCommand(Array(CommandLine.arguments.dropFirst())).run())
