package dev.twinmaker.syncjob.controlplane;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * A request on its way to the API server.
 *
 * @param query without the question mark, as it was sent; empty if there is none
 * @param headers by their names in lower case
 */
public record ProxiedRequest(String method, String path, String query, Map<String, String> headers, String body) {

    private static final Pattern WATCH = Pattern.compile("(?:^|&)(?:watch|follow)=(?:true|1)(?:&|$)");

    /** Whether the answer goes on for as long as the client listens. */
    public boolean isWatch() {
        return WATCH.matcher(query).find();
    }

    /** Whether it is this method on a path with this end, such as {@code ("PATCH", "/syncjobs/a/status")}. */
    public boolean is(String wantedMethod, String pathEnd) {
        return method.equals(wantedMethod) && path.endsWith(pathEnd);
    }
}
