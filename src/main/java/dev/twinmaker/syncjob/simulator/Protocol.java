package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;

/** How a service writes its answers, so that its SDK can read them. */
interface Protocol {

    /** The media type of all answers. */
    String contentType();

    /** The body of a success. */
    byte[] success(ObjectNode members, String requestId);

    /** An error, with its code where a fault wants it to be. */
    Exchange.Message error(Reply error, FaultAction.CodePlace place, String requestId);

    /** An answer as the service words it. */
    default Exchange.Message message(Reply reply, String requestId) {
        return reply.failed()
                ? error(reply, FaultAction.CodePlace.HEADER_AND_BODY, requestId)
                : message(reply, success(reply.body(), requestId));
    }

    /** The head of an answer with this body. */
    default Exchange.Message message(Reply reply, byte[] body) {
        return new Exchange.Message(
                reply.status(), reply.errorCode(), contentType(), reply.headers(), Buffer.buffer(body));
    }
}
