package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Cuts lists into pages. A token says where to go on in which list, and cannot be made up or used in another. */
final class Pages {

    private static final String SECRET = "twinmaker-simulator";

    private final Knobs.Consistency knobs;

    Pages(Knobs.Consistency knobs) {
        this.knobs = knobs;
    }

    /** The list a request reads: tokens are good for the same operation, place, target and filters only. */
    static String listOf(Request request) {
        return String.join(
                "\n",
                request.operation().wireName(),
                request.place().account(),
                request.place().region(),
                request.workspaceId(),
                request.syncSource(),
                request.body().path("filters").toString(),
                request.body().path("resourceARN").toString());
    }

    /** A token that goes on at an offset. */
    static String token(String list, int offset, int page) {
        String position = offset + ":" + page;
        String token = position + ":" + seal(list + "\n" + position);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a token was given out for this list. */
    static boolean authentic(String list, String token) {
        return position(list, token).isPresent();
    }

    /** Puts the page the request asks for into a list member, and the token of the next one if there is more. */
    Reply cut(Request request, String member, List<? extends JsonNode> items, int defaultSize) {
        ObjectNode body = Json.object();
        body.putArray(member).addAll(page(request, body, items, defaultSize));
        return Reply.read(body);
    }

    /** The items of the page the request asks for; the token of the next one goes into the body. */
    <T> List<T> page(Request request, ObjectNode body, List<T> items, int defaultSize) {
        String list = listOf(request);
        int[] position = request.text("nextToken")
                .flatMap(token -> position(list, token))
                .orElse(new int[] {0, 0});
        int offset = Math.min(position[0], items.size());
        int page = position[1];
        if (knobs.emptyFirstPage && page == 0) {
            body.put("nextToken", token(list, 0, 1));
            return List.of();
        }
        int size = request.number("maxResults").filter(asked -> asked > 0).orElse(defaultSize);
        if (knobs.shiftingPages && page % 2 == 1) {
            size = Math.max(1, size / 2);
        }
        int end = Math.min(items.size(), offset + size);
        if (end < items.size()) {
            body.put("nextToken", token(list, end, page + 1));
        }
        return items.subList(offset, end);
    }

    private static Optional<int[]> position(String list, String token) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split(":", -1);
            if (parts.length != 3 || !parts[2].equals(seal(list + "\n" + parts[0] + ":" + parts[1]))) {
                return Optional.empty();
            }
            return Optional.of(new int[] {Integer.parseInt(parts[0]), Integer.parseInt(parts[1])});
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String seal(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] sum = digest.digest((SECRET + text).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
