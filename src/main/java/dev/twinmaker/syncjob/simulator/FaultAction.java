package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What goes wrong with a request. In JSON the member {@code type} names the kind. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FaultAction.Cut.class, name = "cut"),
    @JsonSubTypes.Type(value = FaultAction.Answer.class, name = "answer"),
    @JsonSubTypes.Type(value = FaultAction.Hang.class, name = "hang"),
    @JsonSubTypes.Type(value = FaultAction.Drip.class, name = "drip"),
    @JsonSubTypes.Type(value = FaultAction.Mangle.class, name = "mangle"),
    @JsonSubTypes.Type(value = FaultAction.SkewedDate.class, name = "skewedDate"),
    @JsonSubTypes.Type(value = FaultAction.CloseAfterAnswer.class, name = "closeAfterAnswer"),
    @JsonSubTypes.Type(value = FaultAction.Delay.class, name = "delay")
})
public sealed interface FaultAction {

    /** When a connection is cut. */
    enum Moment {
        /** As soon as the head has arrived, or with STS the body, which names the operation; nothing is done. */
        BEFORE_READING,
        /** Once the body has arrived too; nothing is done. */
        AFTER_READING,
        /** Once the request was performed; the response is lost. */
        AFTER_EFFECT,
        /** Once half of the response body was sent. */
        MID_BODY
    }

    /** How a connection is cut. */
    enum Kind {
        /** TCP reset. */
        RST,
        /** Orderly end. */
        FIN
    }

    /** Where an error answer carries its code. An answer of STS has one place for it, which only NOWHERE leaves out. */
    enum CodePlace {
        HEADER_AND_BODY,
        HEADER,
        /** The body member {@code __type}. */
        BODY_TYPE,
        /** The body member {@code code}. */
        BODY_CODE,
        NOWHERE
    }

    /** How the time of a delay is chosen. */
    enum Distribution {
        /** Always the shortest. */
        FIXED,
        /** Any between the shortest and the longest. */
        UNIFORM,
        /** Mostly near the shortest, now and then up to the longest. */
        LONG_TAIL
    }

    /** The connection is cut. */
    record Cut(Moment moment, Kind kind) implements FaultAction {
        public Cut {
            Objects.requireNonNull(moment, "moment");
            Objects.requireNonNull(kind, "kind");
        }
    }

    /**
     * Another answer is given.
     *
     * @param code the error code, empty for none
     * @param body the body as it is, null for a JSON error body
     * @param afterEffect whether the request is performed before
     */
    record Answer(
            int status,
            @JsonSetter(nulls = Nulls.AS_EMPTY) String code,
            @Nullable CodePlace codePlace,
            @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> headers,
            @Nullable String body,
            boolean afterEffect)
            implements FaultAction {

        /** An error as the service words it. */
        public static Answer error(int status, String code) {
            return new Answer(status, code, CodePlace.HEADER_AND_BODY, Map.of(), null, false);
        }

        /** An answer of something that stands before the service. */
        public static Answer html(int status) {
            return new Answer(
                    status,
                    "",
                    CodePlace.NOWHERE,
                    Map.of("Content-Type", "text/html"),
                    "<html><body><h1>" + status + "</h1></body></html>",
                    false);
        }

        /** The same answer, given after the request was performed. */
        public Answer afterTheEffect() {
            return new Answer(status, code, codePlace, headers, body, true);
        }

        /** The same answer with a header. */
        public Answer header(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Answer(status, code, codePlace, more, body, afterEffect);
        }

        /** The same answer with this body. */
        public Answer body(String text) {
            return new Answer(status, code, codePlace, headers, text, afterEffect);
        }

        /** The same answer with its code elsewhere. */
        public Answer codeIn(CodePlace place) {
            return new Answer(status, code, place, headers, body, afterEffect);
        }
    }

    /**
     * The answer is held back.
     *
     * @param afterEffect whether the request is performed at once, or only when the time is over
     * @param time how long in real time, null for ever. When it is over the request is performed even if the client has
     *     given up
     */
    record Hang(boolean afterEffect, @Nullable Duration time) implements FaultAction {}

    /** The response body is sent in small pieces with a pause between them, in real time. */
    record Drip(int bytes, Duration pause) implements FaultAction {
        public Drip {
            Objects.requireNonNull(pause, "pause");
            if (bytes < 1 || pause.toMillis() < 1) {
                throw new IllegalArgumentException("a drip has at least one byte and one millisecond");
            }
        }
    }

    /**
     * A successful response is spoilt; errors are left alone.
     *
     * @param member the top-level member that is left out, for {@link Mangling#MISSING_MEMBER}
     */
    record Mangle(
            Mangling how,
            @JsonSetter(nulls = Nulls.AS_EMPTY) String member) implements FaultAction {
        public Mangle {
            Objects.requireNonNull(how, "how");
        }

        /** For the ways that need no member. */
        public static Mangle of(Mangling how) {
            return new Mangle(how, "");
        }

        /** Leaves out one member. */
        public static Mangle without(String member) {
            return new Mangle(Mangling.MISSING_MEMBER, member);
        }
    }

    /** InvalidSignatureException with a Date header this far from the clock. */
    record SkewedDate(Duration skew) implements FaultAction {
        public SkewedDate {
            Objects.requireNonNull(skew, "skew");
        }
    }

    /** The answer is right, but the connection is ended behind it without notice. */
    record CloseAfterAnswer(Kind kind) implements FaultAction {
        public CloseAfterAnswer {
            Objects.requireNonNull(kind, "kind");
        }
    }

    /**
     * The request is performed later, in real time. A rule with a delay may strike together with one of another kind.
     */
    record Delay(Distribution distribution, Duration shortest, Duration longest) implements FaultAction {
        public Delay {
            Objects.requireNonNull(distribution, "distribution");
            Objects.requireNonNull(shortest, "shortest");
            Objects.requireNonNull(longest, "longest");
        }

        /** The time for a random number from 0 to 1. */
        Duration pick(double random) {
            Duration spread = longest.minus(shortest);
            return switch (distribution) {
                case FIXED -> shortest;
                case UNIFORM -> shortest.plusNanos((long) (spread.toNanos() * random));
                case LONG_TAIL -> shortest.plusNanos((long) (spread.toNanos() * Math.pow(random, 20)));
            };
        }
    }
}
