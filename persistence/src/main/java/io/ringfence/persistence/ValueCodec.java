package io.ringfence.persistence;

import io.ringfence.persistence.proto.Proto;
import io.ringfence.protocol.Boundary;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Founding;
import io.ringfence.protocol.GroupId;
import io.ringfence.protocol.Incarnation;
import io.ringfence.protocol.Index;
import io.ringfence.protocol.LeaderId;
import io.ringfence.protocol.ReplicaId;
import io.ringfence.protocol.Roster;
import io.ringfence.protocol.Round;
import io.ringfence.protocol.Standing;
import io.ringfence.protocol.StreamId;
import io.ringfence.protocol.Term;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * The values of the protocol as parts of a record. Each one that reads throws {@link
 * IllegalArgumentException}, with a sentence that names the field, for what is missing or no value;
 * whoever decodes a whole record makes a {@link CorruptRecord} of it.
 */
public final class ValueCodec {
    private ValueCodec() {}

    public static Proto.EntryId proto(EntryId id) {
        return Proto.EntryId.newBuilder()
                .setEpoch(id.epoch().value())
                .setIndex(id.index().value())
                .build();
    }

    public static EntryId entryId(boolean present, Proto.EntryId id, String field) {
        require(present, field);
        return new EntryId(
                term(id.hasEpoch(), id.getEpoch(), field + "'s epoch"),
                index(id.hasIndex(), id.getIndex(), field + "'s index"));
    }

    public static Proto.LeaderId proto(LeaderId id) {
        return Proto.LeaderId.newBuilder().setHome(id.home().name()).setName(id.name()).build();
    }

    public static LeaderId leader(boolean present, Proto.LeaderId id, String field) {
        require(present, field);
        return new LeaderId(
                replica(id.hasHome(), id.getHome(), field + "'s home"),
                text(id.hasName(), id.getName(), field + "'s name"));
    }

    public static Proto.Incarnation proto(Incarnation incarnation) {
        return Proto.Incarnation.newBuilder()
                .setNonce(incarnation.nonce())
                .setGeneration(incarnation.generation())
                .build();
    }

    public static Incarnation incarnation(boolean present, Proto.Incarnation i, String field) {
        require(present, field);
        return new Incarnation(
                text(i.hasNonce(), i.getNonce(), field + "'s nonce"),
                number(i.hasGeneration(), i.getGeneration(), field + "'s generation"));
    }

    public static Proto.GroupId proto(GroupId id) {
        return Proto.GroupId.newBuilder().setName(id.name()).setNonce(id.nonce()).build();
    }

    public static GroupId group(boolean present, Proto.GroupId id) {
        require(present, "group");
        return new GroupId(
                text(id.hasName(), id.getName(), "group's name"),
                text(id.hasNonce(), id.getNonce(), "group's nonce"));
    }

    public static Proto.Founding proto(Founding founding) {
        Proto.Founding.Builder record =
                Proto.Founding.newBuilder()
                        .setGroup(proto(founding.group()))
                        .setTerm(founding.term().value());
        founding.voters().forEach((replica, as) -> record.addVoters(voter(replica, as)));
        if (founding.isAnew()) record.setOrigin(proto(founding.origin()));
        return record.build();
    }

    private static Proto.Founding.Voter voter(ReplicaId replica, Incarnation incarnation) {
        return Proto.Founding.Voter.newBuilder()
                .setReplica(replica.name())
                .setIncarnation(proto(incarnation))
                .build();
    }

    public static Founding founding(boolean present, Proto.Founding founding) {
        require(present, "founding");
        SortedMap<ReplicaId, Incarnation> voters = new TreeMap<>();
        for (Proto.Founding.Voter v : founding.getVotersList()) {
            ReplicaId replica = replica(v.hasReplica(), v.getReplica(), "voter");
            Incarnation as = incarnation(v.hasIncarnation(), v.getIncarnation(), "voter's life");
            if (voters.put(replica, as) != null) {
                throw new IllegalArgumentException("the founding names " + replica + " twice");
            }
        }
        return new Founding(
                group(founding.hasGroup(), founding.getGroup()),
                term(founding.hasTerm(), founding.getTerm(), "founding's term"),
                voters,
                founding.hasOrigin()
                        ? entryId(true, founding.getOrigin(), "founding's origin")
                        : EntryId.ZERO);
    }

    public static Proto.Roster proto(Roster roster) {
        Proto.Roster.Builder record = Proto.Roster.newBuilder().setGroup(roster.group());
        for (ReplicaId voter : roster.voters()) record.addVoters(voter.name());
        return record.build();
    }

    public static Roster roster(boolean present, Proto.Roster roster) {
        require(present, "roster");
        return new Roster(
                text(roster.hasGroup(), roster.getGroup(), "roster's group"),
                roster.getVotersList().stream().map(ReplicaId::of).toList());
    }

    public static Proto.Standing proto(Standing standing) {
        return Proto.Standing.newBuilder()
                .setReplica(standing.replica().name())
                .setIncarnation(proto(standing.incarnation()))
                .setKind(Proto.Standing.Kind.valueOf(standing.kind().name()))
                .build();
    }

    public static Standing standing(boolean present, Proto.Standing s) {
        require(present, "standing");
        require(s.hasKind(), "standing's kind");
        return new Standing(
                replica(s.hasReplica(), s.getReplica(), "standing's replica"),
                incarnation(s.hasIncarnation(), s.getIncarnation(), "standing's incarnation"),
                named(Standing.Kind.class, s.getKind()));
    }

    public static Proto.Boundary proto(Boundary boundary) {
        return Proto.Boundary.valueOf(boundary.name());
    }

    public static Boundary boundary(boolean present, Proto.Boundary boundary) {
        require(present, "boundary");
        return named(Boundary.class, boundary);
    }

    /** A term is never read as the default, and never one that no other can follow (F9). */
    public static Term term(boolean present, long value, String field) {
        return ordinal(present, value, field, Term::new);
    }

    public static Index index(boolean present, long value, String field) {
        return ordinal(present, value, field, Index::new);
    }

    public static StreamId stream(boolean present, long value) {
        return ordinal(present, value, "stream", StreamId::new);
    }

    public static Round round(boolean present, long value) {
        return ordinal(present, value, "round", Round::new);
    }

    public static ReplicaId replica(boolean present, String name, String field) {
        return new ReplicaId(text(present, name, field));
    }

    public static String text(boolean present, String value, String field) {
        require(present, field);
        return value;
    }

    public static long number(boolean present, long value, String field) {
        require(present, field);
        return value;
    }

    public static int number(boolean present, int value, String field) {
        require(present, field);
        return value;
    }

    /** Of a part that may be absent. */
    public static <P, T> Optional<T> optional(boolean present, P part, Function<P, T> decode) {
        return present ? Optional.of(decode.apply(part)) : Optional.empty();
    }

    static void require(boolean present, String field) {
        if (!present) throw new IllegalArgumentException("the " + field + " is missing");
    }

    private static <T> T ordinal(boolean present, long value, String field, LongFunction<T> make) {
        require(present, field);
        if (value < 0 || value == Long.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "the " + field + " is out of range: " + Long.toUnsignedString(value));
        }
        return make.apply(value);
    }

    private static <E extends Enum<E>> E named(Class<E> type, Enum<?> record) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(record.name())) return constant;
        }
        throw new IllegalArgumentException("no " + type.getSimpleName() + " is known as " + record);
    }
}
