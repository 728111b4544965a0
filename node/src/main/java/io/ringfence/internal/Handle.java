package io.ringfence.internal;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import io.ringfence.GroupHandle;
import io.ringfence.ReplicaStatus;
import io.ringfence.api.Codec;
import io.ringfence.api.Outcome;
import io.ringfence.api.internal.Ask;
import io.ringfence.api.internal.Requester;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.ServingState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The client of a group on the node that hosts a replica of it. */
final class Handle<C, R> implements GroupHandle<C, R> {
    /** A stage of Akka's starts a thread for each callback where there are two processors. */
    private static final Executor HERE = Runnable::run;

    private final ActorSystem<?> system;
    private final Site site;
    private final Requester<C, R> requester;
    private final GroupActor.Refs refs;

    Handle(ActorSystem<?> system, Site site, Codec<C, R> codec, GroupActor.Refs refs) {
        this.system = system;
        this.site = site;
        this.requester =
                new Requester<>(
                        codec,
                        site.settings().leader().commandBytesMax(),
                        system,
                        ask -> refs.router().tell(new RouterActor.Take(ask)));
        this.refs = refs;
    }

    @Override
    public CompletionStage<Outcome<R>> submit(C command, Duration within) {
        return requester.request(Ask.Kind.COMMAND, command, within);
    }

    @Override
    public CompletionStage<Outcome<R>> query(C query, Duration within) {
        return requester.request(Ask.Kind.QUERY, query, within);
    }

    @Override
    public CompletionStage<Outcome<EntryId>> snapshot(Duration within) {
        return requester.mark(within);
    }

    @Override
    public CompletionStage<ReplicaStatus> status() {
        return AskPattern.<StatusActor.Command, StatusActor.Reported>ask(
                        refs.status(), StatusActor.Report::new, patience(), system.scheduler())
                .thenApplyAsync(StatusActor.Reported::status, HERE);
    }

    @Override
    public CompletionStage<List<ReplicaStatus>> cluster() {
        return AskPattern.<StatusActor.Command, List<ReplicaStatus>>ask(
                refs.status(), StatusActor.ReportAll::new, patience(), system.scheduler());
    }

    private Duration patience() {
        return site.settings().statusTimeout().multipliedBy(4);
    }

    @Override
    public ServingState serving() {
        return site.board().serving();
    }

    @Override
    public void subscribeServing(ActorRef<ServingState> subscriber) {
        refs.router().tell(new RouterActor.SubscribeServing(subscriber));
    }
}
