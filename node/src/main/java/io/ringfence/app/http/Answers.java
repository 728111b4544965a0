package io.ringfence.app.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import io.ringfence.api.Outcome.Done;
import io.ringfence.machines.RegistryReply;
import io.ringfence.machines.RegistryReply.ConditionFailed;
import io.ringfence.machines.RegistryReply.Deleted;
import io.ringfence.machines.RegistryReply.Item;
import io.ringfence.machines.RegistryReply.Listing;
import io.ringfence.machines.RegistryReply.NotFound;
import io.ringfence.machines.RegistryReply.Stored;
import io.ringfence.machines.RegistryReply.Value;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Index;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the registry answered, as HTTP. */
final class Answers {
    private Answers() {}

    static HttpResponse toPut(String key, Done<RegistryReply> done) {
        if (done.result() instanceof Stored r) return written(key, r.version(), done.at());
        if (done.result() instanceof ConditionFailed r) return conditionFailed(r);
        throw notAnAnswer(done);
    }

    static HttpResponse toDelete(String key, Done<RegistryReply> done) {
        if (done.result() instanceof Deleted r) return written(key, r.version(), done.at());
        if (done.result() instanceof ConditionFailed r) return conditionFailed(r);
        if (done.result() instanceof NotFound) return notFound(done.at());
        throw notAnAnswer(done);
    }

    static HttpResponse toGet(Done<RegistryReply> done) {
        if (done.result() instanceof NotFound) return notFound(done.at());
        if (!(done.result() instanceof Value r)) throw notAnAnswer(done);
        HttpResponse response =
                HttpResponse.create()
                        .withEntity(
                                HttpEntities.create(
                                        ContentTypes.APPLICATION_OCTET_STREAM,
                                        r.bytes().toByteArray()));
        return response.addHeader(tag(r.version())).addHeaders(readAt(done.at()));
    }

    static HttpResponse toList(Done<RegistryReply> done) {
        if (!(done.result() instanceof Listing r)) throw notAnAnswer(done);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("items", r.items().stream().map(Answers::item).toList());
        body.put("more", r.more());
        body.put("epoch", done.at().epoch().value());
        body.put("index", done.at().index().value());
        return Json.response(200, body).addHeaders(readAt(done.at()));
    }

    private static Map<String, Object> item(Item item) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("key", item.key());
        fields.put("version", item.version().value());
        fields.put("bytes", item.bytes());
        return fields;
    }

    private static HttpResponse written(String key, Index version, EntryId at) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("key", key);
        body.put("version", version.value());
        body.put("epoch", at.epoch().value());
        body.put("index", at.index().value());
        return Json.response(200, body).addHeader(tag(version));
    }

    private static HttpResponse conditionFailed(ConditionFailed r) {
        Problem problem =
                Problem.rejected(
                        412,
                        r.current()
                                .map(version -> "the key has version " + version)
                                .orElse("there is no such key"));
        Long current = r.current().map(Index::value).orElse(null);
        return problem.with("currentVersion", current).response();
    }

    private static HttpResponse notFound(EntryId at) {
        return Problem.rejected(404, "there is no such key").response().addHeaders(readAt(at));
    }

    private static HttpHeader tag(Index version) {
        return RawHeader.create("ETag", "\"" + version + "\"");
    }

    /** A linearizable read is never older than the request: its age is 0. */
    private static List<HttpHeader> readAt(EntryId at) {
        return List.of(
                RawHeader.create("Ringfence-Epoch", at.epoch().toString()),
                RawHeader.create("Ringfence-Index", at.index().toString()),
                RawHeader.create("Ringfence-Age-Millis", "0"));
    }

    private static AssertionError notAnAnswer(Done<RegistryReply> done) {
        return new AssertionError("the registry answered " + done.result());
    }
}
