package dev.twinmaker.syncjob.simulator;

import java.util.Map;

/** Puts what a service answers on the wire in the way a fault asks for. */
final class FaultyService {

    private final Backend service;
    private final SimulatedClock clock;

    FaultyService(Backend service, SimulatedClock clock) {
        this.service = service;
        this.clock = clock;
    }

    void serve(Call call, Journal.Line line, Exchange exchange) {
        exchange.send(perform(call, line, exchange));
    }

    void serve(Call call, Journal.Line line, Exchange exchange, FaultAction action) {
        if (action instanceof FaultAction.Cut cut) {
            cut(call, line, exchange, cut);
        } else if (action instanceof FaultAction.Answer answer) {
            if (answer.afterEffect()) {
                service.answer(call, line);
            }
            exchange.send(message(call, answer, exchange));
        } else if (action instanceof FaultAction.Hang hang) {
            hang(call, line, exchange, hang);
        } else if (action instanceof FaultAction.Drip drip) {
            exchange.drip(perform(call, line, exchange), drip);
        } else if (action instanceof FaultAction.Mangle mangle) {
            exchange.send(mangled(call, line, exchange, mangle));
        } else if (action instanceof FaultAction.SkewedDate skewed) {
            Reply reply = Reply.error(403, "InvalidSignatureException", "Signature not yet current.");
            String date = Exchange.httpDate(clock.instant().plus(skewed.skew()));
            exchange.send(
                    service.protocol(call).message(reply, exchange.requestId()).withHeader("Date", date));
        } else if (action instanceof FaultAction.CloseAfterAnswer close) {
            exchange.sendAndCut(perform(call, line, exchange), close.kind());
        } else {
            serve(call, line, exchange);
        }
    }

    private Exchange.Message perform(Call call, Journal.Line line, Exchange exchange) {
        return service.protocol(call).message(service.answer(call, line), exchange.requestId());
    }

    private void cut(Call call, Journal.Line line, Exchange exchange, FaultAction.Cut cut) {
        switch (cut.moment()) {
            case BEFORE_READING, AFTER_READING -> exchange.cut(cut.kind());
            case AFTER_EFFECT -> {
                service.answer(call, line);
                exchange.cut(cut.kind());
            }
            case MID_BODY -> exchange.sendHalf(perform(call, line, exchange), cut.kind());
        }
    }

    private void hang(Call call, Journal.Line line, Exchange exchange, FaultAction.Hang hang) {
        if (hang.afterEffect()) {
            Exchange.Message message = perform(call, line, exchange);
            if (hang.time() != null) {
                exchange.after(hang.time(), () -> exchange.send(message));
            }
        } else if (hang.time() != null) {
            exchange.after(hang.time(), () -> serve(call, line, exchange));
        }
    }

    private Exchange.Message mangled(Call call, Journal.Line line, Exchange exchange, FaultAction.Mangle mangle) {
        Protocol protocol = service.protocol(call);
        Reply reply = service.answer(call, line);
        if (reply.failed()) {
            return protocol.message(reply, exchange.requestId());
        }
        byte[] body = mangle.how()
                .apply(
                        reply.body(),
                        mangle.member(),
                        service.ownToken(call),
                        members -> protocol.success(members, exchange.requestId()));
        return protocol.message(reply, body);
    }

    private Exchange.Message message(Call call, FaultAction.Answer answer, Exchange exchange) {
        FaultAction.CodePlace place =
                answer.codePlace() == null ? FaultAction.CodePlace.HEADER_AND_BODY : answer.codePlace();
        Reply reply = Reply.error(answer.status(), answer.code(), "Injected fault.");
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            reply = reply.withHeader(header.getKey(), header.getValue());
        }
        Exchange.Message written = service.protocol(call).error(reply, place, exchange.requestId());
        String given = answer.body();
        return given == null ? written : written.withBody(given);
    }
}
