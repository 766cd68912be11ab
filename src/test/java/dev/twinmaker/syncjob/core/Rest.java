package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether a {@link World} in which nothing goes wrong any more comes to rest, as {@link HistoriesContract} means it. */
final class Rest {

    private static final int QUIET = 8;
    private static final int PATIENCE = 400;

    private Rest() {}

    static void check(World any) {
        World world = any.copy();
        world.jobs.heal();
        int quiet = 0;
        for (int pass = 0; pass < PATIENCE && quiet < QUIET; pass++) {
            boolean still = true;
            for (Party party : world.parties) {
                SceneSnapshot before = SceneSnapshot.of(party.scene);
                int told = party.scene.notices.size();
                world.follow(party);
                still &= before.equals(SceneSnapshot.of(party.scene)) && told == party.scene.notices.size();
            }
            quiet = still && world.parties.stream().allMatch(party -> settled(world, party)) ? quiet + 1 : 0;
        }
        assertThat(quiet)
                .as(
                        "quiet passes in the end: %s",
                        world.parties.stream()
                                .map(party -> party.gone + " " + party.scene.policy + " " + party.scene.status)
                                .toList())
                .isEqualTo(QUIET);
    }

    private static boolean settled(World world, Party party) {
        AwsDouble aws = new InMemoryAws(world.jobs, world.clock);
        Cluster cluster = new Cluster(party.scene, aws);
        cluster.gone = party.gone;
        return HistoriesContract.settled(cluster, aws) || waits(world, party);
    }

    /** One of two objects of one cluster waits for the other. */
    private static boolean waits(World world, Party party) {
        return world.oneCluster
                && world.parties.stream().noneMatch(other -> other.gone)
                && !party.scene.deleting()
                && "Stalled Duplicate".equals(party.scene.third());
    }
}
