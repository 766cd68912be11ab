package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The protocol of IoT TwinMaker. The id of a request is in a header only. */
final class RestJson implements Protocol {

    private static final String CODE_HEADER = "x-amzn-ErrorType";

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public byte[] success(ObjectNode members, String requestId) {
        return Json.bytes(members);
    }

    /** By itself the service has the code in the header and in the body, so that SDKs of every language find it. */
    @Override
    public Exchange.Message error(Reply error, FaultAction.CodePlace place, String requestId) {
        String code = error.errorCode();
        ObjectNode body = error.body().deepCopy();
        Reply head = error;
        if (!code.isEmpty()) {
            switch (place) {
                case HEADER_AND_BODY -> {
                    head = error.withHeader(CODE_HEADER, code);
                    body.put("__type", code);
                }
                case HEADER -> head = error.withHeader(CODE_HEADER, code);
                case BODY_TYPE -> body.put("__type", code);
                case BODY_CODE -> body.put("code", code);
                case NOWHERE -> {}
            }
        }
        return message(head, Json.bytes(body));
    }
}
