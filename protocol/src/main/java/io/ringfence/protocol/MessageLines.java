package io.ringfence.protocol;

import java.util.Locale;

/** The lines of {@link Describe} for messages. */
final class MessageLines {
    private MessageLines() {}

    static String line(Message message) {
        if (message instanceof Message.FromLeader m) return fromLeader(m);
        if (message instanceof Message.Answer m) return answer(m);
        if (message instanceof Message.Probe m) return "Probe nonce=" + m.nonce();
        if (message instanceof Message.Piece m) return piece(m);
        if (message instanceof Message.Start m) return "Start nonce=" + m.nonce();
        if (message instanceof Message.Tick m) return "Tick now=" + m.nowMillis();
        if (message instanceof Message.Mark m) return "Mark #" + m.request();
        if (message instanceof Message.Propose m) {
            return "Propose #" + m.request() + " " + Describe.command(m.payload());
        }
        if (message instanceof Message.Read m) return "Read #" + m.request();
        return local(message);
    }

    private static String local(Message message) {
        if (message instanceof Message.Recovered) return "Recovered";
        if (message instanceof Message.FoundAnew m) return "FoundAnew nonce=" + m.nonce();
        if (message instanceof Message.FingerprintTaken m) {
            return "FingerprintTaken " + Describe.applied(m.fingerprint());
        }
        if (message instanceof Message.SnapshotWritten m) {
            return "SnapshotWritten " + Describe.snapshot(m.snapshot());
        }
        if (message instanceof Message.ChunksFound m) {
            return "ChunksFound snapshot=" + m.snapshot() + " stored=" + m.stored();
        }
        if (message instanceof Message.ChunkStored m) {
            return "ChunkStored snapshot=" + m.snapshot() + " chunk=" + m.chunk();
        }
        if (message instanceof Message.SnapshotChecked m) {
            return "SnapshotChecked snapshot=" + m.snapshot() + " " + m.flaw().orElse("sound");
        }
        if (message instanceof Message.SnapshotLost m) {
            return "SnapshotLost snapshot=" + m.snapshot() + ": " + m.reason();
        }
        throw new AssertionError("no line for " + message);
    }

    private static String piece(Message.Piece m) {
        String of = " term=" + m.term() + " snapshot=" + m.snapshot() + " chunk=" + m.chunk();
        if (m instanceof Message.FetchChunk) return "FetchChunk" + of;
        if (m instanceof Message.ChunkFetched p) {
            return "ChunkFetched" + of + " bytes=" + p.bytes().size();
        }
        if (m instanceof Message.ChunkRefused p) return "ChunkRefused" + of + ": " + p.reason();
        throw new AssertionError("no line for " + m);
    }

    private static String report(Report report) {
        StringBuilder text = new StringBuilder();
        for (Fingerprint f : report.fingerprints())
            text.append(" applied=").append(Describe.applied(f));
        report.snapshot().ifPresent(s -> text.append(" snapshot=").append(s.id()));
        return text.toString();
    }

    private static String fromLeader(Message.FromLeader message) {
        if (message instanceof Message.RequestVote m) return "RequestVote term=" + m.term();
        if (message instanceof Message.Found m) {
            return "Found term=" + m.term() + " group=" + Describe.founding(m.founding());
        }
        if (message instanceof Message.FetchLog m) {
            return "FetchLog term=" + m.term() + " last=" + m.last() + " after=" + m.after();
        }
        if (message instanceof Message.OpenStream m) {
            return "OpenStream term="
                    + m.term()
                    + " stream="
                    + m.stream()
                    + " group="
                    + Describe.founding(m.founding());
        }
        if (message instanceof Message.Append m) {
            return "Append term="
                    + m.term()
                    + " stream="
                    + m.stream()
                    + " after="
                    + m.previous()
                    + " commit="
                    + m.commitIndex()
                    + " round="
                    + m.round()
                    + " entries="
                    + Describe.entries(m.entries());
        }
        return ofSnapshots(message);
    }

