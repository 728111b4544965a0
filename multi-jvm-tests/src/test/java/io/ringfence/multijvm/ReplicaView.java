package io.ringfence.multijvm;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A replica as a node's status tells it.
 *
 * @param resyncBytes how much it has of the snapshot that it receives; -1 when it receives none
 */
record ReplicaView(
        String replica,
        String groupId,
        String role,
        long term,
        long lastEpoch,
        long lastIndex,
        long commitIndex,
        long appliedIndex,
        long snapshotIndex,
        String digest,
        String phase,
        long resyncBytes,
        String servingState,
        long servingEpoch,
        String servingReason,
        String leader,
        boolean reachable) {
    static ReplicaView of(JsonNode json) {
        JsonNode serving = json.required("serving");
        return new ReplicaView(
                json.required("replica").textValue(),
                json.path("groupId").asText(""),
                json.required("role").textValue(),
                json.required("term").longValue(),
                json.required("last").required("epoch").longValue(),
                json.required("last").required("index").longValue(),
                json.required("commitIndex").longValue(),
                json.required("appliedIndex").longValue(),
                json.required("snapshot").required("index").longValue(),
                json.path("digest").asText(""),
                json.path("phase").asText(""),
                json.path("resync").path("storedBytes").asLong(-1),
                serving.required("state").textValue(),
                serving.path("epoch").asLong(-1),
                serving.path("reason").asText(""),
                json.path("leader").asText(""),
                json.path("reachable").asBoolean(true));
    }

    /** It says of itself that it is the home of the leader that serves. */
    boolean leads() {
        return role.equals("leader") && servingState.equals("serving");
    }

    /** The leader runs at its node, whether it leads or not. */
    boolean isPlaced() {
        return !phase.isEmpty();
    }

    /** It has some, but not all, of a snapshot. */
    boolean isMidTransfer() {
        return resyncBytes > 0;
    }

    /** It holds and has applied everything that the other one has, and the very same. */
    boolean isLevelWith(ReplicaView other) {
        return groupId.equals(other.groupId)
                && lastEpoch == other.lastEpoch
                && lastIndex == other.lastIndex
                && appliedIndex == other.appliedIndex
                && appliedIndex == lastIndex
                && digest.equals(other.digest);
    }

    @Override
    public String toString() {
        return ("%s %s term=%d last=%d/%d commit=%d applied=%d snapshot=%d digest=%s"
                        + " leader=%s %s%s%s%s%s")
                .formatted(
                        replica,
                        role,
                        term,
                        lastEpoch,
                        lastIndex,
                        commitIndex,
                        appliedIndex,
                        snapshotIndex,
                        digest,
                        leader.isEmpty() ? "none" : leader,
                        servingState,
                        servingEpoch < 0 ? "" : " epoch=" + servingEpoch,
                        servingReason.isEmpty() ? "" : " (" + servingReason + ")",
                        resyncBytes < 0 ? "" : " has " + resyncBytes + " B of a snapshot",
                        reachable ? "" : " unreachable");
    }
}
