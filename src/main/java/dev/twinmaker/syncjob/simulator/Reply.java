package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer before it goes over the wire, where a fault may still change it.
 *
 * @param errorCode the code of an error, empty for a success
 * @param effect whether the world was changed
 */
record Reply(int status, String errorCode, Map<String, String> headers, ObjectNode body, boolean effect) {

    static Reply read(ObjectNode body) {
        return new Reply(200, "", Map.of(), body, false);
    }

    static Reply changed(ObjectNode body) {
        return new Reply(200, "", Map.of(), body, true);
    }

    /** An error with its code in the header and in the body, so that SDKs of every language find it. */
    static Reply error(int status, String code, String message) {
        ObjectNode body = Json.object();
        body.put("message", message);
        if (!code.isEmpty()) {
            body.put("__type", code);
        }
        Map<String, String> headers = code.isEmpty() ? Map.of() : Map.of("x-amzn-ErrorType", code);
        return new Reply(status, code, headers, body, false);
    }

    Reply withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, errorCode, more, body, effect);
    }
}
