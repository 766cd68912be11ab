package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.Identity;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.iottwinmaker.model.IoTTwinMakerException;

/**
 * By the ARNs that the service returns, for an endpoint of its own beside which there is no STS: nothing must be asked
 * of the internet then.
 */
final class AccountsByArns implements Accounts {

    private static final int CLIENT_ERROR = 400;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final Clients clients;
    private final RecentAccounts known = new RecentAccounts();

    AccountsByArns(Clients clients) {
        this.clients = clients;
    }

    @Override
    public Optional<String> of(AwsCredentialsIdentity credential, Identity identity, boolean needed) {
        Optional<String> account = known.of(credential);
        if (account.isPresent() || !needed) {
            return account;
        }
        Optional<String> told = ofWorkspace(credential, identity).or(() -> ofAnyWorkspace(credential, identity));
        told.ifPresent(found -> known.put(credential, found));
        return told;
    }

    @Override
    public void learn(AwsCredentialsIdentity credential, String account) {
        known.put(credential, account);
    }

    private Optional<String> ofWorkspace(AwsCredentialsIdentity credential, Identity identity) {
        return told(() -> clients.in(identity.region())
                .getWorkspace(r -> r.workspaceId(identity.workspaceId()).overrideConfiguration(Signed.with(credential)))
                .arn());
    }

    private Optional<String> ofAnyWorkspace(AwsCredentialsIdentity credential, Identity identity) {
        return told(() -> clients
                .in(identity.region())
                .listWorkspaces(r -> r.maxResults(1).overrideConfiguration(Signed.with(credential)))
                .workspaceSummaries()
                .stream()
                .findFirst()
                .map(summary -> summary.arn())
                .orElse(""));
    }

    /** A refusal tells no account; a service that cannot answer now may tell it later. */
    private static Optional<String> told(Supplier<String> arn) {
        try {
            String[] parts = arn.get().split(":", 6);
            return parts.length == 6 && !parts[4].isEmpty() ? Optional.of(parts[4]) : Optional.empty();
        } catch (IoTTwinMakerException e) {
            int status = e.statusCode();
            if (status >= CLIENT_ERROR && status < SERVER_ERROR && status != TOO_MANY_REQUESTS) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