    private static String ofSnapshots(Message.FromLeader message) {
        if (message instanceof Message.InstallSnapshot m) {
            return "InstallSnapshot term="
                    + m.term()
                    + " stream="
                    + m.stream()
                    + " "
                    + Describe.snapshot(m.snapshot())
                    + " source="
                    + m.source();
        }
        if (message instanceof Message.Quarantine m) {
            return "Quarantine term=" + m.term() + " stream=" + m.stream() + ": " + m.reason();
        }
        throw new AssertionError("no line for " + message);
    }

    private static String answer(Message.Answer message) {
        if (message instanceof Message.ProbeAnswer m) {
            String hears = m.hears().map(LeaderId::toString).orElse("none");
            return "ProbeAnswer term="
                    + m.term()
                    + " last="
                    + m.last()
                    + " hears="
                    + hears
                    + " group="
                    + Describe.founding(m.founding());
        }
        if (message instanceof Message.Granted m) {
            return "Granted term="
                    + m.term()
                    + " last="
                    + m.last()
                    + " commit="
                    + m.commitIndex()
                    + m.snapshot().map(s -> " snapshot=" + s.id()).orElse("")
                    + " group="
                    + Describe.founding(m.founding());
        }
        if (message instanceof Message.VoteTaken m) {
            return "VoteTaken term=" + m.term() + " by=" + m.takenBy();
        }
        return refusal(message);
    }

    private static String refusal(Message.Answer message) {
        if (message instanceof Message.Fenced m) {
            return "Fenced boundary="
                    + m.boundary().name().toLowerCase(Locale.ROOT)
                    + " term="
                    + m.term()
                    + " stale="
                    + m.stale();
        }
        if (message instanceof Message.Refused m) {
            return "Refused boundary="
                    + m.boundary().name().toLowerCase(Locale.ROOT)
                    + " term="
                    + m.term()
                    + ": "
                    + m.reason();
        }
        return logAnswer(message);
    }

    private static String logAnswer(Message.Answer message) {
        if (message instanceof Message.FoundAccepted m) {
            return "FoundAccepted term=" + m.term() + " group=" + m.group();
        }
        if (message instanceof Message.LogFetched m) {
            return "LogFetched term="
                    + m.term()
                    + " after="
                    + m.after()
                    + " entries="
                    + Describe.entries(m.entries());
        }
        if (message instanceof Message.FetchMismatch m) {
            boolean cut = !m.base().equals(LogPosition.ZERO);
            return "FetchMismatch term="
                    + m.term()
                    + " after="
                    + m.after()
                    + " hint="
                    + m.hint()
                    + (cut ? " base=" + m.base().id() : "");
        }
        return streamAnswer(message);
    }

    private static String streamAnswer(Message.Answer message) {
        if (message instanceof Message.StreamOpened m) {
            return "StreamOpened term="
                    + m.term()
                    + " stream="
                    + m.stream()
                    + " last="
                    + m.last()
                    + " commit="
                    + m.commitIndex();
        }
        if (message instanceof Message.StreamUnknown m) {
            return "StreamUnknown term=" + m.term() + " stream=" + m.stream();
        }
        if (message instanceof Message.Appended m) {
            return "Appended term="
                    + m.term()
                    + " stream="
                    + m.stream()
                    + " match="
                    + m.match()
                    + " round="
                    + m.round()
                    + report(m.report());
        }
        if (message instanceof Message.Mismatch m) {
            return "Mismatch term="
                    + m.term()
                    + " stream="
                    + m.stream()
                    + " hint="
                    + m.hint()
                    + " round="
                    + m.round();
        }
        return progress(message);
    }

    private static String progress(Message.Answer message) {
        if (message instanceof Message.SnapshotProgress m) {
            return "SnapshotProgress term="
                    + m.term()
                    + " stream="
                    + m.stream()
                    + " snapshot="
                    + m.snapshot()
                    + " source="
                    + m.source()
                    + " stored="
                    + m.stored()
                    + m.trouble().map(t -> ": " + t).orElse("");
        }
        throw new AssertionError("no line for " + message);
    }
}
