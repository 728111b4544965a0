package io.ringfence.app.command;

import picocli.CommandLine.Command;

@Command(
        name = "journal",
        description = "Looks at what a replica has written.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = JournalInspectCommand.class)
final class JournalCommand {}
