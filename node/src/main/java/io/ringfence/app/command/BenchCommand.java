package io.ringfence.app.command;

import picocli.CommandLine.Command;

@Command(
        name = "bench",
        description = "Loads a running group and measures it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = BenchWriteCommand.class)
final class BenchCommand {}
