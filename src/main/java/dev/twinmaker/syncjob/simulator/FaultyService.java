package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;

/** Puts what the service answers on the wire in the way a fault asks for. */
final class FaultyService {

    private final Service service;
    private final SimulatedClock clock;

    FaultyService(Service service, SimulatedClock clock) {
        this.service = service;
        this.clock = clock;
    }

    void serve(Call call, Journal.Line line, Exchange exchange) {
        exchange.send(perform(call, line));
    }

    void serve(Call call, Journal.Line line, Exchange exchange, FaultAction action) {
        if (action instanceof FaultAction.Cut cut) {
            cut(call, line, exchange, cut);
        } else if (action instanceof FaultAction.Answer answer) {
            if (answer.afterEffect()) {
                service.answer(call, line);
            }
            exchange.send(message(answer));
        } else if (action instanceof FaultAction.Hang hang) {
            hang(call, line, exchange, hang);
        } else if (action instanceof FaultAction.Drip drip) {
            exchange.drip(perform(call, line), drip);
        } else if (action instanceof FaultAction.Mangle mangle) {
            exchange.send(mangled(call, line, mangle));
        } else if (action instanceof FaultAction.SkewedDate skewed) {
            Reply reply = Reply.error(403, "InvalidSignatureException", "Signature not yet current.");
            String date = Exchange.httpDate(clock.instant().plus(skewed.skew()));
            exchange.send(Exchange.Message.of(reply).withHeader("Date", date));
        } else if (action instanceof FaultAction.CloseAfterAnswer close) {
            exchange.sendAndCut(perform(call, line), close.kind());
        } else {
            serve(call, line, exchange);
        }
    }

    private Exchange.Message perform(Call call, Journal.Line line) {
        return Exchange.Message.of(service.answer(call, line));
    }

    private void cut(Call call, Journal.Line line, Exchange exchange, FaultAction.Cut cut) {
        switch (cut.moment()) {
            case BEFORE_READING, AFTER_READING -> exchange.cut(cut.kind());
            case AFTER_EFFECT -> {
                service.answer(call, line);
                exchange.cut(cut.kind());
            }
            case MID_BODY -> exchange.sendHalf(perform(call, line), cut.kind());
        }
    }

    private void hang(Call call, Journal.Line line, Exchange exchange, FaultAction.Hang hang) {
        if (hang.afterEffect()) {
            Exchange.Message message = perform(call, line);
            if (hang.time() != null) {
                exchange.after(hang.time(), () -> exchange.send(message));
            }
        } else if (hang.time() != null) {
            exchange.after(hang.time(), () -> serve(call, line, exchange));
        }
    }

    private Exchange.Message mangled(Call call, Journal.Line line, FaultAction.Mangle mangle) {
        Reply reply = service.answer(call, line);
        if (!reply.errorCode().isEmpty()) {
            return Exchange.Message.of(reply);
        }
        Buffer body = Buffer.buffer(mangle.how().apply(reply.body(), mangle.member(), service.ownToken(call)));
        return new Exchange.Message(reply.status(), "", reply.headers(), body);
    }

    private static Exchange.Message message(FaultAction.Answer answer) {
        FaultAction.CodePlace place =
                answer.codePlace() == null ? FaultAction.CodePlace.HEADER_AND_BODY : answer.codePlace();
        Map<String, String> headers = new HashMap<>(answer.headers());
        ObjectNode body = Json.object();
        body.put("message", "Injected fault.");
        if (!answer.code().isEmpty()) {
            switch (place) {
                case HEADER_AND_BODY -> {
                    headers.put("x-amzn-ErrorType", answer.code());
                    body.put("__type", answer.code());
                }
                case HEADER -> headers.put("x-amzn-ErrorType", answer.code());
                case BODY_TYPE -> body.put("__type", answer.code());
                case BODY_CODE -> body.put("code", answer.code());
                case NOWHERE -> {}
            }
        }
        String given = answer.body();
        Buffer written = given == null ? Buffer.buffer(Json.bytes(body)) : Buffer.buffer(given);
        return new Exchange.Message(answer.status(), answer.code(), headers, written);
    }
}
