package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.Identities;
import java.time.InstantSource;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * What every call to AWS shares: the clients, who signs, and how often.
 *
 * @param identities the same signers, for whom to prove a role without a call of the service
 */
record Connection(Calls calls, Budgets budgets, Identities identities) implements AutoCloseable {

    static Connection of(AwsSettings settings, Credentials credentials, InstantSource clock) {
        Clients clients = new Clients(settings, credentials);
        StsClient sts = settings.stsReachable() ? clients.sts(settings.region()) : null;
        Accounts accounts = sts == null ? new AccountsByArns(clients) : new AccountsBySts(sts, clock);
        Budget ofSts = new Budget(settings.stsRate(), settings.stsBurst(), clock);
        Signers signers = new Signers(credentials, accounts, new Sessions(sts, credentials, ofSts, clock));
        return new Connection(
                new Calls(clients, signers, settings.callTimeout()),
                new Budgets(settings, clock),
                new SignedIdentities(signers, settings.region(), settings.callTimeout()));
    }

    @Override
    public void close() {
        calls.close();
    }
}
