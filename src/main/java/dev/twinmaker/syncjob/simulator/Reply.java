package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer before it goes over the wire, where a fault may still change it.
 *
 * @param errorCode the code of an error, empty for a success and for an error without one
 * @param body the members of a success, or the message of an error
 * @param effect whether the world was changed
 */
record Reply(int status, String errorCode, Map<String, String> headers, ObjectNode body, boolean effect) {

    static Reply read(ObjectNode body) {
        return new Reply(200, "", Map.of(), body, false);
    }

    static Reply changed(ObjectNode body) {
        return new Reply(200, "", Map.of(), body, true);
    }

    /** An error; where its code is written is up to the protocol. */
    static Reply error(int status, String code, String message) {
        return new Reply(status, code, Map.of(), Json.object().put("message", message), false);
    }

    boolean failed() {
        return status >= 400;
    }

    Reply withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, errorCode, more, body, effect);
    }
}
