package dev.twinmaker.syncjob.aws;

import java.time.Duration;

/**
 * How the operator speaks to AWS.
 *
 * @param region where jobs are whose spec names no region
 * @param endpointOverridden whether the SDK's environment names an endpoint; the host prefix is left out then
 * @param stsReachable whether STS may be asked for the account of a credential: it may not where only the service's
 *     endpoint was named
 * @param callTimeout after which a call is given up
 * @param readRate reads a second
 * @param writeRate writes a second
 * @param stsRate roles assumed a second
 */
public record AwsSettings(
        String region,
        boolean endpointOverridden,
        boolean stsReachable,
        Duration callTimeout,
        double readRate,
        double readBurst,
        double writeRate,
        double writeBurst,
        double stsRate,
        double stsBurst) {

    private static final double STS_RATE = 50;
    private static final double STS_BURST = 100;

    /** The same with the default rate for STS. */
    public AwsSettings(
            String region,
            boolean endpointOverridden,
            boolean stsReachable,
            Duration callTimeout,
            double readRate,
            double readBurst,
            double writeRate,
            double writeBurst) {
        this(
                region,
                endpointOverridden,
                stsReachable,
                callTimeout,
                readRate,
                readBurst,
                writeRate,
                writeBurst,
                STS_RATE,
                STS_BURST);
    }
}
