package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.SyncJobs.Caller;
import dev.twinmaker.syncjob.core.port.SyncJobs.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Looks once, in a process of its own, with what the variables of the process say, as the operator's pod does. */
final class LookFromEnvironment {

    private LookFromEnvironment() {}

    public static void main(String[] args) {
        String region = AwsEnvironment.region().orElse("none");
        AwsSettings settings = new AwsSettings(
                region,
                AwsEnvironment.endpointOverridden(),
                AwsEnvironment.stsReachable(),
                Duration.ofSeconds(10),
                5,
                10,
                1,
                2);
        try (TwinMakerSyncJobs jobs = TwinMakerSyncJobs.ofEnvironment(settings, Instant::now)) {
            Observation seen = jobs.look(
                    new Identity(region, "plant", "SITEWISE"), false, new Caller("uid", Lane.URGENT, Optional.empty()));
            System.out.println("region " + region + ", seen " + seen);
        }
    }
}
