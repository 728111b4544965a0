package io.ringfence.lawbreaker.multijvm;

import java.net.URI;
import java.net.http.HttpRequest;

/** No breaker: it knows of a node what any client does. */
public final class LawAbiding {
    HttpRequest status(int port) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/status"))
                .build();
    }
}
