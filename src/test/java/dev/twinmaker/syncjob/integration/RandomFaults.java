package dev.twinmaker.syncjob.integration;

import dev.twinmaker.syncjob.controlplane.ApiServerProxy;
import dev.twinmaker.syncjob.controlplane.Hook;
import dev.twinmaker.syncjob.controlplane.ProxiedRequest;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.Faults;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

/** Faults of AWS and of the way to the API server, one after the other, each until the next comes. */
final class RandomFaults {

    private static final int SOME = 6;
    private static final double SHARE = 0.3;

    private final ApiServerProxy proxy;
    private final Faults aws;
    private final Random random;
    private Runnable end = () -> {};
    private int made;

    RandomFaults(FaultyPath path, Random random) {
        this.proxy = path.proxy();
        this.aws = path.stage().simulator().faults();
        this.random = random;
    }

    /** How many there were so far. */
    int made() {
        return made;
    }

    /** Ends the last one and begins another. */
    void next() {
        rest();
        made++;
        switch (random.nextInt(16)) {
            case 0 -> proxy.cutWatches();
            case 1 -> proxy.endWatches();
            case 2 -> proxy.feedWatches(FaultyPath.GONE);
            case 3 -> delayed();
            case 4 -> slow();
            case 5 -> until(proxy.dropResponse(request -> request.is("PATCH", ""), SOME));
            case 6 -> until(refuse(409, "Conflict", Map.of()));
            case 7 -> until(refuse(429, "TooManyRequests", Map.of("Retry-After", "1")));
            case 8 -> until(refuse(503, "ServiceUnavailable", Map.of()));
            case 9 -> strikes(new FaultAction.Cut(FaultAction.Moment.AFTER_READING, FaultAction.Kind.RST));
            case 10 -> strikes(new FaultAction.Cut(FaultAction.Moment.AFTER_EFFECT, FaultAction.Kind.RST));
            case 11 -> strikes(FaultAction.Answer.error(500, "InternalServerException"));
            case 12 ->
                strikes(FaultAction.Answer.error(500, "InternalServerException").afterTheEffect());
            case 13 -> strikes(FaultAction.Answer.error(429, "ThrottlingException"));
            case 14 -> strikes(new FaultAction.Hang(true, Duration.ofSeconds(4)));
            default ->
                strikes(new FaultAction.Delay(
                        FaultAction.Distribution.LONG_TAIL, Duration.ofMillis(50), Duration.ofSeconds(4)));
        }
    }

    /** Ends the last one. */
    void rest() {
        end.run();
        end = () -> {};
    }

    private void delayed() {
        proxy.delayWatches(true);
        end = () -> proxy.delayWatches(false);
    }

    private void slow() {
        proxy.slowDown(Duration.ofMillis(300));
        end = () -> proxy.slowDown(Duration.ZERO);
    }

    private void until(Hook hook) {
        end = hook::release;
    }

    private Hook refuse(int code, String reason, Map<String, String> headers) {
        String status =
                "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"%s\",\"code\":%d}"
                        .formatted(reason, code);
        return proxy.answer(this::unlucky, code, headers, status, Integer.MAX_VALUE);
    }

    private boolean unlucky(ProxiedRequest request) {
        return request.path().contains("/syncjobs") && random.nextDouble() < SHARE;
    }

    private void strikes(FaultAction action) {
        aws.always(FaultMatch.any().withProbability(SHARE), action);
        end = aws::clear;
    }
}
