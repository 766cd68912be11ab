package dev.twinmaker.syncjob.operator;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether every watch of SyncJobs ends as soon as it stands. The client begins each anew from the version that it saw last,
 * for ever, and the framework calls that healthy, while nothing is heard: see docs/decisions/0015-watches-that-end-at-once.md.
 */
final class ShortWatches implements Interceptor {

    /** What has lasted for so long is no such watch: well below what load balancers grant to a quiet connection. */
    private static final Duration BRIEF = Duration.ofSeconds(10);

    private final long limit;
    private final long brief;
    private final LongSupplier nanoseconds;
    private final Map<String, Row> rows = new HashMap<>();

    /**
     * @param limit how long this is borne; a quiet watch must be left alone for longer than half of it
     * @param nanoseconds such as {@link System#nanoTime()}
     */
    ShortWatches(Duration limit, LongSupplier nanoseconds) {
        this.limit = limit.toNanos();
        this.brief = Math.min(BRIEF.toNanos(), this.limit / 2);
        this.nanoseconds = nanoseconds;
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        if (response.code() < HttpURLConnection.HTTP_MULT_CHOICE && isWatch(request.uri())) {
            stands(request.uri().getPath());
        }
    }

    /** Watches of one path that stood one shortly after the other. */
    private record Row(long since, long last) {}

    private static boolean isWatch(URI uri) {
        return uri.getPath().endsWith("/syncjobs")
                && uri.getQuery() != null
                && uri.getQuery().contains("watch=true");
    }

    /**
     * The API server has begun to answer one.
     *
     * @param path one for each namespace that is watched
     */
    synchronized void stands(String path) {
        long now = nanoseconds.getAsLong();
        rows.merge(path, new Row(now, now), (row, first) -> new Row(goesOn(row, now) ? row.since() : now, now));
    }

    private boolean goesOn(Row row, long now) {
        return now - row.last() < brief;
    }

    /** One has told of something. */
    synchronized void heard() {
        rows.clear();
    }

    /** For how long no watch has lasted or told of anything, if that is too long. */
    synchronized Optional<String> fault() {
        long now = nanoseconds.getAsLong();
        boolean all = !rows.isEmpty()
                && rows.values().stream().allMatch(row -> goesOn(row, now) && now - row.since() > limit);
        return all
                ? Optional.of("every watch of SyncJobs has ended as soon as it stood for "
                        + Duration.ofNanos(shortest(now)).toSeconds() + " s, and none told of anything")
                : Optional.empty();
    }

    private long shortest(long now) {
        return rows.values().stream().mapToLong(row -> now - row.since()).min().orElse(0);
    }
}
