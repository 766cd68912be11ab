package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.api.TextRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a setting may be. One that is wrong would show much later, as something that never happens or never ends. */
final class SettingRules {

    /** As Kubernetes names a Lease. */
    private static final TextRule LEASE_NAME =
            TextRule.of(1, 253, "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$");
    /** It becomes the value of a tag. */
    private static final TextRule CLUSTER_ID = TextRule.of(1, 256, SyncJobSpec.TAG_VALUE);

    private SettingRules() {}

    /**
     * Passes where the operator can run with them.
     *
     * @throws BadConfiguration if not; the message names the key
     */
    static void check(Settings settings) {
        Settings.Aws aws = settings.aws();
        positive("syncjob.reconcile-interval", settings.reconcileInterval());
        positive("syncjob.poll-initial", settings.pollInitial());
        positive("syncjob.poll-max", settings.pollMax());
        positive("syncjob.backoff-initial", settings.backoffInitial());
        positive("syncjob.backoff-max", settings.backoffMax());
        positive("syncjob.approval-window", settings.approvalWindow());
        positive("syncjob.api-server-silence", settings.apiServerSilence());
        positive("syncjob.stuck-after", settings.stuckAfter());
        positive("syncjob.aws.call-timeout", aws.callTimeout());
        atLeast(Duration.ZERO, "syncjob.access-denied-grace", settings.accessDeniedGrace());
        positive("syncjob.aws.read-rate", aws.readRate());
        positive("syncjob.aws.write-rate", aws.writeRate());
        positive("syncjob.aws.sts-rate", aws.stsRate());
        atLeastOne("syncjob.aws.read-burst", aws.readBurst());
        atLeastOne("syncjob.aws.write-burst", aws.writeBurst());
        atLeastOne("syncjob.aws.sts-burst", aws.stsBurst());
        settings.leaseName().ifPresent(name -> fits("syncjob.lease-name", LEASE_NAME, name));
        settings.clusterId().ifPresent(id -> fits("syncjob.cluster-id", CLUSTER_ID, id));
        settings.formerClusterIds().orElse(List.of()).forEach(id -> fits("syncjob.former-cluster-ids", CLUSTER_ID, id));
    }

    private static void positive(String key, Duration value) {
        atLeast(Duration.ofMillis(1), key, value);
    }

    private static void atLeast(Duration least, String key, Duration value) {
        if (value.compareTo(least) < 0) {
            throw new BadConfiguration(key + ": " + value + " is too short; it must be "
                    + (least.isZero() ? "zero or more" : "more than zero") + ", such as 30s or 5m.");
        }
    }

    private static void positive(String key, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new BadConfiguration(key + ": " + value + " a second would be no call ever, or no limit; it must be a"
                    + " number greater than zero, such as 0.5.");
        }
    }

    private static void atLeastOne(String key, double value) {
        if (!(value >= 1) || Double.isInfinite(value)) {
            throw new BadConfiguration(key + ": with " + value + " no call could ever be made; it must be 1 or more.");
        }
    }

    private static void fits(String key, TextRule rule, String value) {
        Optional<String> fault = rule.fault(key, value);
        if (fault.isPresent()) {
            throw new BadConfiguration(fault.get());
        }
    }
}
