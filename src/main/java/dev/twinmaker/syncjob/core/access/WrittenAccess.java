package dev.twinmaker.syncjob.core.access;

import dev.twinmaker.syncjob.api.AssumeRole;
import dev.twinmaker.syncjob.api.AwsAccessSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From what an admin wrote to what it means. */
public final class WrittenAccess {

    private static final Bounds NONE = new Bounds(Set.of(), new AllowList(List.of()), new AllowList(List.of()), false);

    private WrittenAccess() {}

    /**
     * The access that an object stands for.
     *
     * @param spec null where none is stored
     * @param region of an access that names none: the operator's
     */
    public static Access of(String name, @Nullable AwsAccessSpec spec, Access.Phase phase, String region) {
        Optional<String> fault = spec == null ? Optional.of("The stored object has no spec.") : AccessRules.fault(spec);
        if (spec == null || fault.isPresent()) {
            return new Access(
                    name,
                    Set.of(),
                    Optional.empty(),
                    Optional.empty(),
                    NONE,
                    Optional.empty(),
                    Optional.empty(),
                    phase,
                    fault);
        }
        return new Access(
                name,
                spec.namespaces() == null ? Set.of() : Set.copyOf(spec.namespaces()),
                Optional.ofNullable(spec.namespaceSelector()).map(Selector::of),
                Optional.ofNullable(spec.assumeRole()).map(WrittenAccess::role),
                new Bounds(
                        spec.regions() == null ? Set.of(region) : Set.copyOf(spec.regions()),
                        list(spec.allowedRoleArns()),
                        list(spec.allowedWorkspaces()),
                        Boolean.TRUE.equals(spec.allowAdoption())),
                Optional.ofNullable(spec.readRate()),
                Optional.ofNullable(spec.writeRate()),
                phase,
                Optional.empty());
    }

    private static RoleToAssume role(AssumeRole written) {
        return new RoleToAssume(
                written.roleArn(),
                Optional.ofNullable(written.externalId()),
                written.sessionTags() == null ? Set.of() : Set.copyOf(written.sessionTags()));
    }

    private static AllowList list(@Nullable List<String> entries) {
        return new AllowList(entries == null ? List.of() : List.copyOf(entries));
    }
}
