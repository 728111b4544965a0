package io.ringfence.internal;

/** A message that goes from node to node; {@link WireSerializer} knows each. */
sealed interface Wire
        permits LeaderActor.Answered,
                LeaderActor.Mark,
                LeaderActor.Query,
                LeaderActor.Submit,
                ReplicaActor.Deliver,
                ReplicaActor.Hand,
                RouterActor.ServingChanged,
                RouterActor.Settled,
                StatusActor.Report,
                StatusActor.Reported {}
