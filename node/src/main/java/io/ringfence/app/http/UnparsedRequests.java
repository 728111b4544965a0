package io.ringfence.app.http;

import akka.event.LoggingAdapter;
import akka.http.ParsingErrorHandler;
import akka.http.javadsl.model.HttpResponse;
import akka.http.scaladsl.model.ErrorInfo;
import akka.http.scaladsl.model.StatusCode;
import akka.http.scaladsl.settings.ServerSettings;

/**
 * What is answered to bytes that are no request at all. Akka HTTP looks it up by the name in {@code
 * akka.http.server.parsing.error-handler}, as a Scala object: hence the field's name.
 */
public final class UnparsedRequests extends ParsingErrorHandler {
    public static final UnparsedRequests MODULE$ = new UnparsedRequests();

    private UnparsedRequests() {}

    @Override
    public HttpResponse handle(
            StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        return Problem.rejected(status.intValue(), error.summary()).response();
    }
}
