package io.ringfence.app.http;

import io.ringfence.ReplicaStatus;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Resync;
import io.ringfence.protocol.ServingState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Statuses as JSON; the names are promises to scripts and dashboards. */
final class StatusJson {
    private StatusJson() {}

    static Map<String, Object> of(List<ReplicaStatus> replicas) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("group", replicas.stream().map(ReplicaStatus::group).findFirst().orElse(null));
        json.put("replicas", replicas.stream().map(StatusJson::of).toList());
        return json;
    }

    static Map<String, Object> of(ReplicaStatus s) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("node", s.node());
        json.put("group", s.group());
        json.put("groupId", s.groupId().orElse(null));
        json.put("replica", s.replica());
        json.put("role", s.role());
        json.put("term", s.term());
        json.put("vote", s.vote().orElse(null));
        json.put("last", of(s.last()));
        json.put("commitIndex", s.commitIndex());
        json.put("appliedIndex", s.appliedIndex());
        json.put("snapshot", of(s.snapshot()));
        json.put("digest", s.digest().isEmpty() ? null : s.digest());
        json.put("retainedFrom", s.retainedFrom());
        json.put("resync", s.resync().map(StatusJson::of).orElse(null));
        json.put("quarantine", s.quarantine().orElse(null));
        json.put("serving", of(s.serving()));
        json.put("leader", s.leader().orElse(null));
        json.put("phase", s.phase().orElse(null));
        json.put("discarded", s.discarded());
        json.put("fenced", s.fenced());
        json.put("reachable", s.reachable());
        json.put("ageMillis", s.ageMillis());
        return json;
    }

    private static Map<String, Object> of(Resync resync) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("snapshot", of(resync.snapshot()));
        json.put("source", resync.source().name());
        json.put("storedBytes", resync.storedBytes());
        json.put("bytes", resync.bytes());
        return json;
    }

    private static Map<String, Object> of(EntryId id) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("epoch", id.epoch().value());
        json.put("index", id.index().value());
        return json;
    }

    private static Map<String, Object> of(ServingState serving) {
        if (serving instanceof ServingState.Serving s)
            return serving("serving", s.epoch().value(), null);
        if (serving instanceof ServingState.NotServing s)
            return serving("not-serving", null, s.reason());
        if (serving instanceof ServingState.Poisoned s) return serving("poisoned", null, s.cause());
        throw new AssertionError("no JSON for " + serving);
    }

    private static Map<String, Object> serving(String state, Long epoch, String reason) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("state", state);
        json.put("epoch", epoch);
        json.put("reason", reason);
        return json;
    }
}
