package io.ringfence.app.command;

/** Ends a command with an exit code; the message is one line for people, shown as it is. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exit;

    CommandFailure(int exit, String line) {
        super(line, null, false, false);
        this.exit = exit;
    }

    int exit() {
        return exit;
    }
}
