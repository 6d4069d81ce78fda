// Times and allocations of the validator on real schemas; `--help` says how to ask.
internal import Glibc

exit(BenchmarkCommand.main(Array(CommandLine.arguments.dropFirst())))
