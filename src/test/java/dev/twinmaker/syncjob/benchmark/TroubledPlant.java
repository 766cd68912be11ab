package dev.twinmaker.syncjob.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.integration.Stage;
import dev.twinmaker.syncjob.integration.Tenants;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A SyncJob with an access and an account of its own: what it says from the beginning of its trouble until it is well. */
final class TroubledPlant {

    static final String HEADER = """
            | trouble | the SyncJob says | its AwsAccess says | AssumeRole until well (bound) | InSync again after (bound) |
            |---|---|---|---|---|""";

    private static final String OBJECT = "plant";

    private final Tenants tenants;
    private final String team;
    private final String account;
    private final boolean unnamed;
    private final List<String> told = new ArrayList<>();
    private String last = "";
    private String message = "";
    private String token = "";
    private Instant begun = Instant.EPOCH;
    private Instant mended = Instant.EPOCH;
    private String accessSays = "";
    private boolean looked;
    private int calls;
    private @Nullable Duration recovery;

    private TroubledPlant(Tenants tenants, String team, String account, boolean unnamed) {
        this.tenants = tenants;
        this.team = team;
        this.account = account;
        this.unnamed = unnamed;
    }

    /**
     * One that is in step.
     *
     * @param unnamed whether its trouble keeps STS from seeing for which role it is asked
     */
    static TroubledPlant ready(Tenants tenants, String team, int number, boolean unnamed) {
        String account = "%012d".formatted(800_000_000_000L + number);
        TroubledPlant plant = new TroubledPlant(tenants, team, account, unnamed);
        tenants.account(plant.account, team + "-hall");
        tenants.namespace(team, Map.of());
        tenants.access(team, plant.account);
        tenants.syncJob(team, OBJECT, team + "-hall", Tenants.sync(plant.account));
        tenants.awaitReady(team, OBJECT);
        tenants.await("in step", team, OBJECT, object -> Stage.is(object, Condition.SYNCED, "True", "InSync"));
        tenants.awaitAccess(
                team, access -> access.getStatus().condition(Condition.READY).isPresent());
        return plant;
    }

    String team() {
        return team;
    }

    String account() {
        return account;
    }

    String hub() {
        return Tenants.hub(account);
    }

    /** Asks for a look. */
    TroubledPlant look(String asked) {
        token = asked;
        tenants.look(team, OBJECT, asked);
        return this;
    }

    /** Its trouble begins. */
    TroubledPlant begin() {
        begun = Instant.now();
        return this;
    }

    /** The same, and its session is good for nothing any more. */
    TroubledPlant beginWithoutSession() {
        begin();
        tenants.simulator().iam().roles().expireSessionsOf(hub());
        return this;
    }

    /** Its trouble is over. */
    void mend() {
        calls = calls();
        mended = Instant.now();
        accessSays = tenants.awaitAccess(team, access -> true)
                .getStatus()
                .condition(Condition.READY)
                .orElseThrow()
                .reason();
    }

    /** Notes what it says now, and whether it is well again. */
    void observe() {
        SyncJob object = tenants.get(team, OBJECT).orElseThrow();
        assertThat(Stage.is(object, Condition.READY, "True", "Active"))
                .as("what was seen of the job stands")
                .isTrue();
        Condition synced = Stage.condition(object, Condition.SYNCED).orElseThrow();
        boolean stalled = Stage.condition(object, Condition.STALLED).isPresent();
        String says = "`" + synced.reason() + "`" + (stalled ? " and Stalled" : "");
        boolean handled = token.equals(object.getStatus().lastHandledReconcileAt());
        looked = handled && synced.holds() && !stalled && answered();
        boolean over = looked && !mended.equals(Instant.EPOCH);
        if (!says.equals(last) && !(over && !told.isEmpty())) {
            told.add(says + (told.isEmpty() ? "" : " after " + seconds(Duration.between(begun, Instant.now()))));
            last = says;
            message = synced.holds() ? message : synced.message();
        }
        if (over && recovery == null) {
            recovery = Duration.between(mended, Instant.now());
            calls = calls();
        }
    }

    /** Whether the look that was asked for was made, with nothing to complain of. */
    boolean looked() {
        return looked;
    }

    /** Whether it was so when the trouble was over. */
    boolean recovered() {
        return recovery != null;
    }

    /**
     * Prints what came of it.
     *
     * @param end what it must have said at the end of its trouble
     * @param most calls of STS to expect
     * @param longest time to expect until it was well again
     */
    void print(String trouble, String end, int most, Duration longest) {
        Duration took = recovery;
        System.out.printf(
                "| %s | %s | `%s` | %d (%d) | %s |%n",
                trouble,
                String.join(", ", told),
                accessSays,
                calls,
                most,
                took == null ? "–" : seconds(took) + " (" + longest.toSeconds() + " s)");
        if (!message.isEmpty()) {
            System.out.printf("%s: %s%n", team, message);
        }
        assertThat(last).isEqualTo(end);
    }

    /** A look that failed once leaves the status as it was, so that tells too little. */
    private boolean answered() {
        Instant since = mended.equals(Instant.EPOCH) ? begun : mended;
        return tenants.simulator().journal().entries(Operation.GET_SYNC_JOB).stream()
                .filter(entry -> entry.key().place().account().equals(account))
                .anyMatch(entry -> entry.status() == 200 && !entry.time().isBefore(since));
    }

    /** How often its role was asked for, and STS by nobody knows whom: such calls are made in its trouble alone. */
    private int calls() {
        return (int) tenants.simulator().journal().entries(Operation.ASSUME_ROLE).stream()
                .filter(entry -> !entry.time().isBefore(begun))
                .filter(entry -> entry.resource().equals(hub())
                        || (unnamed && entry.resource().isEmpty()))
                .count();
    }

    private static String seconds(Duration time) {
        return "%.1f s".formatted(time.toMillis() / 1000.0);
    }
}
