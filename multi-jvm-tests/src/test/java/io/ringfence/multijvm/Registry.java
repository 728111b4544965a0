package io.ringfence.multijvm;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the registry answers over HTTP. */
final class Registry {
    private Registry() {}

    /** A write that was done, and the entry that did it. */
    record Written(String key, long version, long epoch, long index) {
        static Written of(JsonNode body) {
            return new Written(
                    body.required("key").textValue(),
                    body.required("version").longValue(),
                    body.required("epoch").longValue(),
                    body.required("index").longValue());
        }
    }

    /** A value that was read, and where in the group's history the reading stands. */
    record Value(byte[] bytes, long version, long epoch, long index) {
        static Value of(HttpResponse<byte[]> response) {
            return new Value(
                    response.body(),
                    Long.parseLong(header(response, "ETag").replace("\"", "")),
                    Long.parseLong(header(response, "Ringfence-Epoch")),
                    Long.parseLong(header(response, "Ringfence-Index")));
        }

        private static String header(HttpResponse<byte[]> response, String name) {
            return response.headers()
                    .firstValue(name)
                    .orElseThrow(() -> new AssertionError("no header " + name));
        }

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** A key in a listing. */
    record Item(String key, long version, int bytes) {}

    /** A page of a listing; {@code more} when there are keys behind the last. */
    record Page(List<Item> items, boolean more) {
        static Page of(JsonNode body) {
            List<Item> items = new ArrayList<>();
            for (JsonNode item : body.required("items")) {
                items.add(
                        new Item(
                                item.required("key").textValue(),
                                item.required("version").longValue(),
                                item.required("bytes").intValue()));
            }
            return new Page(List.copyOf(items), body.required("more").booleanValue());
        }
    }
}
