package dev.twinmaker.syncjob.simulator;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The record of every request to the service, in order of arrival, and the questions a test asks of it. Requests of the
 * administration are not recorded. Only the last hundred thousand are kept.
 */
public final class Journal {

    private static final int KEPT = 100_000;

    private final Deque<Line> lines = new ArrayDeque<>();
    private long sequence;

    /** Two creations of the same key that were under way at the same time for different calls. */
    public record Race(JournalEntry first, JournalEntry second) {}

    /** A request that is under way, as the simulator learns more about it. */
    final class Line {
        private final Call call;
        private final JobKey key;
        private final String principal;
        private final Instant time;
        private final long begun = ++sequence;
        private @Nullable Long ended;
        private String resource = "";
        private boolean effect;
        private int status;
        private String errorCode = "";
        private ConnectionFate fate = ConnectionFate.OPEN;
        private int liveJobs;
        private Map<String, String> tagsBefore = Map.of();

        private Line(Call call, Principal principal, Instant time) {
            this.call = call;
            this.key = principal.place().job(call.workspaceId(), call.syncSource());
            this.principal = principal.accessKey();
            this.time = time;
        }

        void performed(Reply reply, String arn, int liveAfterwards, Map<String, String> tagsOfJob) {
            synchronized (Journal.this) {
                effect = reply.effect();
                resource = arn;
                liveJobs = liveAfterwards;
                tagsBefore = tagsOfJob;
            }
        }

        /** What is asked for, where nothing else is to be told. */
        void named(String arn) {
            synchronized (Journal.this) {
                resource = arn;
            }
        }

        void answered(int statusSent, String codeSent) {
            synchronized (Journal.this) {
                status = statusSent;
                errorCode = codeSent;
            }
        }

        /** Ends the exchange; what was told first stays. */
        void ended(ConnectionFate how) {
            synchronized (Journal.this) {
                if (ended == null) {
                    ended = ++sequence;
                    fate = how;
                }
            }
        }

        private JournalEntry entry() {
            return new JournalEntry(
                    begun,
                    ended,
                    time,
                    call.route().map(Route::operation).orElse(null),
                    key,
                    resource,
                    call.invocationId(),
                    call.attempt(),
                    principal,
                    call.header("user-agent").orElse(""),
                    effect,
                    status,
                    errorCode,
                    fate,
                    liveJobs,
                    tagsBefore);
        }
    }

    synchronized Line open(Call call, Principal principal, Instant now) {
        Line line = new Line(call, principal, now);
        lines.addLast(line);
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
        return line;
    }

    /** All requests, as far as they have come. */
    public synchronized List<JournalEntry> entries() {
        return lines.stream().map(Line::entry).toList();
    }

    /** The requests of one operation. */
    public List<JournalEntry> entries(Operation operation) {
        return entries().stream()
                .filter(entry -> entry.operation() == operation)
                .toList();
    }

    /** How many creations took effect, per key. */
    public Map<JobKey, Long> createsApplied() {
        return applied(Operation.CREATE_SYNC_JOB);
    }

    /** How many deletions took effect, per key. */
    public Map<JobKey, Long> deletesApplied() {
        return applied(Operation.DELETE_SYNC_JOB);
    }

    private Map<JobKey, Long> applied(Operation operation) {
        return entries(operation).stream()
                .filter(JournalEntry::effect)
                .collect(Collectors.groupingBy(JournalEntry::key, Collectors.counting()));
    }

    /** The creations after which one source had more than one live job in an account and region. */
    public List<JournalEntry> doubleJobs() {
        return entries(Operation.CREATE_SYNC_JOB).stream()
                .filter(entry -> entry.effect() && entry.liveJobs() > 1)
                .toList();
    }

    /** The deletions that took effect on a job whose tags do not prove ownership. */
    public List<JournalEntry> foreignDeletes(Predicate<Map<String, String>> owned) {
        return entries(Operation.DELETE_SYNC_JOB).stream()
                .filter(entry -> entry.effect() && !owned.test(entry.tagsBefore()))
                .toList();
    }

    /** Creations of the same key under way at the same time with different invocation ids. */
    public List<Race> racingCreates() {
        List<Race> races = new ArrayList<>();
        Map<JobKey, List<JournalEntry>> byKey =
                entries(Operation.CREATE_SYNC_JOB).stream().collect(Collectors.groupingBy(JournalEntry::key));
        byKey.values().forEach(creates -> {
            for (int i = 0; i < creates.size(); i++) {
                for (JournalEntry later : creates.subList(i + 1, creates.size())) {
                    JournalEntry earlier = creates.get(i);
                    if (earlier.overlaps(later) && !earlier.invocationId().equals(later.invocationId())) {
                        races.add(new Race(earlier, later));
                    }
                }
            }
        });
        return races;
    }

    /** The number of requests in each second of the simulated clock that had any. */
    public Map<Instant, Long> callsPerSecond(Operation operation) {
        return entries(operation).stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.time().truncatedTo(ChronoUnit.SECONDS), TreeMap::new, Collectors.counting()));
    }

    /** The number of requests in the busiest second, 0 if there were none. */
    public long busiestSecond(Operation operation) {
        return callsPerSecond(operation).values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    /** Forgets all requests; those under way are no longer recorded. */
    public synchronized void clear() {
        lines.clear();
    }
}
